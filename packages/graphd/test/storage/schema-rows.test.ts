import {
  DateTimeValue,
  DateValue,
  DurationValue,
  GeographyValue,
  SetValue,
  TimeValue,
  type Value,
} from '@orrery/contracts';
import { describe, expect, it } from 'vitest';
import type { PropertyType } from '../../src/catalog/definitions.ts';
import { StoreError } from '../../src/storage/store.ts';
import { property, spaceOptions, withStore } from './temp-store.ts';

const point = new GeographyValue({ kind: 'point', point: { x: 1.5, y: -2 } });
const polygon = new GeographyValue({
  kind: 'polygon',
  rings: [
    [
      { x: 0, y: 0 },
      { x: 3, y: 0 },
      { x: 0, y: 3 },
      { x: 0, y: 0 },
    ],
  ],
});

const samples: { type: PropertyType; values: Value[] }[] = [
  { type: { kind: 'bool' }, values: [true, false] },
  { type: { kind: 'int8' }, values: [-128n, 127n] },
  { type: { kind: 'int16' }, values: [-32768n, 32767n] },
  { type: { kind: 'int32' }, values: [-(2n ** 31n), 2n ** 31n - 1n] },
  { type: { kind: 'int64' }, values: [-(2n ** 63n), 2n ** 63n - 1n, 9007199254740993n] },
  { type: { kind: 'float' }, values: [Math.fround(0.1), -Infinity, NaN] },
  { type: { kind: 'double' }, values: [0.1, -0, 5e-324, Infinity] },
  { type: { kind: 'string' }, values: ['', 'ascii', 'löng '.repeat(2000), 'nul\u0000inside', '😀'] },
  { type: { kind: 'fixed_string', length: 8 }, values: ['', '12345678', 'ä'] },
  { type: { kind: 'date' }, values: [new DateValue(-32768, 1, 1), new DateValue(2024, 2, 29)] },
  { type: { kind: 'time' }, values: [new TimeValue(23, 59, 59, 999_999)] },
  { type: { kind: 'datetime' }, values: [new DateTimeValue(1969, 12, 31, 23, 59, 59, 1)] },
  { type: { kind: 'timestamp' }, values: [0n, 1_700_000_000n] },
  { type: { kind: 'duration' }, values: [new DurationValue(-14, -(2n ** 40n), 999_999)] },
  { type: { kind: 'geography' }, values: [point, polygon] },
  {
    type: { kind: 'geography', shape: 'linestring' },
    values: [
      new GeographyValue({
        kind: 'linestring',
        points: [
          { x: 0, y: 0 },
          { x: 1, y: 1 },
        ],
      }),
    ],
  },
  { type: { kind: 'list', element: 'string' }, values: [[], ['a', '', 'ü'.repeat(50)]] },
  { type: { kind: 'list', element: 'int64' }, values: [[1n, -(2n ** 63n)]] },
  { type: { kind: 'set', element: 'float' }, values: [new SetValue([1.5, -2])] },
];

