import { DateTimeValue, DateValue, TimeValue, type Value } from '@orrery/contracts';
import { describe, expect, it } from 'vitest';
import type { PropertyType } from '../../src/catalog/definitions.ts';
import type { IndexRange } from '../../src/storage/store.ts';
import { property, randomSource, spaceOptions, withStore } from './temp-store.ts';

/** Per type: values in ascending order, without equal ones. */
const ordered: { type: PropertyType; length?: number; values: Value[] }[] = [
  { type: { kind: 'bool' }, values: [false, true] },
  { type: { kind: 'int8' }, values: [-128n, -1n, 0n, 1n, 127n] },
  { type: { kind: 'int16' }, values: [-32768n, -256n, -255n, 0n, 255n, 256n] },
  { type: { kind: 'int32' }, values: [-(2n ** 31n), -1n, 0n, 2n ** 31n - 1n] },
  { type: { kind: 'int64' }, values: [-(2n ** 63n), -(2n ** 32n), -1n, 0n, 1n, 2n ** 53n + 1n, 2n ** 63n - 1n] },
  { type: { kind: 'timestamp' }, values: [0n, 1n, 1_700_000_000n] },
  { type: { kind: 'float' }, values: [-Infinity, -1.5, 0, Math.fround(1e-30), 1.5, Infinity] },
  { type: { kind: 'double' }, values: [-Infinity, -1e300, -1.5, -5e-324, 0, 5e-324, 0.1, 1e300, Infinity, NaN] },
  {
    type: { kind: 'string' },
    length: 8,
    values: [
      '',
      '\u0000',
      '\u0000\u0000',
      '\u0000a',
      'a',
      'a\u0000',
      'a\u0000b',
      'aa',
      'ab',
      'b',
      'ß',
      'é',
      '一',
      '😀',
    ],
  },
  { type: { kind: 'fixed_string', length: 4 }, values: ['', 'a', 'aaaa', 'ab', 'b'] },
  {
    type: { kind: 'date' },
    values: [
      new DateValue(-32768, 1, 1),
      new DateValue(-1, 12, 31),
      new DateValue(2024, 2, 29),
      new DateValue(32767, 1, 1),
    ],
  },
  {
    type: { kind: 'time' },
    values: [new TimeValue(0, 0, 0, 0), new TimeValue(0, 0, 0, 65_536), new TimeValue(23, 0, 0, 0)],
  },
  {
    type: { kind: 'datetime' },
    values: [
      new DateTimeValue(-5, 1, 1, 0, 0, 0, 0),
      new DateTimeValue(1970, 1, 1, 0, 0, 0, 255),
      new DateTimeValue(1970, 1, 1, 0, 0, 0, 256),
      new DateTimeValue(2000, 1, 1, 0, 0, 0, 0),
    ],
  },
];

describe.each(ordered)('an index on $type.kind', ({ type, length, values }) => {
  it('finds every prefix and range, NULL last, both ways', async () => {
    const all: Value[] = [...values, null];
    await withStore(async (store) => {
      const { space, tag, index } = await store.catalog.edit((editor) => ({
        space: editor.createSpace('s', spaceOptions()),
        tag: editor.createTag('s', {
          name: 't',
          properties: [property('group', { kind: 'int64' }), property('p', type)],
        }),
        index: editor.createIndex('s', {
          name: 'i',
          kind: 'tag',
          schemaName: 't',
          fields: [{ property: 'group' }, { property: 'p', ...(length !== undefined && { length }) }],
        }),
      }));
      const random = randomSource(99);
      const shuffled = all.map((value, i) => ({ value, i, key: random(1e9) })).toSorted((a, b) => a.key - b.key);
      await store.write(space.id, (writer) => {
        for (const group of [-1n, 0n, 1n]) {
          for (const { value, i } of shuffled) {
            writer.putTag(writer.indexFor(`${group}:${i}`), tag.id, [group, value]);
          }
        }
      });
      using snapshot = store.snapshot();
      const reader = snapshot.space(space.id);
      const positions = (range: Omit<IndexRange, 'equal'>): number[] => {
        const cursor = reader.scanTagIndex(index, { equal: [0n], ...range });
        const found: number[] = [];
        while (cursor.next()) {
          const [group, at] = String(reader.vidOf(cursor.vertex)).split(':');
          expect(group).toBe('0');
          found.push(Number(at));
        }
        return found;
      };
      const every = all.map((_, i) => i);
      expect(positions({})).toEqual(every);
      expect(positions({ reverse: true })).toEqual(every.toReversed());
      for (const [i, value] of values.entries()) {
        const cut = (from: number, to: number): number[] => every.slice(from, to);
        expect(positions({ lower: { value, inclusive: true } })).toEqual(cut(i, values.length));
        expect(positions({ lower: { value, inclusive: false } })).toEqual(cut(i + 1, values.length));
        expect(positions({ upper: { value, inclusive: true } })).toEqual(cut(0, i + 1));
        expect(positions({ upper: { value, inclusive: false } })).toEqual(cut(0, i));
        for (const [j, higher] of values.entries()) {
          if (j < i) continue;
          const range = { lower: { value, inclusive: true }, upper: { value: higher, inclusive: false } };
          expect(positions(range)).toEqual(cut(i, j));
          expect(positions({ ...range, reverse: true })).toEqual(cut(i, j).toReversed());
        }
        const cursor = reader.scanTagIndex(index, { equal: [0n, value] });
        expect(cursor.next()).toBe(true);
        expect(reader.vidOf(cursor.vertex)).toBe(`0:${i}`);
        expect(cursor.next()).toBe(false);
      }
    });
  });
});

