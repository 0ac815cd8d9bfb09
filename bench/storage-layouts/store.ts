import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { edgeTypeSizes, openEdgeScan, openStore } from '@orrery/graphd';
import { randomStream } from '../random-stream.ts';
import { generateGraph } from './graph.ts';

/**
 * The same graph through the store itself, ids, schema and all:
 * `node bench/storage-layouts/store.ts --edges 10000000 [--vids int64]`.
 */
const { values } = parseArgs({
  options: {
    edges: { type: 'string', default: '10000000' },
    vids: { type: 'string', default: 'string' },
    seed: { type: 'string', default: '42' },
  },
});
const graph = generateGraph(Math.round(Number(values.edges) / 10), Number(values.edges), Number(values.seed));
const vidOf = values.vids === 'int64' ? (i: number) => BigInt(i) : (i: number) => `vertex_${i}`;
const dataDir = mkdtempSync(join(tmpdir(), 'orrery-store-'));
const store = await openStore({ dataDir });
const report = (what: string, figure: string): void => console.log(`${what.padEnd(44)} ${figure}`);

try {
  const { space, tag, edge } = await store.catalog.edit((editor) => ({
    space: editor.createSpace('s', {
      vid: values.vids === 'int64' ? { kind: 'int64' } : { kind: 'fixed_string', length: 32 },
      partitionNum: 1,
      replicaFactor: 1,
      charset: 'utf8',
      collate: 'utf8_bin',
    }),
    tag: editor.createTag('s', {
      name: 'person',
      properties: [{ name: 'age', type: { kind: 'int64' }, nullable: true }],
    }),
    edge: editor.createEdge('s', {
      name: 'knows',
      properties: [
        { name: 'weight', type: { kind: 'double' }, nullable: true },
        { name: 'since', type: { kind: 'timestamp' }, nullable: true },
      ],
    }),
  }));
  console.log(`${graph.edgeCount} edges, ${graph.vertexCount} vertices, ${values.vids} ids; node ${process.version}`);

  const start = performance.now();
  const cpu = process.cpuUsage();
  const bulk = store.bulkWriter(space.id);
  for (let i = 0; i < graph.vertexCount; i++) bulk.addVertex(vidOf(i), tag.id, [BigInt(i % 100)]);
  // In an order that no file is sorted by.
  const random = randomStream(5);
  const offset = random() % graph.edgeCount;
  for (let i = 0, at = offset; i < graph.edgeCount; i++, at = (at + 7_919_111) % graph.edgeCount) {
    bulk.addEdge(vidOf(graph.src[at]!), vidOf(graph.dst[at]!), edge.id, 0n, [graph.weight[at]!, graph.since[at]!]);
    if (bulk.full) await bulk.flush();
  }
  const gathered = performance.now();
  await bulk.close();
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  report('  processor time of it, s', ((user + system) / 1e6).toFixed(1));
  report('bulk load, rows/s', String(Math.round((graph.vertexCount + graph.edgeCount) / seconds)));
  report('  of it gathering, s', ((gathered - start) / 1000).toFixed(1));
  report('  sorting, merging, flushing, s', (seconds - (gathered - start) / 1000).toFixed(1));
  report('data file, MB', String(Math.round(statSync(join(dataDir, 'graph.mdb')).size / 1e6)));
  report('peak memory, MB', String(Math.round(process.resourceUsage().maxRSS / 1e3)));

  {
    using snapshot = store.snapshot();
    const reader = snapshot.space(space.id);
    const count = 100_000;
    const measure = (what: string, work: (vertex: number) => number): void => {
      const picks = Uint32Array.from({ length: count }, () => random() % graph.vertexCount);
      const from = performance.now();
      let sum = 0;
      for (const vertex of picks) sum += work(vertex);
      report(what, `${(((performance.now() - from) / count) * 1000).toFixed(1)} (${sum})`);
    };
    measure('tag row by vertex id, us', (vertex) =>
      Number(reader.tagRow(reader.indexOf(vidOf(vertex))!, tag.id)!.value(0)),
    );
    measure('all tags of a vertex, us', (vertex) => reader.tagsOf(reader.indexOf(vidOf(vertex))!).length);
    measure('out-neighbours with their ids, us', (vertex) => {
      const cursor = reader.adjacent(reader.indexOf(vidOf(vertex))!, edge.id, 'out');
      let found = 0;
      while (cursor.next()) if (reader.vidOf(cursor.other) !== undefined) found++;
      return found;
    });
    const from = performance.now();
    let paths = 0;
    for (let i = 0; i < 1000; i++) {
      const first = reader.adjacent(reader.indexOf(vidOf(random() % graph.vertexCount))!, edge.id, 'out');
      while (first.next()) paths += reader.degree(first.other, edge.id, 'out');
    }
    report('two hops, us a start', `${(performance.now() - from).toFixed(1)} (${paths} paths)`);
    const scanFrom = performance.now();
    const scan = reader.scanEdges(edge.id);
    let weights = 0;
    while (scan.next()) weights += scan.row().value(0) as number;
    report('cursor over all edges, edges/s', `${rate(scanFrom)} (${Math.round(weights)})`);
  }

  const times: number[] = [];
  for (let i = 0; i < 300; i++) {
    const from = performance.now();
    await store.write(space.id, (writer) =>
      writer.putEdge(
        {
          src: writer.indexFor(vidOf(random() % graph.vertexCount)),
          dst: writer.indexFor(vidOf(random() % graph.vertexCount)),
          typeId: edge.id,
          rank: 1n,
        },
        [1, 1n],
      ),
    );
    times.push(performance.now() - from);
  }
  times.sort((a, b) => a - b);
  report('durable write of an edge, ms (median, p99)', `${times[150]!.toFixed(2)}, ${times[297]!.toFixed(2)}`);
  const batchFrom = performance.now();
  for (let batch = 0; batch < 20; batch++) {
    await store.write(space.id, (writer) => {
      for (let i = 0; i < 1000; i++) {
        const src = writer.indexFor(vidOf(random() % graph.vertexCount));
        const dst = writer.indexFor(vidOf(random() % graph.vertexCount));
        writer.putEdge({ src, dst, typeId: edge.id, rank: 2n }, [1, 1n]);
      }
    });
  }
  report('writes of 1000 edges, us an edge', ((performance.now() - batchFrom) / 20).toFixed(1));
} finally {
  await store.close();
}

function rate(from: number): string {
  return String(Math.round(graph.edgeCount / ((performance.now() - from) / 1000)));
}

try {
  for (const dense of [true, false]) {
    const from = performance.now();
    const scan = openEdgeScan(dataDir, { space: 's', edges: ['knows'], weight: 'weight' });
    let edges = 0;
    if (dense) for await (const batch of scan.dense!.batches()) edges += batch.count;
    else for await (const batch of scan.batches()) edges += batch.count;
    await scan.close();
    report(`edge scan, ${dense ? 'dense numbers' : 'vertex ids'}, edges/s`, `${rate(from)} (${edges})`);
  }
  report('sizes', JSON.stringify(await edgeTypeSizes(dataDir, 's', ['knows'])));
} finally {
  rmSync(dataDir, { recursive: true });
}
