import { describe, expect, it } from 'vitest';
import type { Value, VertexId } from '@orrery/contracts';
import type { IndexDefinition } from '../../src/catalog/definitions.ts';
import { openStore } from '../../src/storage/lmdb-store.ts';
import type { Snapshot, SpaceWriter } from '../../src/storage/store.ts';
import { ModelGraph, readEverything, valuesText } from './model.ts';
import type { ModelEdge } from './model.ts';
import { property, randomSource, spaceOptions, STRING_VIDS, tempFolder } from './temp-store.ts';

const SEED = Number(process.env['ORRERY_TEST_SEED'] ?? 20_240_607);

describe.each([
  { vids: 'string', seed: SEED },
  { vids: 'int64', seed: SEED + 1 },
])('random operations on $vids ids agree with maps (seed $seed)', ({ vids, seed }) => {
  it('in every way of reading, across snapshots, aborts, bulk loads and reopening', { timeout: 120_000 }, async () => {
    const random = randomSource(seed);
    const folder = tempFolder();
    let store = await openStore({ dataDir: folder.path });
    try {
      const { spaceId, indexes } = await store.catalog.edit((editor) => {
        const space = editor.createSpace('s', spaceOptions(vids === 'int64' ? { kind: 'int64' } : STRING_VIDS));
        for (const tag of ['a', 'b']) {
          editor.createTag('s', {
            name: tag,
            properties: [property('text', { kind: 'string' }), property('number', { kind: 'int64' })],
          });
        }
        for (const edge of ['e', 'f']) {
          editor.createEdge('s', { name: edge, properties: [property('weight', { kind: 'double' })] });
        }
        const tagIndex = editor.createIndex('s', {
          name: 'a_number_text',
          kind: 'tag',
          schemaName: 'a',
          fields: [{ property: 'number' }, { property: 'text', length: 300 }],
        });
        const edgeIndex = editor.createIndex('s', {
          name: 'e_weight',
          kind: 'edge',
          schemaName: 'e',
          fields: [{ property: 'weight' }],
        });
        return { spaceId: space.id, indexes: { tagIndex, edgeIndex } };
      });
      let model = new ModelGraph();
      const held: { snapshot: Snapshot; model: ModelGraph }[] = [];
      for (let round = 0; round < 60; round++) {
        const next = model.clone();
        const fails = random(8) === 0;
        if (random(6) === 0) {
          const bulk = store.bulkWriter(spaceId);
          const { tags, edges } = store.catalog.view.spacesById.get(spaceId)!;
          for (let i = random(2000); i >= 0; i--) {
            const vid = randomVid(random, vids);
            if (random(3) === 0) {
              const values = randomTagValues(random);
              bulk.addVertex(vid, tags.get('a')!.id, values);
              next.putTag(vid, 'a', values, false);
            } else {
              const edge = randomEdge(random, vids);
              bulk.addEdge(edge.src, edge.dst, edges.get(edge.type)!.id, edge.rank, edge.values);
              next.putEdge(edge, false);
            }
          }
          await bulk.close();
          model = next;
        } else {
          const writing = store.write(spaceId, (writer) => {
            for (let i = random(120); i >= 0; i--) randomOperation(random, vids, writer, next);
            if (fails) throw new Error('given up on purpose');
          });
          if (fails) await expect(writing).rejects.toThrow('given up on purpose');
          else {
            await writing;
            model = next;
          }
        }
        if (random(6) === 0) held.push({ snapshot: store.snapshot(), model });
        if (random(4) === 0) {
          using snapshot = store.snapshot();
          expectSame(snapshot, spaceId, model, indexes);
        }
        if (random(15) === 0) {
          // Snapshots show what was there when they were taken, whatever came after.
          for (const old of held.splice(0)) {
            expectSame(old.snapshot, spaceId, old.model, indexes);
            old.snapshot.close();
          }
          await store.close();
          store = await openStore({ dataDir: folder.path });
        }
      }
      for (const old of held) {
        expectSame(old.snapshot, spaceId, old.model, indexes);
        old.snapshot.close();
      }
      using snapshot = store.snapshot();
      expectSame(snapshot, spaceId, model, indexes);
      expect(model.edges.size).toBeGreaterThan(1000);
    } finally {
      await store.close();
      folder.remove();
    }
  });
});

type Random = (bound: number) => number;

function randomVid(random: Random, vids: string): VertexId {
  // Few ids: hubs, replacements and deletions that hit. Negative ones for the order of int64 keys.
  const number = random(10) === 0 ? random(2) : random(150);
  return vids === 'int64' ? BigInt(number - 40) : `v${number}é`;
}

function randomTagValues(random: Random): Value[] {
  return [
    random(9) === 0 ? null : 'x'.repeat(random(5) === 0 ? random(250) : random(12)) + String(random(50)),
    random(9) === 0 ? null : BigInt(random(40)) - 20n,
  ];
}

function randomEdge(random: Random, vids: string): ModelEdge {
  return {
    type: random(3) === 0 ? 'f' : 'e',
    src: randomVid(random, vids),
    dst: randomVid(random, vids),
    rank: random(2) === 0 ? 0n : BigInt(random(7)) - 3n,
    values: [random(9) === 0 ? null : random(1000) / 8 - 50],
  };
}

