import { describe, expect, it } from 'vitest';
import { compareDefinitions } from '../../src/model/compare-definitions.ts';
import { countChanges, diffTexts, foldRows, type DiffRow } from '../../src/model/text-diff.ts';

const textOf = (rows: readonly DiffRow[], side: 'before' | 'after') =>
  rows.flatMap((row) => row[side]?.parts.map((part) => part.text).join('') ?? []);
const kinds = (rows: readonly DiffRow[]) => rows.map((row) => row.kind).join(' ');

/** A small generator with a fixed seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Length of a longest common subsequence, the obvious way. */
function commonLength(a: readonly string[], b: readonly string[]): number {
  const row = Array.from({ length: b.length + 1 }, () => 0);
  for (const line of a) {
    let diagonal = 0;
    for (let j = 1; j <= b.length; j++) {
      const above = row[j]!;
      row[j] = line === b[j - 1] ? diagonal + 1 : Math.max(above, row[j - 1]!);
      diagonal = above;
    }
  }
  return row[b.length]!;
}

describe('diffTexts', () => {
  it('pairs replaced lines and marks what differs in them', () => {
    const rows = diffTexts('a\nITERATIONS: 10\nz\n', 'a\nITERATIONS: 20\nz\n');
    expect(kinds(rows)).toBe('same changed same');
    expect(rows[1]!.before!.parts).toEqual([
      { text: 'ITERATIONS: ', isMarked: false },
      { text: '1', isMarked: true },
      { text: '0', isMarked: false },
    ]);
    expect(rows[1]!.after!.parts[1]).toEqual({ text: '2', isMarked: true });
  });

  it('shows added and removed lines with the numbers of their own text', () => {
    const rows = diffTexts('a\nb\nc', 'b\nc\nd');
    expect(kinds(rows)).toBe('removed same same added');
    expect(rows.map((row) => [row.before?.number, row.after?.number])).toEqual([
      [1, undefined],
      [2, 1],
      [3, 2],
      [undefined, 3],
    ]);
  });

  it('does not cut through a code point', () => {
    const [row] = diffTexts('x😀', 'x😁');
    expect(row!.before!.parts).toEqual([
      { text: 'x', isMarked: false },
      { text: '😀', isMarked: true },
    ]);
  });

  it.each([
    ['', ''],
    ['a', ''],
    ['', 'a\nb'],
    ['a\nb', 'a\nb'],
  ])('takes %j and %j', (before, after) => {
    const rows = diffTexts(before, after);
    expect(textOf(rows, 'before').join('\n')).toBe(before);
    expect(textOf(rows, 'after').join('\n')).toBe(after);
  });

  it('gives both texts back with as many equal lines as there can be', () => {
    const seed = 20261122;
    const random = randomOf(seed);
    for (let round = 0; round < 300; round++) {
      const make = () => Array.from({ length: Math.floor(random() * 14) }, () => 'abcd'[Math.floor(random() * 4)]!);
      const [a, b] = [make(), make()];
      const rows = diffTexts(a.join('\n'), b.join('\n'));
      const about = `seed ${seed}, round ${round}: ${a.join('')} ${b.join('')}`;
      expect(textOf(rows, 'before'), about).toEqual(a);
      expect(textOf(rows, 'after'), about).toEqual(b);
      expect(rows.filter((row) => row.kind === 'same').length, about).toBe(commonLength(a, b));
    }
  });

  it('stays right where texts have nothing in common', () => {
    const make = (letter: string) => Array.from({ length: 3000 }, (_, i) => `${letter}${i}`).join('\n');
    const rows = diffTexts(make('a'), make('b'));
    expect(countChanges(rows)).toEqual({ changed: 3000, removed: 0, added: 0 });
  });
});

it('foldRows keeps the surroundings of changes and folds the rest', () => {
  const lines = Array.from({ length: 40 }, (_, i) => `line ${i}`);
  const rows = diffTexts(lines.join('\n'), lines.with(20, 'other').join('\n'));
  const sections = foldRows(rows, 2);
  expect(sections.map((section) => [section.type, section.rows.length])).toEqual([
    ['fold', 18],
    ['rows', 5],
    ['fold', 17],
  ]);
  expect(foldRows(diffTexts('a\nb\nc\nd', 'a\nb\nc\nX'), 1).map((section) => section.type)).toEqual(['rows']);
  expect(foldRows([])).toEqual([]);
});

it('compareDefinitions ignores the order of fields and, unless asked, the layout', () => {
  const before = {
    name: 'w',
    tasks: {
      query_1: { type: 'Query', space: 's', query: 'YIELD 1 AS a', params: { x: 1, y: 2 } },
      bfs_1: { type: 'BFS', input: { space: 's', edges: ['e'] } },
    },
    layout: { query_1: { x: 0, y: 0 } },
  } as const;
  const after = {
    name: 'w',
    tasks: {
      bfs_1: { input: { edges: ['e'], space: 's' }, type: 'BFS' },
      query_1: { type: 'Query', space: 's', query: 'YIELD 1 AS a', params: { y: 3, x: 1 } },
    },
    layout: { query_1: { x: 9, y: 0 } },
  } as const;
  expect(countChanges(compareDefinitions(before as never, after as never))).toEqual({
    changed: 1,
    removed: 0,
    added: 0,
  });
  expect(countChanges(compareDefinitions(before as never, after as never, { withLayout: true })).changed).toBe(2);
});
