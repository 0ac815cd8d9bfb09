import { NgqlSyntaxError, parse } from '@orrery/ngql';

/** What a statement's text tells without a graph. */
export interface QueryDescription {
  /** Its `${name}`s in order of appearance; undefined where the text does not parse far enough to tell. */
  readonly parameters: ReadonlyMap<string, { readonly quoted: boolean }> | undefined;
  /** Names of the result's columns; undefined where they can't be told (`YIELD *`, a statement without a result). */
  readonly columns: readonly string[] | undefined;
  readonly faults: readonly { readonly line: number; readonly column: number; readonly message: string }[];
}

/** Facts of a statement. */
export function describeQuery(text: string): QueryDescription {
  const parameters = new Map<string, { quoted: boolean }>();
  for (const match of text.matchAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\$\{([A-Za-z_][A-Za-z0-9_]*)\}/gs)) {
    if (match[1] !== undefined) parameters.set(match[1], { quoted: parameters.get(match[1])?.quoted ?? false });
    else
      for (const inner of match[0].matchAll(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g))
        parameters.set(inner[1]!, { quoted: true });
  }
  try {
    parse(text, { placeholders: true });
  } catch (error) {
    if (!(error instanceof NgqlSyntaxError)) throw error;
    const { line, column, message } = error;
    return { parameters, columns: undefined, faults: [{ line, column, message }] };
  }
  return { parameters, columns: undefined, faults: [] };
}
