import {
  DateTimeValue,
  DateValue,
  DurationValue,
  EdgeValue,
  GeographyValue,
  NullValue,
  PathValue,
  SetValue,
  TimeValue,
  valueText,
  VertexValue,
  type Value,
} from '@orrery/contracts';

/** A value in the suite's encoding (JSON). */
export type Encoded = null | boolean | string | Encoded[] | { readonly [key: string]: unknown };

function floatText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

function properties(props: ReadonlyMap<string, Value>): Record<string, Encoded> {
  return Object.fromEntries([...props].map(([name, value]) => [name, encode(value)]));
}

function node(vertex: VertexValue): { vid: Encoded; tags: Record<string, unknown> } {
  return {
    vid: encode(vertex.vid),
    tags: Object.fromEntries(vertex.tags.map((tag) => [tag.name, properties(tag.props)])),
  };
}

/** The suite's form of a time has years without leading zeros. */
function temporal(kind: string, value: DateValue | TimeValue | DateTimeValue): Encoded {
  return { [kind]: valueText(value) };
}

function encodeEdge(edge: EdgeValue): Encoded {
  const [src, dst] = edge.typeId < 0 ? [edge.dst, edge.src] : [edge.src, edge.dst];
  const { name, ranking, props } = edge;
  return {
    edge: { type: name, src: encode(src), dst: encode(dst), rank: String(ranking), props: properties(props) },
  };
}

function encodePath(path: PathValue): Encoded {
  const steps = path.steps.map(({ typeId, name, ranking, props, dst }) => ({
    direction: typeId < 0 ? 'in' : 'out',
    type: name,
    rank: String(ranking),
    props: properties(props),
    dst: node(dst),
  }));
  return { path: { src: node(path.src), steps } };
}

export function encode(value: Value): Encoded {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (value === undefined) return { empty: true };
  if (typeof value === 'bigint') return { int: String(value) };
  if (typeof value === 'number') return { float: floatText(value) };
  if (value instanceof NullValue) return { null: value.kind };
  if (Array.isArray(value)) return value.map(encode);
  if (value instanceof SetValue) return { set: value.items.map(encode) };
  if (value instanceof Map) return { map: properties(value) };
  if (value instanceof DateValue) return temporal('date', value);
  if (value instanceof TimeValue) return temporal('time', value);
  if (value instanceof DateTimeValue) return temporal('datetime', value);
  if (value instanceof DurationValue) {
    const { months, seconds, microseconds } = value;
    return {
      duration: { months: String(months), seconds: String(seconds), microseconds: String(microseconds) },
    };
  }
  if (value instanceof GeographyValue) return { geography: valueText(value) };
  if (value instanceof VertexValue) return { vertex: node(value) };
  if (value instanceof EdgeValue) return encodeEdge(value);
  if (value instanceof PathValue) return encodePath(value);
  throw new TypeError(`no encoding for ${Object.prototype.toString.call(value)}`);
}

export function decode(encoded: Encoded): Value {
  if (encoded === null || typeof encoded === 'boolean' || typeof encoded === 'string') return encoded;
  if (Array.isArray(encoded)) return encoded.map(decode);
  const [[kind, content] = ['', undefined]] = Object.entries(encoded);
  switch (kind) {
    case 'int':
      return BigInt(content as string);
    case 'float':
      return Number(content);
    case 'map':
      return new Map(Object.entries(content as Record<string, Encoded>).map(([key, item]) => [key, decode(item)]));
    case 'set':
      return new SetValue((content as Encoded[]).map(decode));
    default:
      throw new TypeError(`parameters of the kind ${kind} are not decoded`);
  }
}
