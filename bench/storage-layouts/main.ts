import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { open } from 'lmdb';
import type { Database } from 'lmdb';
import { randomStream } from '../random-stream.ts';
import { generateGraph, reversed } from './graph.ts';
import type { Graph } from './graph.ts';
import type { Layout } from './layout.ts';
import { PackedLayout } from './packed.ts';
import { RowLayout } from './rows.ts';

/**
 * Measures ways to keep edges in LMDB, the same graph and the same questions for each:
 * `node bench/storage-layouts/main.ts --edges 10000000 [--layout TEXT]`. docs/design/0001 has what came out.
 */
const { values } = parseArgs({
  options: {
    edges: { type: 'string', default: '10000000' },
    layout: { type: 'string', default: '' },
    seed: { type: 'string', default: '42' },
  },
});
const wantedEdges = Number(values.edges);
const vertexCount = Math.max(1000, Math.round(wantedEdges / 10));
const out = generateGraph(vertexCount, wantedEdges, Number(values.seed));
const inwards = reversed(out);

type Maker = (db: Database<Buffer, Buffer>) => Layout;
const packed =
  (name: string, oneVertex: boolean, columns: boolean, propertiesBothWays: boolean, kib: number): Maker =>
  (db) =>
    new PackedLayout(db, { name, oneVertex, columns, propertiesBothWays, blockBytes: kib * 1024 - 16 });

const layouts: Record<string, Maker> = {
  'row per edge': (db) => new RowLayout(db),
  'adjacency blocks 4K, rows': packed('', true, false, true, 4),
  'sorted blocks 4K, rows': packed('', false, false, true, 4),
  'sorted blocks 4K, columns': packed('', false, true, true, 4),
  'sorted blocks 8K, columns': packed('', false, true, true, 8),
  'sorted blocks 16K, columns': packed('', false, true, true, 16),
  'sorted blocks 32K, columns': packed('', false, true, true, 32),
  'sorted blocks 8K, columns, in without properties': packed('', false, true, false, 8),
};

console.log(`${out.edgeCount} edges, ${vertexCount} vertices, seed ${values.seed}; node ${process.version}`);
console.log(
  [
    'layout',
    'load rows/s',
    'MB',
    'scan edges/s',
    'point read us',
    '2-hop us (paths)',
    'write us',
    'durable write ms',
  ].join(' | '),
);
for (const [name, make] of Object.entries(layouts)) {
  if (name.includes(values.layout)) await measure(name, make);
}

async function measure(name: string, make: Maker): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'orrery-layouts-'));
  const db = open<Buffer, Buffer>({
    path: join(folder, 'data.mdb'),
    encoding: 'binary',
    keyEncoding: 'binary',
    mapSize: 64 * 2 ** 30,
  });
  try {
    const layout = make(db);
    const loadSeconds = seconds(() => {
      layout.load('out', out);
      layout.load('in', inwards);
    });
    await db.flushed;
    const megabytes = statSync(join(folder, 'data.mdb')).size / 1e6;
    checkScan(layout.scan(out.edgeCount), out);
    const scanSeconds = seconds(() => layout.scan(out.edgeCount));
    const cells = [
      name,
      Math.round(out.edgeCount / loadSeconds),
      Math.round(megabytes),
      Math.round(out.edgeCount / scanSeconds),
      pointReads(layout),
      twoHops(layout),
      writes(db, layout),
      await durableWrites(db, layout),
    ];
    console.log(cells.join(' | '));
  } finally {
    await db.close();
    rmSync(folder, { recursive: true });
  }
}

function seconds(work: () => void): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}

function checkScan(scan: ReturnType<Layout['scan']>, graph: Graph): void {
  if (scan.count !== graph.edgeCount) throw new Error(`scan found ${scan.count} of ${graph.edgeCount} edges`);
  for (let i = 0; i < scan.count; i += 997) {
    if (scan.src[i] !== graph.src[i] || scan.dst[i] !== graph.dst[i] || scan.weight[i] !== graph.weight[i]) {
      throw new Error(`scan differs at edge ${i}`);
    }
  }
}

function pointReads(layout: Layout): string {
  const random = randomStream(7);
  const count = 100_000;
  const picks = Uint32Array.from({ length: count }, () => random() % out.edgeCount);
  const took = seconds(() => {
    for (const i of picks) {
      if (layout.weightOf(out.src[i]!, out.dst[i]!) !== out.weight[i]) throw new Error(`wrong weight of edge ${i}`);
    }
  });
  return ((took / count) * 1e6).toFixed(1);
}

function twoHops(layout: Layout): string {
  const random = randomStream(8);
  let paths = 0;
  const starts = Array.from({ length: 1000 }, () => random() % vertexCount);
  const took = seconds(() => {
    for (const start of starts) {
      const first: number[] = [];
      layout.neighbours('out', start, first);
      for (const vertex of first) {
        const second: number[] = [];
        paths += layout.neighbours('out', vertex, second);
      }
    }
  });
  return `${((took / starts.length) * 1e6).toFixed(1)} (${paths})`;
}

/** New edges between random vertices, 1000 to a transaction, without waiting for the disk. */
function writes(db: Database<Buffer, Buffer>, layout: Layout): string {
  const random = randomStream(9);
  const count = 20_000;
  const took = seconds(() => {
    for (let done = 0; done < count; done += 1000) {
      db.transactionSync(() => {
        for (let i = 0; i < 1000; i++) layout.put(random() % vertexCount, random() % vertexCount, 1.5, 1n);
      });
    }
  });
  return ((took / count) * 1e6).toFixed(1);
}

async function durableWrites(db: Database<Buffer, Buffer>, layout: Layout): Promise<string> {
  const random = randomStream(10);
  const times: number[] = [];
  for (let i = 0; i < 200; i++) {
    const start = performance.now();
    await db.transaction(() => layout.put(random() % vertexCount, random() % vertexCount, 1.5, 1n));
    await db.flushed;
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return times[100]!.toFixed(2);
}
