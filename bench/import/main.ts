import { createWriteStream, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startServerProcess } from '../../tools/testing/server-process.ts';
import { measureProcess } from '../job/run-job.ts';
import { generateGraph } from '../storage-layouts/graph.ts';

/*
 * `orrery import` of generated CSV files, from its start to its exit, into a new data folder: by itself, and through the
 * files of a running server; then `orrery export` of what it wrote. A vertex has an int, an edge a double and a timestamp.
 */
const { values } = parseArgs({
  options: {
    edges: { type: 'string', default: '10000000' },
    seed: { type: 'string', default: '42' },
    index: { type: 'boolean', default: false },
  },
});
const ENTRY = join(import.meta.dirname, '../../apps/cli/bin/orrery.mjs');
const STRIDE = 7_919_111;
const folder = mkdtempSync(join(tmpdir(), 'orrery-bench-import-'));

async function writeLines(name: string, header: string, count: number, line: (i: number) => string): Promise<void> {
  const stream = createWriteStream(join(folder, name));
  let text = `${header}\n`;
  for (let i = 0; i < count; i++) {
    text += line(i);
    if (text.length < 1 << 20) continue;
    if (!stream.write(text)) await once(stream, 'drain');
    text = '';
  }
  stream.end(text);
  await once(stream, 'finish');
}

const INDEXES = `indexes:
  person_age: { tag: person, fields: [age] }
  knows_since: { edge: knows, fields: [since] }
`;

async function generate(): Promise<number> {
  const edges = Number(values.edges);
  const graph = generateGraph(Math.round(edges / 10), edges, Number(values.seed));
  await writeLines('person.csv', 'vid,age', graph.vertexCount, (i) => `vertex_${i},${i % 100}\n`);
  await writeLines('knows.csv', 'src,dst,weight,since', graph.edgeCount, (i) => {
    // In an order that no file is sorted by.
    const at = (i * STRIDE) % graph.edgeCount;
    return `vertex_${graph.src[at]!},vertex_${graph.dst[at]!},${graph.weight[at]!},${graph.since[at]!}\n`;
  });
  writeFileSync(
    join(folder, 'import.yaml'),
    `space: bench
vidType: FIXED_STRING(32)
tags:
  person: { file: person.csv, vid: vid, props: { age: int } }
edges:
  knows: { file: knows.csv, src: src, dst: dst, props: { weight: double, since: timestamp } }
${values.index ? INDEXES : ''}`,
  );
  return graph.vertexCount + graph.edgeCount;
}

async function report(what: string, rows: number, args: readonly string[]): Promise<void> {
  const { seconds, peakBytes } = await measureProcess(process.execPath, [ENTRY, ...args]);
  const rate = Math.round(rows / seconds).toLocaleString('en');
  console.log(`${what.padEnd(36)} ${seconds.toFixed(1).padStart(6)} s ${rate.padStart(10)} rows/s`);
  console.log(`${'  peak memory of its processes'.padEnd(36)} ${String(Math.round(peakBytes / 1e6)).padStart(6)} MB`);
}

try {
  const rows = await generate();
  const sizeBytes = statSync(join(folder, 'person.csv')).size + statSync(join(folder, 'knows.csv')).size;
  console.log(
    `${rows} rows, ${Math.round(sizeBytes / 1e6)} MB of CSV; ${availableParallelism()} processors; node ${process.version}`,
  );
  const mapping = join(folder, 'import.yaml');
  const [alone, served] = [join(folder, 'alone'), join(folder, 'served')];
  await report('import into a new folder', rows, ['import', mapping, '--data', alone]);
  await report('export of it', rows, ['export', 'bench', '--data', alone, '--to', join(folder, 'exported')]);
  rmSync(join(folder, 'exported'), { recursive: true });
  rmSync(alone, { recursive: true });
  const server = await startServerProcess({ dataDir: served });
  try {
    await report('import beside a running server', rows, ['import', mapping, '--data', served]);
  } finally {
    await server.stop();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
