import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseLossless, stringifyLossless } from '@orrery/contracts';
import type { DataSet, ResultSummary } from '@orrery/contracts';
import type { TaskContext, TaskType, UpstreamResult } from '@orrery/jobs';
import { NebulaPool } from '@orrery/nebula';
import { readColumns, readSummary, columnValues, writeDataSet } from '@orrery/tables';
import { afterAll } from 'vitest';
import type { TaskDependencies } from '../src/index.ts';

/** A folder of this test file's own, removed after its tests. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'orrery-tasks-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Dependencies without a graph; a test that needs one gives its own scan. */
export function testDependencies(overrides: Partial<TaskDependencies> = {}): TaskDependencies {
  const pool = new NebulaPool();
  afterAll(() => pool.close());
  return {
    pool,
    openSpaceScan: () => Promise.reject(new Error('this test has no space')),
    inputFolders: [],
    defaultThreads: 2,
    memoryLimitBytes: 512 * 1024 ** 2,
    ...overrides,
  };
}

export interface RunRecord {
  readonly summary: ResultSummary;
  readonly outputDir: string;
  readonly logs: readonly string[];
  readonly progress: readonly { readonly fraction: number; readonly phrase: string }[];
  /** Rows of the stored table. */
  readonly rows: readonly (readonly unknown[])[];
}

export interface RunSettings {
  readonly jobId?: number;
  readonly upstream?: ReadonlyMap<string, UpstreamResult>;
  readonly credentials?: unknown;
  readonly signal?: AbortSignal;
  readonly onProgress?: (fraction: number, phrase: string) => void;
}

let next = 0;

/** Runs a task as an executor does: with its spec as it comes back from lossless JSON, and a folder of its own. */
export async function runTask<Spec>(
  folder: string,
  type: TaskType<Spec>,
  spec: Spec,
  settings: RunSettings = {},
): Promise<RunRecord> {
  const outputDir = join(folder, `run-${next++}`);
  mkdirSync(outputDir);
  const logs: string[] = [];
  const progress: { fraction: number; phrase: string }[] = [];
  const context: TaskContext<Spec> = {
    jobId: settings.jobId ?? 1,
    taskId: String(next).padStart(32, '0'),
    taskKey: 'task_1',
    attempt: 1,
    spec: parseLossless(stringifyLossless(spec)) as Spec,
    outputDir,
    upstream: settings.upstream ?? new Map(),
    credentials: settings.credentials,
    signal: settings.signal ?? new AbortController().signal,
    progress: (fraction, phrase) => {
      progress.push({ fraction, phrase });
      settings.onProgress?.(fraction, phrase);
    },
    log: (level, message) => void logs.push(`${level}: ${message}`),
  };
  const { summary } = await type.run(context);
  return { summary, outputDir, logs, progress, rows: await rowsOf(outputDir) };
}

export async function rowsOf(dir: string): Promise<unknown[][]> {
  const { columns } = await readSummary(dir);
  const rows: unknown[][] = [];
  for await (const batch of readColumns(
    dir,
    columns.map(({ name }) => name),
  )) {
    const values = batch.map((column) => [...columnValues(column)]);
    for (const [i] of values[0]!.entries()) rows.push(values.map((column) => column[i]));
  }
  return rows;
}

/** A committed result of an upstream task. */
export async function upstreamResult(folder: string, dataSet: DataSet): Promise<UpstreamResult> {
  const resultDir = join(folder, `upstream-${next++}`);
  mkdirSync(resultDir);
  return { resultDir, summary: await writeDataSet(resultDir, dataSet) };
}
