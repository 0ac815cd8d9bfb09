import { openBulkLoader, RowEncoder, schemaImage } from '@orrery/graphd';
import { BULK_BATCHES, bulkBatch } from './bulk-rows.ts';
import type { VidKind } from './load-graph.ts';

/** Asks for the writer, gives it back, and says which batch is on disk. */
export type BulkMessage = { readonly kind: 'hold' | 'release' } | { readonly kind: 'written'; readonly batch: number };

/** Loads batch after batch into the graph's files, as `orrery import` does, beside the process that serves them. */
const [dataDir, seed, kind] = process.argv.slice(2) as [string, string, VidKind];
const say = (message: BulkMessage): void => void process.send!(message);
const held: (() => void)[] = [];
process.on('message', () => held.shift()?.());
process.on('disconnect', () => process.exit(1));

const encoder = new TextEncoder();
const loader = await openBulkLoader(dataDir, 'load', async () => {
  const answer = new Promise<void>((resolve) => held.push(resolve));
  say({ kind: 'hold' });
  await answer;
  return () => say({ kind: 'release' });
});
const person = loader.schema('tag', 'person');
const knows = loader.schema('edge', 'knows');

function putId(rows: RowEncoder, vid: string): void {
  if (kind === 'int') return rows.putIntId(Number(vid));
  const bytes = encoder.encode(vid);
  rows.putTextId(bytes, 0, bytes.length);
}

for (let batch = 0; batch < BULK_BATCHES; batch++) {
  const { persons, edges } = bulkBatch(Number(seed), kind, batch);
  const vertexRows = new RowEncoder(schemaImage(person));
  const properties = person.properties.map(({ name }) => name);
  for (const { vid, name, score } of persons) {
    vertexRows.begin();
    putId(vertexRows, vid);
    for (const [i, property] of properties.entries()) {
      if (property === 'name') vertexRows.putValue(i, name);
      else if (property === 'score') vertexRows.putInt(i, score);
      else vertexRows.putDefault(i);
    }
    vertexRows.end();
  }
  const edgeRows = new RowEncoder(schemaImage(knows));
  for (const { src, dst, rank, since } of edges) {
    edgeRows.begin();
    putId(edgeRows, src);
    putId(edgeRows, dst);
    edgeRows.putInt(0, since);
    edgeRows.end(BigInt(rank));
  }
  loader.addVertices(person, vertexRows.take());
  loader.addEdges(knows, edgeRows.take());
  await loader.flush();
  say({ kind: 'written', batch });
}
await loader.close();
process.disconnect();
