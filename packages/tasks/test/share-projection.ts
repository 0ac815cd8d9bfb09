import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { TaskType } from '@orrery/jobs';
import { NebulaPool } from '@orrery/nebula';
import type { AlgorithmSpec } from '@orrery/workflow';
import { createTaskTypes } from '../src/index.ts';

/**
 * An executor of its own process: waits until `count` of them are there, runs one algorithm over a file and tells what
 * became of its projection. `name`: the algorithm, and after a colon what tells this run from others of the same; the
 * targets' ids are weights and times too.
 */
const [folder, name, count] = process.argv.slice(2) as [string, string, string];
const algorithm = name.split(':')[0]!;
const PARAMETERS: Readonly<Record<string, AlgorithmSpec['params']>> = {
  SSSP: { ROOT: { value: '1' } },
  DegreeWithTime: { BEGIN_TIME: { value: '1000' }, END_TIME: { value: '2999' }, TYPE: { value: 'in' } },
};
const [, type] = createTaskTypes({
  pool: new NebulaPool(),
  openSpaceScan: () => Promise.reject(new Error('no space')),
  inputFolders: [folder],
  defaultThreads: 1,
  memoryLimitBytes: 512 * 1024 ** 2,
  projectionFolder: join(folder, 'projections'),
}) as [unknown, TaskType<AlgorithmSpec>];
const outputDir = join(folder, name);
mkdirSync(outputDir);
const logs: string[] = [];
writeFileSync(join(folder, `${name}.ready`), '');
while (readdirSync(folder).filter((file) => file.endsWith('.ready')).length < Number(count)) await pause(5);
const { summary } = await type.run({
  jobId: 1,
  taskId: '',
  taskKey: name,
  attempt: 1,
  spec: {
    algorithm,
    input: { file: 'edges.csv', src: 'src', dst: 'dst', weight: 'dst', time: 'dst' },
    params: PARAMETERS[algorithm] ?? {},
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
