import { writeSync } from 'node:fs';
import { openStore } from '../../src/storage/lmdb-store.ts';
import { property, spaceOptions } from './temp-store.ts';

/**
 * Writes statement after statement into the folder it is given and prints the number of each that was acknowledged;
 * killed from outside or by ORRERY_FAULT. Statement n: two vertices, three edges between them, all with index entries.
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
const { definition, tags, edges } = store.catalog.view.spaces.get('s')!;
writeSync(1, 'ready\n');
const statement = async (n: number): Promise<void> => {
  await store.write(definition.id, (writer) => {
    const a = writer.indexFor(`a${n}`);
    const b = writer.indexFor(`b${n % 7}`);
    writer.putTag(a, tags.get('t')!.id, [BigInt(n)]);
    writer.putTag(b, tags.get('t')!.id, [BigInt(n)]);
    for (const rank of [0n, 1n, 2n]) {
      writer.putEdge({ src: a, dst: b, typeId: edges.get('e')!.id, rank }, [BigInt(n)]);
    }
    if (n % 5 === 4) writer.deleteVertex(writer.indexOf(`a${n - 2}`)!, { withEdges: true });
  });
  writeSync(1, `${n}\n`);
};
for (let n = Number(from); ; n += 3) await Promise.all([statement(n), statement(n + 1), statement(n + 2)]);
