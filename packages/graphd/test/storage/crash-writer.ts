import { writeSync } from 'node:fs';
import { createQueryEngine } from '../../src/execute/index.ts';
import { DEFAULT_LIMITS } from '../../src/server/start-graphd.ts';
import { openStore } from '../../src/storage/lmdb-store.ts';
import { loneSession, noServer } from '../../../../tools/testing/lone-engine.ts';
import { property, spaceOptions } from './temp-store.ts';

/**
 * Writes into the folder it is given and prints what was acknowledged, line by line; killed from outside or by
 * ORRERY_FAULT. `7`: statement 7, two vertices and three edges between them, all with index entries. Meanwhile, round by
 * round: `large 1` an INSERT of many rows, `bulk 1` a bulk load, `index 1` the index x made and built, `dropped 1` a tag that was
 * dropped with its rows, and x.
 */
const [dataDir, from] = process.argv.slice(2);
const store = await openStore({ dataDir: dataDir! });
if (!store.catalog.view.spaces.has('s')) {
  await store.catalog.edit((editor) => {
    editor.createSpace('s', spaceOptions());
    editor.createTag('s', { name: 't', properties: [property('n', { kind: 'int64' })] });
    editor.createEdge('s', { name: 'e', properties: [property('n', { kind: 'int64' })] });
    editor.createIndex('s', { name: 'ti', kind: 'tag', schemaName: 't', fields: [{ property: 'n' }] });
    editor.createIndex('s', { name: 'ei', kind: 'edge', schemaName: 'e', fields: [{ property: 'n' }] });
  });
}
if (store.catalog.view.spaces.get('s')!.tagIndexes.has('x')) {
  await store.catalog.edit((editor) => editor.dropIndex('s', 'tag', 'x'));
}
const { definition, tags, edges } = store.catalog.view.spaces.get('s')!;
const [tag, edge] = [tags.get('t')!.id, edges.get('e')!.id];
const engine = createQueryEngine({ store, server: noServer('test'), limits: DEFAULT_LIMITS, clock: Date.now });
const session = { ...loneSession(), space: { id: definition.id, name: 's' } };
const say = (line: string | number): void => void writeSync(1, `${line}\n`);
say('ready');

async function statement(n: number): Promise<void> {
  await store.write(definition.id, (writer) => {
    const a = writer.indexFor(`a${n}`);
    const b = writer.indexFor(`b${n % 7}`);
    writer.putTag(a, tag, [BigInt(n)]);
    writer.putTag(b, tag, [BigInt(n)]);
    for (const rank of [0n, 1n, 2n]) writer.putEdge({ src: a, dst: b, typeId: edge, rank }, [BigInt(n)]);
    if (n % 5 === 4) writer.deleteVertex(writer.indexOf(`a${n - 2}`)!, { withEdges: true });
  });
  say(n);
}

async function round(n: number): Promise<void> {
  const rows = Array.from({ length: 600 }, (_none, i) => `"large${n}_${i}":(${i})`);
  const text = `INSERT VERTEX t(n) VALUES ${rows.join(',')}`;
  const answer = await engine.execute(session, text, new Map(), new AbortController().signal);
  if ('error' in answer) throw new Error(answer.error.message);
  say(`large ${n}`);

  const bulk = store.bulkWriter(definition.id);
  for (let i = 0; i < 40; i++) {
    bulk.addVertex(`bulk${n}_${i}`, tag, [BigInt(i)]);
    bulk.addEdge(`bulk${n}_${i}`, `b${i % 7}`, edge, BigInt(n), [BigInt(i)]);
  }
  await bulk.close();
  say(`bulk ${n}`);

  const index = await store.catalog.edit((editor) =>
    editor.createIndex('s', { name: 'x', kind: 'tag', schemaName: 't', fields: [] }),
  );
  await store.rebuildIndexes(definition.id, [index]);
  say(`index ${n}`);

  const dropped = await store.catalog.edit((editor) => editor.createTag('s', { name: `u${n}`, properties: [] }).id);
  await store.write(definition.id, (writer) => {
    for (let i = 0; i < 300; i++) writer.putTag(writer.indexFor(`u${n}_${i}`), dropped, []);
  });
  await store.catalog.edit((editor) => {
    editor.dropTag('s', `u${n}`);
    editor.dropIndex('s', 'tag', 'x');
  });
  say(`dropped ${n}`);
}

async function upkeep(): Promise<void> {
  for (let n = Number(from); ; n++) await round(n);
}

async function statements(): Promise<void> {
  for (let n = Number(from); ; n += 3) await Promise.all([statement(n), statement(n + 1), statement(n + 2)]);
}

await Promise.all([statements(), upkeep()]);
