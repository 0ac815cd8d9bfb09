import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { TaskType } from '@orrery/jobs';
import { NebulaPool } from '@orrery/nebula';
import type { AlgorithmSpec } from '@orrery/workflow';
import { createTaskTypes } from '../src/index.ts';

/**
 * An executor of its own process: waits until `count` of them are there, runs one algorithm over a file and tells what
 * became of its projection.
 */
const [folder, algorithm, count] = process.argv.slice(2) as [string, string, string];
const [, type] = createTaskTypes({
  pool: new NebulaPool(),
  openSpaceScan: () => Promise.reject(new Error('no space')),
  inputFolders: [folder],
  defaultThreads: 1,
  memoryLimitBytes: 512 * 1024 ** 2,
  projectionFolder: join(folder, 'projections'),
}) as [unknown, TaskType<AlgorithmSpec>];
const outputDir = join(folder, algorithm);
mkdirSync(outputDir);
const logs: string[] = [];
writeFileSync(join(folder, `${algorithm}.ready`), '');
while (readdirSync(folder).filter((file) => file.endsWith('.ready')).length < Number(count)) await pause(5);
const { summary } = await type.run({
  jobId: 1,
  taskId: '',
  taskKey: algorithm,
  attempt: 1,
  spec: {
    algorithm,
    input: { file: 'edges.csv', src: 'src', dst: 'dst' },
    params: {},
    execution: { engine: 'local' },
    result: { store: 'local' },
  },
  outputDir,
  upstream: new Map(),
  credentials: undefined,
  signal: new AbortController().signal,
  progress: () => {},
  log: (_level, message) => void logs.push(message),
});
process.stdout.write(JSON.stringify({ logs, rowCount: summary.rowCount }));