describe('rows of every property type', () => {
  it('come back as they went in, with NULL beside each', async () => {
    await withStore(async (store) => {
      const properties = samples.map(({ type }, i) => property(`p${i}`, type));
      const { space, tag } = await store.catalog.edit((editor) => ({
        space: editor.createSpace('s', spaceOptions()),
        tag: editor.createTag('s', { name: 't', properties }),
      }));
      const rounds = Math.max(...samples.map(({ values }) => values.length));
      const rows = Array.from({ length: rounds + 1 }, (_, round) =>
        samples.map(({ values }) => (round === rounds ? null : values[round % values.length]!)),
      );
      await store.write(space.id, (writer) => {
        for (const [i, values] of rows.entries()) writer.putTag(writer.indexFor(`v${i}`), tag.id, values);
      });
      using snapshot = store.snapshot();
      const reader = snapshot.space(space.id);
      for (const [i, values] of rows.entries()) {
        const row = reader.tagRow(reader.indexOf(`v${i}`)!, tag.id)!;
        expect([...row.toMap().values()]).toEqual(values);
        expect(row.get('p3')).toEqual(values[3]);
        expect(row.get('absent')).toBeUndefined();
      }
    });
  });

  it.each<{ type: PropertyType; value: Value; code: string; nullable?: boolean }>([
    { type: { kind: 'int8' }, value: 128n, code: 'OutOfRange' },
    { type: { kind: 'int32' }, value: 2n ** 31n, code: 'OutOfRange' },
    { type: { kind: 'int64' }, value: 1.5, code: 'TypeMismatch' },
    { type: { kind: 'float' }, value: 1e300, code: 'OutOfRange' },
    { type: { kind: 'string' }, value: 1n, code: 'TypeMismatch' },
    { type: { kind: 'date' }, value: '2020-01-01', code: 'TypeMismatch' },
    { type: { kind: 'geography', shape: 'point' }, value: polygon, code: 'TypeMismatch' },
    { type: { kind: 'list', element: 'int64' }, value: ['a'], code: 'TypeMismatch' },
    { type: { kind: 'bool' }, value: null, code: 'NotNullable', nullable: false },
  ])('refuse $value for $type.kind with $code and the property', async ({ type, value, code, nullable }) => {
    await withStore(async (store) => {
      const { space, tag } = await store.catalog.edit((editor) => ({
        space: editor.createSpace('s', spaceOptions()),
        tag: editor.createTag('s', { name: 't', properties: [property('p', type, { nullable: nullable ?? true })] }),
      }));
      const writing = store.write(space.id, (writer) => {
        writer.putTag(writer.indexFor('before'), tag.id, [sampleOf(type)]);
        writer.putTag(writer.indexFor('v'), tag.id, [value]);
      });
      await expect(writing).rejects.toMatchObject({ code, property: 'p' });
      await expect(writing).rejects.toBeInstanceOf(StoreError);
      using snapshot = store.snapshot();
      expect(snapshot.space(space.id).indexOf('before')).toBeUndefined();
    });
  });

  it('cut a fixed_string between characters', async () => {
    await withStore(async (store) => {
      const { space, tag } = await store.catalog.edit((editor) => ({
        space: editor.createSpace('s', spaceOptions()),
        tag: editor.createTag('s', { name: 't', properties: [property('p', { kind: 'fixed_string', length: 4 })] }),
      }));
      await store.write(space.id, (writer) => writer.putTag(writer.indexFor('v'), tag.id, ['abcädef']));
      using snapshot = store.snapshot();
      const reader = snapshot.space(space.id);
      expect(reader.tagRow(reader.indexOf('v')!, tag.id)!.get('p')).toBe('abc');
    });
  });
});

function sampleOf(type: PropertyType): Value {
  return samples.find((sample) => sample.type.kind === type.kind)!.values[0]!;
}

describe('rows written before an ALTER', () => {
  it('answer added, changed and dropped properties, and what was dropped does not come back', async () => {
    await withStore(async (store) => {
      const { space, tag } = await store.catalog.edit((editor) => ({
        space: editor.createSpace('s', spaceOptions()),
        tag: editor.createTag('s', {
          name: 't',
          properties: [
            property('small', { kind: 'int8' }),
            property('text', { kind: 'string' }),
            property('gone', { kind: 'int64' }),
          ],
        }),
      }));
      const put = (vid: string, values: Value[]): Promise<boolean> =>
        store.write(space.id, (writer) => writer.putTag(writer.indexFor(vid), tag.id, values));
      await put('v0', [5n, 'hello', 7n]);
      await store.catalog.edit((editor) =>
        editor.alterTag('s', 't', {
          add: [
            property('with', { kind: 'string' }, { default: { text: '"d"', constant: 'd' } }),
            property('without', { kind: 'date' }),
          ],
          change: [property('small', { kind: 'double' }), property('text', { kind: 'fixed_string', length: 3 })],
          drop: ['gone'],
        }),
      );
      await put('v1', [1.5, 'abc', 'own', null]);
      const addAgain = { add: [property('gone', { kind: 'int64' })] };
      await expect(store.catalog.edit((editor) => editor.alterTag('s', 't', addAgain))).rejects.toThrow(
        't had a property gone, which was dropped',
      );
      await store.catalog.edit((editor) => editor.alterTag('s', 't', { add: [property('new', { kind: 'int64' })] }));
      await put('v2', [2.5, 'xyz', 'o', null, 9n]);
      using snapshot = store.snapshot();
      const reader = snapshot.space(space.id);
      const row = (vid: string): Value[] => [...reader.tagRow(reader.indexOf(vid)!, tag.id)!.toMap().values()];
      expect(row('v0')).toEqual([5, 'hel', 'd', null, null]);
      expect(row('v1')).toEqual([1.5, 'abc', 'own', null, null]);
      expect(row('v2')).toEqual([2.5, 'xyz', 'o', null, 9n]);
    });
  });
});

