/** Deepest nesting of lists and objects that a definition or a job's input may have. */
export const MAX_DEPTH = 64;

export interface DuplicateKey {
  readonly key: string;
  /** Character offset of the second occurrence. */
  readonly offset: number;
}

export interface JsonStructure {
  readonly depth: number;
  readonly duplicates: readonly DuplicateKey[];
}

/**
 * What JSON.parse does not tell: how deep the text nests (without recursion, so that no depth overflows the stack) and
 * which keys an object has twice. Looks no further once the nesting passes `maxDepth`. Malformed text gives some
 * answer; JSON.parse refuses it afterwards. Cost: one pass.
 */
export function jsonStructure(text: string, maxDepth = MAX_DEPTH): JsonStructure {
  const open: { keys: Set<string> | undefined }[] = [];
  const duplicates: DuplicateKey[] = [];
  const token = /"(?:[^"\\]|\\.)*"|[[\]{}]/gsu;
  let depth = 0;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [lexeme] = match;
    if (lexeme === '{' || lexeme === '[') {
      open.push({ keys: lexeme === '{' ? new Set() : undefined });
      depth = Math.max(depth, open.length);
      if (depth > maxDepth) break;
    } else if (lexeme === '}' || lexeme === ']') {
      open.pop();
    } else {
      const keys = open.at(-1)?.keys;
      if (keys === undefined || !isKey(text, token.lastIndex)) continue;
      const key = unquoted(lexeme);
      if (keys.has(key)) duplicates.push({ key, offset: match.index });
      keys.add(key);
    }
  }
  return { depth, duplicates };
}

function isKey(text: string, end: number): boolean {
  let at = end;
  while (' \t\r\n'.includes(text[at] ?? 'x')) at++;
  return text[at] === ':';
}

function unquoted(lexeme: string): string {
  try {
    return JSON.parse(lexeme) as string;
  } catch {
    return lexeme;
  }
}
