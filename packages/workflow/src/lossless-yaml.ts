import { Double, doubleText, numberFromText, type LosslessJson, type LosslessScalar } from '@orrery/contracts';
import {
  Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Node,
  type Scalar,
} from 'yaml';
import { MAX_DEPTH } from './json-structure.ts';
import { faultWords, type FaultWords } from './fault.ts';
import { shortened } from './field-path.ts';

export interface TextFault extends FaultWords {
  /** From 1; undefined where the fault has no place. */
  readonly line: number | undefined;
  readonly column: number | undefined;
}

export type ParsedText =
  { readonly ok: true; readonly value: LosslessJson } | { readonly ok: false; readonly faults: readonly TextFault[] };

/**
 * YAML 1.2 (core schema) as lossless JSON: a number's type and digits are those of its source text. Refused with line
 * and column: duplicate keys, anchors and aliases (what a "billion laughs" is made of), explicit tags, several
 * documents, numbers that are not finite, nesting beyond {@link MAX_DEPTH}.
 */
export function parseYaml(text: string): ParsedText {
  const lines = new LineCounter();
  let document: Document.Parsed;
  try {
    document = parseDocument(text, { lineCounter: lines, schema: 'core', uniqueKeys: true, prettyErrors: false });
  } catch (error) {
    if (error instanceof RangeError) return tooDeep();
    throw error;
  }
  if (document.errors.some((error) => error.message.startsWith('Maximum call stack'))) return tooDeep();
  const faultAt = (offset: number | undefined, words: FaultWords): TextFault => {
    const place = offset === undefined ? undefined : lines.linePos(offset);
    return { line: place?.line, column: place?.col, ...words };
  };
  if (document.errors.length > 0) {
    const faults = document.errors
      .slice(0, 20)
      .map(({ pos, message }) => faultAt(pos[0], faultWords('text.notYaml', { message })));
    return { ok: false, faults };
  }
  const reader = new NodeReader();
  const value = document.contents === null ? null : reader.read(document.contents as Node, 1);
  if (reader.faults.length === 0) return { ok: true, value };
  return {
    ok: false,
    faults: reader.faults.slice(0, 20).map(({ node, words }) => faultAt(node.range?.[0], words)),
  };
}

function tooDeep(): ParsedText {
  return {
    ok: false,
    faults: [{ line: undefined, column: undefined, ...faultWords('text.tooDeep', { maximum: MAX_DEPTH }) }],
  };
}

class NodeReader {
  readonly faults: { node: Node; words: FaultWords }[] = [];

  read(node: Node | null | undefined, depth: number): LosslessJson {
    if (node === null || node === undefined) return null;
    if (depth > MAX_DEPTH) return this.refuse(node, faultWords('text.tooDeep', { maximum: MAX_DEPTH }));
    if (isAlias(node)) return this.refuse(node, faultWords('yaml.alias', {}));
    const { anchor, tag } = node as { anchor?: string; tag?: string };
    if (anchor !== undefined) return this.refuse(node, faultWords('yaml.anchor', {}));
    if (isScalar(node)) return this.scalar(node);
    if (tag !== undefined && !['tag:yaml.org,2002:map', 'tag:yaml.org,2002:seq'].includes(tag)) {
      return this.refuse(node, faultWords('yaml.tag', { tag: shortened(tag, 60) }));
    }
    if (isSeq(node)) return node.items.map((item) => this.read(item as Node | null, depth + 1));
    if (!isMap(node)) return this.refuse(node, faultWords('yaml.node', {}));
    const entries: [string, LosslessJson][] = [];
    for (const pair of node.items) {
      if (!isPair(pair)) continue;
      const key = this.key(pair.key as Node | null, node);
      if (key !== undefined) entries.push([key, this.read(pair.value as Node | null, depth + 1)]);
    }
    return Object.fromEntries(entries);
  }

  private key(node: Node | null, map: Node): string | undefined {
    if (isScalar(node) && node.value !== null)
      return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
    this.refuse(node ?? map, faultWords('yaml.key', {}));
    return undefined;
  }

  private scalar(node: Scalar): LosslessScalar {
    if (node.tag !== undefined) return this.refuse(node, faultWords('yaml.tag', { tag: shortened(node.tag, 60) }));
    const { value } = node;
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    const source = node.source ?? String(value);
    if (typeof value === 'number' && !Number.isFinite(value)) {
      return this.refuse(node, faultWords('yaml.notFinite', { text: shortened(source, 60) }));
    }
    if (/^[-+]?\d+$/.test(source)) return numberFromText(source.replace('+', ''));
    if (/^0[xo]/.test(source)) return numberFromText(BigInt(source).toString());
    const double = Number(source);
    return Number.isInteger(double) ? new Double(double) : double;
  }

  private refuse(node: Node, words: FaultWords): null {
    this.faults.push({ node, words });
    return null;
  }
}

/**
 * The inverse of {@link parseYaml}: text that reads back to the same value, long statements as blocks, small maps
 * without nesting on one line.
 */
export function printYaml(value: LosslessJson): string {
  const document = new Document(value, {
    schema: 'core',
    aliasDuplicateObjects: false,
    customTags: (tags) => [
      {
        tag: 'tag:yaml.org,2002:float',
        default: true,
        identify: (item: unknown) => item instanceof Double,
        resolve: (text: string) => text,
        test: /(?!)/,
        stringify: (item: { value: unknown }) => doubleText((item.value as Double).value),
      } as never,
      ...tags,
    ],
  });
  foldSmallMaps(document.contents as Node | null, 0);
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

const ONE_LINE = 90;

function foldSmallMaps(node: Node | null, depth: number): void {
  if (isSeq(node)) {
    node.flow = true;
    return;
  }
  if (!isMap(node)) return;
  const small = depth >= 2 && String(JSON.stringify(node, jsonSafe)).length <= ONE_LINE;
  if (small && node.items.every((pair) => isFlat(pair.value as Node | null))) node.flow = true;
  else for (const pair of node.items) foldSmallMaps(pair.value as Node | null, depth + 1);
}

function isFlat(node: Node | null): boolean {
  if (isScalar(node)) return typeof node.value !== 'string' || !/[\n\r]/.test(node.value);
  if (isSeq(node)) return node.items.every((item) => isScalar(item));
  return isMap(node) && node.items.every((pair) => isScalar(pair.value));
}

function jsonSafe(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
