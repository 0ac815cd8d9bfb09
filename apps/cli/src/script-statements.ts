/** What a script has done: a statement for the graph, or a line that the console acts on itself. */
export type ScriptStep =
  /** With `;` inside where later statements read the variables of earlier ones: these live as long as one request. */
  | { readonly kind: 'statement'; readonly text: string; readonly line: number }
  | { readonly kind: 'sleep'; readonly seconds: number; readonly line: number }
  /** The next statement runs so many times. */
  | { readonly kind: 'repeat'; readonly times: number; readonly line: number }
  /** The result of the next statement goes to a file. */
  | { readonly kind: 'csv'; readonly file: string; readonly line: number }
  /** The plan of the next statement goes to a file, as Graphviz. */
  | { readonly kind: 'dot'; readonly file: string; readonly line: number }
  /** `:param name => expression` */
  | { readonly kind: 'param'; readonly name: string; readonly expression: string; readonly line: number }
  /** `:params`, `:param name` */
  | { readonly kind: 'showParams'; readonly name: string | undefined; readonly line: number }
  | { readonly kind: 'quit'; readonly line: number }
  | { readonly kind: 'ignored'; readonly text: string; readonly line: number };

/** Space, comments, quoted texts, marks, and runs of anything else; in one pass over a script of any size. */
const PIECES =
  /(?<space>\s+)|(?<comment>#.*|\/\/.*|--(?=\s|$).*|\/\*[^]*?(?:\*\/|$))|"[^"\\]*(?:\\[^][^"\\]*)*"?|'[^'\\]*(?:\\[^][^'\\]*)*'?|`[^`]*`?|[;:{}]|[^\s#/"'`;:{}-]+|[^]/gy;

const ASSIGNMENT = /^\$([\p{L}\p{N}_]+)\s*=(?!=)/u;

/**
 * Cuts a script, as NebulaGraph's console takes it, into steps: statements end at a `;` outside quotes, comments and
 * braces, several may stand on a line and one over several; lines that begin with `:` are commands of the console.
 */
export function scriptSteps(script: string): ScriptStep[] {
  const steps: ScriptStep[] = [];
  const groups = new StatementGroups(steps);
  let parts: string[] = [];
  let [line, startLine, depth] = [1, 1, 0];
  const flush = (): void => {
    const text = parts.join('').trim();
    if (text !== '') groups.add(text, startLine);
    parts = [];
    depth = 0;
  };
  PIECES.lastIndex = 0;
  for (let match = PIECES.exec(script); match && match[0] !== ''; match = PIECES.exec(script)) {
    const [piece] = match;
    const { space, comment } = match.groups!;
    if (parts.length === 0 && piece === ':') {
      const end = endOfLine(script, match.index);
      groups.flush();
      steps.push(commandStep(script.slice(match.index, end).trim(), line));
      PIECES.lastIndex = end;
      continue;
    }
    if (piece === ';' && depth === 0) flush();
    else if (comment !== undefined || space !== undefined) {
      if (parts.length > 0) parts.push(space ?? ' ');
    } else {
      if (parts.length === 0) startLine = line;
      if (piece === '{') depth++;
      if (piece === '}') depth = Math.max(0, depth - 1);
      parts.push(piece);
    }
    for (let at = piece.indexOf('\n'); at >= 0; at = piece.indexOf('\n', at + 1)) line++;
  }
  flush();
  groups.flush();
  return steps;
}

/** Keeps an assignment (`$a = …`) with the statements that follow it up to the last that reads its variables. */
class StatementGroups {
  readonly #steps: ScriptStep[];
  #texts: string[] = [];
  #line = 1;
  #variables = new Set<string>();
  #isOpen = false;

  constructor(steps: ScriptStep[]) {
    this.#steps = steps;
  }

  add(text: string, line: number): void {
    const assigned = ASSIGNMENT.exec(text)?.[1];
    const reads = [...this.#variables].some((name) => text.includes(`$${name}`));
    if (this.#texts.length > 0 && !this.#isOpen && !reads && assigned === undefined) this.flush();
    if (this.#texts.length === 0) this.#line = line;
    this.#texts.push(text);
    this.#isOpen = assigned !== undefined;
    if (assigned !== undefined) this.#variables.add(assigned);
    if (this.#variables.size === 0) this.flush();
  }

  flush(): void {
    if (this.#texts.length > 0) {
      this.#steps.push({ kind: 'statement', text: this.#texts.join(';\n'), line: this.#line });
    }
    this.#texts = [];
    this.#variables = new Set();
    this.#isOpen = false;
  }
}

function endOfLine(script: string, from: number): number {
  const at = script.indexOf('\n', from);
  return at < 0 ? script.length : at;
}

function commandStep(command: string, line: number): ScriptStep {
  const [, name, argument] = /^:\s*(\w*)\s*(.*?)\s*;?$/.exec(command) ?? [];
  switch (name?.toLowerCase()) {
    case 'sleep':
      if (/^\d+(?:\.\d+)?$/.test(argument!)) return { kind: 'sleep', seconds: Number(argument), line };
      break;
    case 'repeat':
      if (/^[1-9]\d{0,8}$/.test(argument!)) return { kind: 'repeat', times: Number(argument), line };
      break;
    case 'csv':
    case 'dot':
      if (argument !== '') return { kind: name.toLowerCase() as 'csv' | 'dot', file: argument!, line };
      break;
    case 'params':
      return { kind: 'showParams', name: undefined, line };
    case 'param': {
      const [, parameter, expression] = /^([\p{L}\p{N}_]+)(?:\s*=>\s*(.+))?$/u.exec(argument!) ?? [];
      if (parameter !== undefined && expression !== undefined) {
        return { kind: 'param', name: parameter, expression, line };
      }
      if (parameter !== undefined || argument === '') return { kind: 'showParams', name: parameter, line };
      break;
    }
    case 'quit':
    case 'exit':
      return { kind: 'quit', line };
  }
  return { kind: 'ignored', text: command, line };
}
