import { EdgeValue, PathValue, SetValue, valueText, VertexValue, type Value } from '@orrery/contracts';

/**
 * An nGQL value for JSON clients that round: ints are decimal text, doubles numbers (not finite ones text), vertices,
 * edges and paths objects with a `kind`, dates and the like their printed text.
 */
export function valueJson(value: Value): unknown {
  if (value === null || value === undefined || typeof value === 'boolean' || typeof value === 'string')
    return value ?? null;
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (Array.isArray(value)) return value.map(valueJson);
  if (value instanceof SetValue) return value.items.map(valueJson);
  if (value instanceof Map) return propsJson(value);
  if (value instanceof VertexValue) return vertexJson(value);
  if (value instanceof EdgeValue) return edgeJson(value);
  if (value instanceof PathValue) return pathJson(value);
  return valueText(value);
}

export interface VertexJson {
  readonly kind: 'vertex';
  readonly vid: unknown;
  readonly tags: readonly { readonly name: string; readonly props: Readonly<Record<string, unknown>> }[];
}

export interface EdgeJson {
  readonly kind: 'edge';
  readonly type: string;
  readonly src: unknown;
  readonly dst: unknown;
  /** Decimal text. */
  readonly rank: string;
  readonly props: Readonly<Record<string, unknown>>;
}

export function vertexJson({ vid, tags }: VertexValue): VertexJson {
  return {
    kind: 'vertex',
    vid: valueJson(vid),
    tags: tags.map(({ name, props }) => ({ name, props: propsJson(props) })),
  };
}

/** In its stored direction. */
export function edgeJson({ src, dst, typeId, name, ranking, props }: EdgeValue): EdgeJson {
  const [from, to] = typeId < 0 ? [dst, src] : [src, dst];
  return {
    kind: 'edge',
    type: name,
    src: valueJson(from),
    dst: valueJson(to),
    rank: ranking.toString(),
    props: propsJson(props),
  };
}

function pathJson({ src, steps }: PathValue) {
  let from = src;
  const edges = steps.map((step) => {
    const edge = new EdgeValue(from.vid, step.dst.vid, step.typeId, step.name, step.ranking, step.props);
    from = step.dst;
    return edgeJson(edge);
  });
  return { kind: 'path', vertices: [src, ...steps.map((step) => step.dst)].map(vertexJson), edges };
}

function propsJson(props: ReadonlyMap<string, Value>): Record<string, unknown> {
  return Object.fromEntries([...props].map(([name, value]) => [name, valueJson(value)]));
}
