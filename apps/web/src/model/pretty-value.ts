const CLOSING: ReadonlyMap<string, string> = new Map([
  ['[', ']'],
  ['{', '}'],
]);
/** What fits into a line stays in it. */
const LINE_WIDTH = 72;
const STEP = '  ';

interface Group {
  readonly open: string;
  readonly close: string;
  readonly items: readonly (readonly Part[])[];
}
type Part = string | Group;

/**
 * A value's text as the graph prints it (lists, maps, vertices, edges, paths), broken into lines: entries of what does
 * not fit into a line stand below each other, steps of a path begin lines. Nothing but white space is added. Text that is
 * no composite value comes back as it is.
 */
export function prettyValue(text: string): string {
  let at = 0;
  const quoted = (): string => {
    const from = at;
    const quote = text[at++];
    while (at < text.length && text[at] !== quote) at += text[at] === '\\' ? 2 : 1;
    at = Math.min(at + 1, text.length);
    return text.slice(from, at);
  };
  const items = (close: string | undefined): Part[][] => {
    const found: Part[][] = [[]];
    while (at < text.length && text[at] !== close) {
      const char = text[at]!;
      const closing = CLOSING.get(char);
      const current = found.at(-1)!;
      if (char === '"') current.push(quoted());
      else if (closing !== undefined) {
        at++;
        const inner = items(closing);
        const isWhole = text[at] === closing;
        at++;
        current.push({ open: char, close: isWhole ? closing : '', items: inner });
      } else if (char === ',' && close !== undefined) {
        at++;
        while (text[at] === ' ') at++;
        found.push([]);
      } else {
        current.push(char);
        at++;
      }
    }
    return found;
  };
  const whole = items(undefined)[0]!;
  if (flat(whole).length <= LINE_WIDTH) return text;
  return (text.startsWith('<(') ? pathSteps(whole) : [whole])
    .map((parts, i) => lines(parts, i > 0 ? STEP : ''))
    .join('\n');
}

/** The parts of a path, each step with what it leads to. */
function pathSteps(parts: readonly Part[]): Part[][] {
  const steps: Part[][] = [[]];
  parts.forEach((part, i) => {
    const next = parts[i + 1];
    const begins = (part === '-' && isEdge(next)) || (part === '<' && next === '-' && isEdge(parts[i + 2]));
    const isTail = part === '-' && parts[i - 1] === '<' && i > 1;
    if (begins && !isTail) steps.push([]);
    steps.at(-1)!.push(part);
  });
  return steps;
}

const isEdge = (part: Part | undefined): boolean =>
  typeof part === 'object' && part.open === '[' && part.items[0]?.[0] === ':';

function flat(parts: readonly Part[]): string {
  return parts
    .map((part) => (typeof part === 'string' ? part : part.open + part.items.map(flat).join(', ') + part.close))
    .join('');
}

function lines(parts: readonly Part[], indent: string): string {
  return (
    (indent === '' ? '' : indent) +
    parts
      .map((part) => {
        if (typeof part === 'string') return part;
        const line = flat([part]);
        if (indent.length + line.length <= LINE_WIDTH) return line;
        // An edge is no list: what is in its brackets belongs together.
        if (isEdge(part))
          return part.open + part.items.map((item) => lines(item, indent).trimStart()).join(', ') + part.close;
        const entries = part.items.map((item) => lines(item, indent + STEP));
        return `${part.open}\n${entries.join(',\n')}\n${indent}${part.close}`;
      })
      .join('')
  );
}
