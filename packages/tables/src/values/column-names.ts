/**
 * Names for a result's columns that are all different and none empty: an empty name becomes `column_<position from 1>`,
 * the second `name` becomes `name_2`, and so on, past names that are taken already. Others stay as they are.
 */
export function uniqueColumnNames(names: readonly string[]): string[] {
  const given = new Set(names.filter((name) => name !== ''));
  const used = new Set<string>();
  return names.map((name, i) => {
    let unique = name === '' ? `column_${i + 1}` : name;
    if (used.has(unique) || (name === '' && given.has(unique))) {
      const base = unique;
      for (let n = 2; used.has(unique) || given.has(unique); n++) unique = `${base}_${n}`;
    }
    used.add(unique);
    return unique;
  });
}
