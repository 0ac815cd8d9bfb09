import { isNumeric } from './cell-text.ts';

const VERTEX = /^v?id\d*$/i;
const END = /^(src|dst|source|target|from|to)$/i;

/**
 * Positions of the columns that name what a row is about, for a ranking by another column: the vertices (both of a
 * pair), an edge's ends, else the first text, else the first other column. None in a table of one column.
 */
export function nameColumns(
  columns: readonly { readonly name: string; readonly type: string }[],
  measured: string,
): readonly number[] {
  const others = [...columns.keys()].filter((index) => columns[index]!.name !== measured);
  for (const kind of [VERTEX, END]) {
    const named = others.filter((index) => kind.test(columns[index]!.name));
    if (named.length > 0) return named;
  }
  const text = others.find((index) => !isNumeric(columns[index]!.type));
  return others.length === 0 ? [] : [text ?? others[0]!];
}
