/**
 * A tree as text, without source positions and with ints told from doubles: two trees are the same when their texts
 * are. `blank` hides the values of constants, which leaves the shape.
 */
export function treeText(tree: unknown, options: { readonly blank?: boolean } = {}): string {
  return JSON.stringify(tree, (key, value: unknown) => {
    if (key === 'offset' || key === 'end') return undefined;
    if (options.blank && key === 'value' && (value === null || typeof value !== 'object')) return '_';
    if (typeof value === 'bigint') return `int ${value}`;
    if (typeof value === 'number') return `double ${Object.is(value, -0) ? '-0' : value}`;
    return value;
  });
}
