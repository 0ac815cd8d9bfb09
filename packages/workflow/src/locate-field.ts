import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type Node } from 'yaml';
import { pathKeys } from './field-path.ts';

export interface TextPlace {
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
}

/**
 * Where the fields of some paths (see fieldPath) stand in the text of a definition, YAML or JSON. A field that is
 * missing is where the innermost one around it begins; undefined for text that can't be read.
 */
export function locateFields(text: string, paths: readonly string[]): (TextPlace | undefined)[] {
  const lines = new LineCounter();
  let root: unknown;
  try {
    root = parseDocument(text, { lineCounter: lines, schema: 'core', prettyErrors: false }).contents;
  } catch {
    return paths.map(() => undefined);
  }
  if (!isNode(root)) return paths.map(() => undefined);
  return paths.map((path) => {
    const offset = offsetOf(root as Node, pathKeys(path));
    if (offset === undefined) return undefined;
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  });
}

function offsetOf(root: Node, keys: readonly (string | number)[]): number | undefined {
  let offset = root.range?.[0];
  let node: unknown = root;
  for (const key of keys) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));
      if (pair === undefined) break;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof key === 'number' && isNode(node.items[key])) {
      node = node.items[key];
      offset = (node as Node).range?.[0] ?? offset;
    } else break;
  }
  return offset;
}