it('keeps -0.0 and 0.0 together and finds strings longer than the index by their start', async () => {
  await withStore(async (store) => {
    const { space, tag, index } = await store.catalog.edit((editor) => ({
      space: editor.createSpace('s', spaceOptions()),
      tag: editor.createTag('s', {
        name: 't',
        properties: [property('d', { kind: 'double' }), property('s', { kind: 'string' })],
      }),
      index: editor.createIndex('s', {
        name: 'i',
        kind: 'tag',
        schemaName: 't',
        fields: [{ property: 'd' }, { property: 's', length: 3 }],
      }),
    }));
    await store.write(space.id, (writer) => {
      writer.putTag(writer.indexFor('minus'), tag.id, [-0, 'abc']);
      writer.putTag(writer.indexFor('plus'), tag.id, [0, 'abcdef']);
      writer.putTag(writer.indexFor('other'), tag.id, [0, 'abd']);
    });
    using snapshot = store.snapshot();
    const reader = snapshot.space(space.id);
    const found = (range: IndexRange): string[] => {
      const cursor = reader.scanTagIndex(index, range);
      const vids: string[] = [];
      while (cursor.next()) vids.push(String(reader.vidOf(cursor.vertex)));
      return vids.toSorted();
    };
    expect(found({ equal: [0] })).toEqual(['minus', 'other', 'plus']);
    // 'abcdef' > 'abc' although both are indexed as 'abc': the caller filters, but must be offered both.
    expect(found({ equal: [0], lower: { value: 'abc', inclusive: false } })).toEqual(['minus', 'other', 'plus']);
    expect(found({ equal: [0], upper: { value: 'abcz', inclusive: false } })).toEqual(['minus', 'plus']);
  });
});

it('rebuilds the entries of rows that were written before the index', async () => {
  await withStore(async (store) => {
    const { space, tag, edge } = await store.catalog.edit((editor) => ({
      space: editor.createSpace('s', spaceOptions()),
      tag: editor.createTag('s', { name: 't', properties: [property('p', { kind: 'int64' })] }),
      edge: editor.createEdge('s', { name: 'e', properties: [property('p', { kind: 'int64' })] }),
    }));
    await store.write(space.id, (writer) => {
      for (let i = 0; i < 1300; i++) {
        const vertex = writer.indexFor(`v${i}`);
        writer.putTag(vertex, tag.id, [BigInt(i)]);
        writer.putEdge({ src: vertex, dst: writer.indexFor(`v${i + 1}`), typeId: edge.id, rank: 0n }, [BigInt(-i)]);
      }
    });
    const indexes = await store.catalog.edit((editor) => [
      editor.createIndex('s', { name: 'ti', kind: 'tag', schemaName: 't', fields: [{ property: 'p' }] }),
      editor.createIndex('s', { name: 'ei', kind: 'edge', schemaName: 'e', fields: [] }),
    ]);
    const count = (): number[] => {
      using snapshot = store.snapshot();
      const reader = snapshot.space(space.id);
      return [reader.scanTagIndex(indexes[0]!, { equal: [] }), reader.scanEdgeIndex(indexes[1]!, { equal: [] })].map(
        (cursor) => {
          let entries = 0;
          while (cursor.next()) entries++;
          return entries;
        },
      );
    };
    await store.write(space.id, (writer) => writer.putTag(writer.indexFor('new'), tag.id, [1n]));
    expect(count()).toEqual([1, 0]);
    const rebuilding = store.rebuildIndexes(space.id, indexes);
    await store.write(space.id, (writer) => writer.deleteTag(writer.indexOf('v1299')!, tag.id));
    await rebuilding;
    expect(count()).toEqual([1300, 1300]);
    await store.catalog.edit((editor) => editor.dropIndex('s', 'tag', 'ti'));
    await store.purged();
    expect(count()).toEqual([0, 1300]);
  });
});