describe('TTL', () => {
  it('hides rows, vertices, edges and index entries whose time is over, and shows them under an earlier clock', async () => {
    let nowMs = 1_000_000;
    await withStore(
      async (store) => {
        const { space, tag, edge, index } = await store.catalog.edit((editor) => ({
          space: editor.createSpace('s', spaceOptions()),
          tag: editor.createTag('s', {
            name: 't',
            properties: [property('at', { kind: 'timestamp' })],
            ttl: { column: 'at', durationSeconds: 10n },
          }),
          edge: editor.createEdge('s', {
            name: 'e',
            properties: [property('at', { kind: 'int64' })],
            ttl: { column: 'at', durationSeconds: 10n },
          }),
          index: editor.createIndex('s', { name: 'i', kind: 'tag', schemaName: 't', fields: [{ property: 'at' }] }),
        }));
        await store.write(space.id, (writer) => {
          const [a, b, c] = ['a', 'b', 'c'].map((vid) => writer.indexFor(vid)) as [number, number, number];
          writer.putTag(a, tag.id, [1000n]);
          writer.putTag(b, tag.id, [1005n]);
          writer.putTag(c, tag.id, [null]);
          writer.putEdge({ src: a, dst: b, typeId: edge.id, rank: 0n }, [1000n]);
          writer.putEdge({ src: b, dst: c, typeId: edge.id, rank: 0n }, [1005n]);
        });
        const seen = (): unknown => {
          using snapshot = store.snapshot();
          const reader = snapshot.space(space.id);
          const vids = (cursor: { next(): boolean; vertex: number }): unknown[] => {
            const all: unknown[] = [];
            while (cursor.next()) all.push(reader.vidOf(cursor.vertex));
            return all.toSorted();
          };
          const edges = reader.scanEdges(edge.id);
          let edgeCount = 0;
          while (edges.next()) edgeCount++;
          return {
            tag: vids(reader.scanTag(tag.id)),
            vertices: vids(reader.scanVertices()),
            index: vids(reader.scanTagIndex(index, { equal: [] })),
            fetched: reader.tagRow(reader.indexOf('a')!, tag.id) !== undefined,
            exists: reader.vertexExists(reader.indexOf('a')!),
            edgeCount,
            reverse: reader.degree(reader.indexOf('b')!, edge.id, 'in'),
          };
        };
        const all = ['a', 'b', 'c'];
        expect(seen()).toEqual({
          tag: all,
          vertices: all,
          index: all,
          fetched: true,
          exists: true,
          edgeCount: 2,
          reverse: 1,
        });
        nowMs = 1_010_999;
        expect(seen()).toMatchObject({ tag: all });
        nowMs = 1_011_000;
        const left = ['b', 'c'];
        expect(seen()).toEqual({
          tag: left,
          vertices: left,
          index: left,
          fetched: false,
          exists: false,
          edgeCount: 1,
          reverse: 0,
        });
        // IF NOT EXISTS takes an expired row for absent.
        const put = await store.write(space.id, (writer) =>
          writer.putTag(writer.indexFor('a'), tag.id, [1011n], { ifNotExists: true }),
        );
        expect(put).toBe(true);
        expect(seen()).toMatchObject({ tag: all, index: all });
      },
      () => nowMs,
    );
  });
});
