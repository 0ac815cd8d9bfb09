import { EdgeValue, isNull, NullValue, PathValue, SetValue, VertexValue, type Value } from '@orrery/contracts';
import { printValue } from './print.ts';
import { typeOf } from './value-type.ts';

/**
 * A text that two values share exactly when GROUP BY, DISTINCT and the set operators take them for the same: nulls of
 * one kind are, 1 and 1.0 are not, vertices by id, edges by ends, type and rank. Texts of values concatenate without
 * ambiguity.
 */
export function valueKey(value: Value): string {
  switch (typeof value) {
    case 'string':
      return `s${value.length}:${value}`;
    case 'bigint':
      return `i${value};`;
    case 'number':
      return Object.is(value, -0) ? 'f0;' : `f${value};`;
    case 'boolean':
      return value ? 'T' : 'F';
    case 'undefined':
      return 'E';
  }
  if (isNull(value)) return value instanceof NullValue ? `N${value.kind};` : 'N;';
  if (value instanceof VertexValue) return `v${valueKey(value.vid)}`;
  if (value instanceof EdgeValue) return edgeKey(value);
  if (Array.isArray(value)) return `l${value.length}:${rowKey(value)}`;
  if (value instanceof SetValue) return `S${value.items.length}:${value.items.map(valueKey).sort().join('')}`;
  if (value instanceof Map) {
    const entries = [...value].map(([key, item]) => valueKey(key) + valueKey(item));
    return `m${entries.length}:${entries.sort().join('')}`;
  }
  if (value instanceof PathValue) {
    const steps = value.steps.map((s) => `${s.typeId}${valueKey(s.name)}${s.ranking};${valueKey(s.dst.vid)}`);
    return `p${steps.length}:${valueKey(value.src.vid)}${steps.join('')}`;
  }
  const text = printValue(value);
  return `${typeOf(value)}${text.length}:${text}`;
}

function edgeKey(edge: EdgeValue): string {
  const [src, dst] = edge.typeId < 0 ? [edge.dst, edge.src] : [edge.src, edge.dst];
  return `e${valueKey(src)}${valueKey(edge.name)}${edge.ranking};${valueKey(dst)}`;
}

/** The key of a whole row, or of the given slots of it. */
export function rowKey(row: readonly Value[], slots?: readonly number[]): string {
  let key = '';
  if (slots) for (const slot of slots) key += valueKey(row[slot]);
  else for (const value of row) key += valueKey(value);
  return key;
}
