/** `tasks.query_1.params` and `name` give `tasks.query_1.params.name`; keys that are no names are quoted: `tasks["a b"]`. */
export function fieldPath(parent: string, key: string | number): string {
  if (typeof key === 'number') return `${parent}[${key}]`;
  if (!/^[\p{L}_][\p{L}\p{N}_-]*$/u.test(key)) return `${parent}[${JSON.stringify(shortened(key, 100))}]`;
  return parent === '' ? key : `${parent}.${key}`;
}

/** The keys that a path of {@link fieldPath} was made of. */
export function pathKeys(path: string): (string | number)[] {
  const keys: (string | number)[] = [];
  for (const match of path.matchAll(/\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([^.[\]]+)/gu)) {
    if (match[1] !== undefined) keys.push(Number(match[1]));
    else keys.push(match[2] === undefined ? match[3]! : (JSON.parse(match[2]) as string));
  }
  return keys;
}

/** At most `length` characters, the cut marked. */
export function shortened(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}
