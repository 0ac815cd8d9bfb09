/** A part of a line; marked where it differs from the line beside it. */
export interface LinePart {
  readonly text: string;
  readonly isMarked: boolean;
}

export interface DiffLine {
  /** From 1. */
  readonly number: number;
  readonly parts: readonly LinePart[];
}

/** Two lines beside each other; one is undefined where the other text has no such line. */
export interface DiffRow {
  readonly kind: 'same' | 'changed' | 'removed' | 'added';
  readonly before: DiffLine | undefined;
  readonly after: DiffLine | undefined;
}

/** Rows in a row that are shown, or so many equal ones that are left out. */
export type DiffSection =
  | { readonly type: 'rows'; readonly rows: readonly DiffRow[] }
  | { readonly type: 'fold'; readonly rows: readonly DiffRow[] };

/** Edit distance beyond which the middle is shown as replaced: quadratic work is bounded, the result stays right. */
const MAX_DISTANCE = 600;

/**
 * Two texts line by line beside each other, by a shortest edit script (Myers 1986, "An O(ND) Difference Algorithm").
 * Lines that were replaced stand beside each other with what differs in them marked.
 */
export function diffTexts(before: string, after: string): DiffRow[] {
  const a = lines(before);
  const b = lines(after);
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const rows: DiffRow[] = [];
  for (let i = 0; i < start; i++) rows.push(sameRow(a[i]!, i, i));
  const middle = matches(a.slice(start, a.length - end), b.slice(start, b.length - end));
  let i = start;
  let j = start;
  for (const [x, y] of [...middle, [a.length - end - start, b.length - end - start] as const]) {
    pushChanges(rows, a, b, [i, start + x], [j, start + y]);
    i = start + x;
    j = start + y;
    if (i < a.length - end && j < b.length - end) {
      rows.push(sameRow(a[i]!, i, j));
      i += 1;
      j += 1;
    }
  }
  for (let k = end; k > 0; k--) rows.push(sameRow(a[a.length - k]!, a.length - k, b.length - k));
  return rows;
}

function lines(text: string): string[] {
  const all = text.split('\n');
  return all.at(-1) === '' ? all.slice(0, -1) : all;
}

function sameRow(text: string, i: number, j: number): DiffRow {
  const parts = [{ text, isMarked: false }];
  return { kind: 'same', before: { number: i + 1, parts }, after: { number: j + 1, parts } };
}

type Range = readonly [from: number, to: number];

function pushChanges(rows: DiffRow[], a: readonly string[], b: readonly string[], [i, iEnd]: Range, [j, jEnd]: Range) {
  const paired = Math.min(iEnd - i, jEnd - j);
  for (let k = 0; k < paired; k++) {
    const [left, right] = markedParts(a[i + k]!, b[j + k]!);
    rows.push({
      kind: 'changed',
      before: { number: i + k + 1, parts: left },
      after: { number: j + k + 1, parts: right },
    });
  }
  for (let k = i + paired; k < iEnd; k++) {
    rows.push({
      kind: 'removed',
      before: { number: k + 1, parts: [{ text: a[k]!, isMarked: false }] },
      after: undefined,
    });
  }
  for (let k = j + paired; k < jEnd; k++) {
    rows.push({
      kind: 'added',
      before: undefined,
      after: { number: k + 1, parts: [{ text: b[k]!, isMarked: false }] },
    });
  }
}

/** What lies between the common beginning and the common end is marked, by whole code points. */
function markedParts(left: string, right: string): [LinePart[], LinePart[]] {
  const a = [...left];
  const b = [...right];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const parts = (characters: readonly string[]) =>
    [
      { text: characters.slice(0, start).join(''), isMarked: false },
      { text: characters.slice(start, characters.length - end).join(''), isMarked: true },
      { text: characters.slice(characters.length - end).join(''), isMarked: false },
    ].filter((part) => part.text !== '');
  return [parts(a), parts(b)];
}

/** Pairs of indexes of equal lines, rising, as many as there can be. */
function matches(a: readonly string[], b: readonly string[]): (readonly [number, number])[] {
  const furthest = new Map<number, number>([[1, 0]]);
  const trace: Map<number, number>[] = [];
  for (let d = 0; d <= Math.min(a.length + b.length, MAX_DISTANCE); d++) {
    trace.push(new Map(furthest));
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && (furthest.get(k - 1) ?? -1) < (furthest.get(k + 1) ?? -1));
      let x = down ? furthest.get(k + 1)! : furthest.get(k - 1)! + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x += 1;
      furthest.set(k, x);
      if (x >= a.length && x - k >= b.length) return matchesOfTrace(trace, a.length, b.length);
    }
  }
  return [];
}

function matchesOfTrace(trace: readonly Map<number, number>[], aLength: number, bLength: number) {
  const found: [number, number][] = [];
  let x = aLength;
  let y = bLength;
  for (let d = trace.length - 1; d >= 0; d--) {
    const furthest = trace[d]!;
    const k = x - y;
    const down = k === -d || (k !== d && (furthest.get(k - 1) ?? -1) < (furthest.get(k + 1) ?? -1));
    const previousK = down ? k + 1 : k - 1;
    const previousX = furthest.get(previousK)!;
    const previousY = previousX - previousK;
    while (x > Math.max(previousX, 0) && y > Math.max(previousY, 0)) {
      x -= 1;
      y -= 1;
      found.push([x, y]);
    }
    x = previousX;
    y = previousY;
  }
  return found.toReversed();
}

/** Equal rows that are further than `context` from any change are folded; a fold hides at least four. */
export function foldRows(rows: readonly DiffRow[], context = 3): DiffSection[] {
  const isNear = new Uint8Array(rows.length);
  rows.forEach((row, at) => {
    if (row.kind !== 'same') isNear.fill(1, Math.max(0, at - context), at + context + 1);
  });
  const sections: { type: 'rows' | 'fold'; rows: DiffRow[] }[] = [];
  rows.forEach((row, at) => {
    const type = isNear[at] === 1 ? 'rows' : 'fold';
    const last = sections.at(-1);
    if (last?.type === type) last.rows.push(row);
    else sections.push({ type, rows: [row] });
  });
  const merged: { type: 'rows' | 'fold'; rows: DiffRow[] }[] = [];
  for (const section of sections) {
    const type = section.type === 'fold' && section.rows.length < 4 ? 'rows' : section.type;
    const last = merged.at(-1);
    if (last !== undefined && last.type === 'rows' && type === 'rows') last.rows.push(...section.rows);
    else merged.push({ type, rows: section.rows });
  }
  return merged;
}

/** How many rows differ, by kind. */
export function countChanges(rows: readonly DiffRow[]): { changed: number; removed: number; added: number } {
  const count = (kind: DiffRow['kind']) => rows.filter((row) => row.kind === kind).length;
  return { changed: count('changed'), removed: count('removed'), added: count('added') };
}