function randomOperation(random: Random, vids: string, writer: SpaceWriter, model: ModelGraph): void {
  const { tags, edges } = writer.catalog;
  const vid = randomVid(random, vids);
  const tag = random(2) === 0 ? 'a' : 'b';
  switch (random(14)) {
    case 0:
      writer.putVertex(writer.indexFor(vid));
      model.putVertex(vid);
      return;
    case 1: {
      const index = writer.indexOf(vid);
      const found = index !== undefined && writer.deleteTag(index, tags.get(tag)!.id);
      expect(found).toBe(model.deleteTag(vid, tag));
      return;
    }
    case 2: {
      if (random(4) !== 0) return;
      const withEdges = random(2) === 0;
      const index = writer.indexOf(vid);
      const found = index !== undefined && writer.deleteVertex(index, { withEdges });
      expect(found).toBe(model.deleteVertex(vid, withEdges));
      return;
    }
    case 3:
    case 4: {
      const edge = randomEdge(random, vids);
      const src = writer.indexOf(edge.src);
      const dst = writer.indexOf(edge.dst);
      const found =
        src !== undefined &&
        dst !== undefined &&
        writer.deleteEdge({ src, dst, typeId: edges.get(edge.type)!.id, rank: edge.rank });
      expect(found).toBe(model.deleteEdge(edge));
      return;
    }
    case 5:
    case 6:
    case 7: {
      const values = randomTagValues(random);
      const ifNotExists = random(3) === 0;
      const put = writer.putTag(writer.indexFor(vid), tags.get(tag)!.id, values, { ifNotExists });
      expect(put).toBe(model.putTag(vid, tag, values, ifNotExists));
      return;
    }
    default: {
      const edge = randomEdge(random, vids);
      const key = {
        src: writer.indexFor(edge.src),
        dst: writer.indexFor(edge.dst),
        typeId: edges.get(edge.type)!.id,
        rank: edge.rank,
      };
      const ifNotExists = random(4) === 0;
      expect(writer.putEdge(key, edge.values, { ifNotExists })).toBe(model.putEdge(edge, ifNotExists));
      // A writer sees its own writes.
      expect(valuesText(writer.edgeRow(key)!.toMap().values())).toBe(
        valuesText(model.edges.get(`${edge.type}|${edge.src}|${edge.rank}|${edge.dst}`)!.values),
      );
    }
  }
}

function expectSame(
  snapshot: Snapshot,
  spaceId: number,
  model: ModelGraph,
  indexes: { tagIndex: IndexDefinition; edgeIndex: IndexDefinition },
): void {
  const reader = snapshot.space(spaceId);
  const edges = model.edgeTexts();
  expect(readEverything(reader)).toEqual({
    scannedTags: model.vertexTexts(),
    existing: model.existing(),
    scannedEdges: edges,
    out: edges,
    in: edges,
  });
  const { statistics } = { statistics: reader.statistics() };
  expect(statistics.vertexCount).toBe(model.existing().length);
  expect(statistics.edgeCount).toBe(model.edges.size);
  expect(statistics.tags.get('a')).toBe(model.vertexTexts().filter((text) => text.includes(':a:')).length);
  expect(statistics.edges.get('f')).toBe(edges.filter((text) => text.startsWith('f|')).length);
  for (const [vid, tags] of model.vertices) {
    const index = reader.indexOf(vid)!;
    expect(reader.tagsOf(index).map(({ tag, row }) => `${tag.name}:${valuesText(row.toMap().values())}`)).toEqual(
      [...tags].map(([tag, values]) => `${tag}:${valuesText(values)}`).toSorted(),
    );
    expect(reader.vertexExists(index)).toBe(tags.size > 0 || model.bare.has(vid));
  }
  expectIndexesAgree(snapshot, spaceId, model, indexes);
}

/** Every row has one entry and every entry its row; ranges find what a filter finds. */
function expectIndexesAgree(
  snapshot: Snapshot,
  spaceId: number,
  model: ModelGraph,
  { tagIndex, edgeIndex }: { tagIndex: IndexDefinition; edgeIndex: IndexDefinition },
): void {
  const reader = snapshot.space(spaceId);
  const found = (cursor: ReturnType<typeof reader.scanTagIndex>): string[] => {
    const texts: string[] = [];
    while (cursor.next()) {
      texts.push(`${reader.vidOf(cursor.vertex)}:a:${valuesText(cursor.row().toMap().values())}`);
    }
    return texts.toSorted();
  };
  const wanted = (filter: (values: Value[]) => boolean): string[] => {
    const texts: string[] = [];
    for (const [vid, tags] of model.vertices) {
      const values = tags.get('a');
      if (values && filter(values)) texts.push(`${vid}:a:${valuesText(values)}`);
    }
    return texts.toSorted();
  };
  expect(found(reader.scanTagIndex(tagIndex, { equal: [] }))).toEqual(wanted(() => true));
  expect(found(reader.scanTagIndex(tagIndex, { equal: [3n] }))).toEqual(wanted(([, number]) => number === 3n));
  expect(found(reader.scanTagIndex(tagIndex, { equal: [null] }))).toEqual(wanted(([, number]) => number === null));
  expect(
    found(
      reader.scanTagIndex(tagIndex, {
        equal: [],
        lower: { value: -5n, inclusive: false },
        upper: { value: 4n, inclusive: true },
        reverse: true,
      }),
    ),
  ).toEqual(wanted(([, number]) => typeof number === 'bigint' && number > -5n && number <= 4n));
  const edges = reader.scanEdgeIndex(edgeIndex, { equal: [], lower: { value: -10, inclusive: true } });
  const weights: number[] = [];
  while (edges.next()) weights.push(edges.row().get('weight') as number);
  expect(weights).toEqual(
    [...model.edges.values()]
      .filter(({ type, values: [weight] }) => type === 'e' && typeof weight === 'number' && weight >= -10)
      .map(({ values: [weight] }) => weight as number)
      .toSorted((a, b) => a - b),
  );
}
