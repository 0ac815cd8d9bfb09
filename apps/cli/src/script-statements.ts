/** A line of a script that the console acts on itself. */
export type ScriptStep =
  | { readonly kind: 'statement'; readonly text: string; readonly line: number }
  | { readonly kind: 'sleep'; readonly seconds: number; readonly line: number }
  | { readonly kind: 'ignored'; readonly text: string; readonly line: number };

/**
 * Cuts a script, as NebulaGraph's console takes it, into steps: statements end at a `;` outside quotes and comments,
 * several may stand on a line and one over several; `:sleep N` waits; other lines that begin with `:` are ignored.
 */
export function scriptSteps(script: string): ScriptStep[] {
  const steps: ScriptStep[] = [];
  let text = '';
  let line = 1;
  let startLine = 1;
  const flush = (): void => {
    if (text.trim() !== '') steps.push({ kind: 'statement', text: text.trim(), line: startLine });
    text = '';
  };
  for (let i = 0; i < script.length;) {
    const rest = script.slice(i, i + 2);
    if (text.trim() === '') startLine = line;
    if (text.trim() === '' && script[i] === ':') {
      const end = endOf(script, i, '\n');
      const command = script.slice(i, end).trim();
      const sleep = /^:sleep\s+(\d+(?:\.\d+)?)\s*;?$/i.exec(command);
      steps.push(sleep ? { kind: 'sleep', seconds: Number(sleep[1]), line } : { kind: 'ignored', text: command, line });
      i = end;
    } else if (rest[0] === '#' || rest === '//' || (rest === '--' && /^--(?:\s|$)/.test(script.slice(i, i + 3)))) {
      i = endOf(script, i, '\n');
    } else if (rest === '/*') {
      const end = script.indexOf('*/', i + 2);
      const stop = end < 0 ? script.length : end + 2;
      line += script.slice(i, stop).split('\n').length - 1;
      text += ' ';
      i = stop;
    } else if (rest[0] === '"' || rest[0] === "'" || rest[0] === '`') {
      const end = closingQuote(script, i);
      line += script.slice(i, end).split('\n').length - 1;
      text += script.slice(i, end);
      i = end;
    } else {
      if (script[i] === ';') flush();
      else text += script[i];
      if (script[i] === '\n') line++;
      i++;
    }
  }
  flush();
  return steps;
}

function endOf(script: string, from: number, mark: string): number {
  const at = script.indexOf(mark, from);
  return at < 0 ? script.length : at;
}

/** Position after the quote that closes the one at `from`; the end of the script when none does. */
function closingQuote(script: string, from: number): number {
  const quote = script[from]!;
  for (let i = from + 1; i < script.length; i++) {
    if (script[i] === '\\' && quote !== '`') i++;
    else if (script[i] === quote) return i + 1;
  }
  return script.length;
}
