import { buildProjection, edgeValueOf, estimate, runAlgorithm } from '@orrery/analytics';
import type { Projection } from '@orrery/analytics';
import type { ParameterValues } from '@orrery/contracts';
import { TaskError } from '@orrery/jobs';
import type { TaskContext, TaskOutcome, TaskResources, TaskType, UpstreamResult } from '@orrery/jobs';
import { resolveAllowedFile } from '@orrery/tables';
import { TASK_TYPES } from '@orrery/workflow';
import type { AlgorithmSpec } from '@orrery/workflow';
import type { TaskDependencies } from '../dependencies.ts';
import { storeResult } from '../stores/store-result.ts';
import { taskFailure } from '../task-failure.ts';
import { algorithmParameters, descriptorOf, isDirected } from './algorithm-parameters.ts';
import { openEdgeSource } from './edge-source.ts';
import type { ValueColumn } from './edge-source.ts';
import { edgeCountOf, sizeRange } from './graph-size.ts';
import { inputAffinity, inputIdentity } from './input-identity.ts';
import { ProjectionCache } from './projection-cache.ts';
import type { Lease } from './projection-cache.ts';
import { ProjectionExchange } from './projection-exchange.ts';

/** Shares of a run in its progress. */
const BUILT = 0.6;
const COMPUTED = 0.95;
/** What is reserved for a task whose input's size nobody knows before it is read. */
const UNKNOWN_MEMORY_BYTES = 512 * 1024 * 1024;

/**
 * Runs an algorithm over a space, an upstream result or a file, and stores its table. Its projection stays in the
 * process for later tasks on the same input.
 */
export function algorithmTask(dependencies: TaskDependencies): TaskType<AlgorithmSpec> {
  const { memoryLimitBytes } = dependencies;
  const cache = new ProjectionCache(dependencies.projectionCacheBytes ?? memoryLimitBytes / 2);
  const { projectionFolder } = dependencies;
  const exchange = projectionFolder === undefined ? undefined : new ProjectionExchange(projectionFolder);
  return {
    name: TASK_TYPES.algorithm,

    affinityKey: (spec, upstream) => inputAffinity(spec.input, upstream),

    async resources(spec, upstream) {
      try {
        return await resourcesOf(spec, upstream, dependencies);
      } catch (error) {
        throw taskFailure(error, NEVER);
      }
    },

    async run(context) {
      try {
        return await run(context, dependencies, { cache, exchange });
      } catch (error) {
        throw taskFailure(error, context.signal);
      }
    },
  };
}

/** Where projections are found: in this process, or with another executor. */
interface Projections {
  readonly cache: ProjectionCache;
  readonly exchange: ProjectionExchange | undefined;
}

const NEVER = new AbortController().signal;

async function resourcesOf(
  spec: AlgorithmSpec,
  upstream: ReadonlyMap<string, UpstreamResult>,
  dependencies: TaskDependencies,
): Promise<TaskResources> {
  const { memoryLimitBytes } = dependencies;
  const threads = spec.execution.threads ?? dependencies.defaultThreads;
  const parameters = await algorithmParameters(spec, descriptorOf(spec), upstream);
  const size = await edgeCountOf(spec.input, upstream, dependencies);
  // A space of this name may be another graph's than the one that spaceSize knows: that is told when it is read.
  if (size !== undefined && !('space' in spec.input)) refuseTooLarge(spec, parameters, size, memoryLimitBytes);
  return { threads, memoryBytes: reservedBytes(spec, parameters, size, memoryLimitBytes) };
}

interface KnownSize {
  readonly edgeCount: number;
  readonly vertexCount: number | undefined;
}

const hasWeight = ({ input }: AlgorithmSpec): boolean => input.weight !== undefined;

/** @throws TaskError failed when even the smallest graph of so many edges cannot fit, with the figure */
function refuseTooLarge(spec: AlgorithmSpec, parameters: ParameterValues, size: KnownSize, limitBytes: number): void {
  const { least } = sizeRange(size.edgeCount, size.vertexCount);
  const { fits, advice } = estimate(spec.algorithm, { ...least, weighted: hasWeight(spec) }, parameters, limitBytes);
  if (!fits) throw new TaskError('failed', advice!);
}

function reservedBytes(
  spec: AlgorithmSpec,
  parameters: ParameterValues,
  size: KnownSize | undefined,
  limitBytes: number,
): number {
  if (size === undefined) return Math.min(UNKNOWN_MEMORY_BYTES, limitBytes);
  const { usual } = sizeRange(size.edgeCount, size.vertexCount);
  return Math.min(
    estimate(spec.algorithm, { ...usual, weighted: hasWeight(spec) }, parameters, limitBytes).memoryBytes,
    limitBytes,
  );
}

async function run(
  context: TaskContext<AlgorithmSpec>,
  dependencies: TaskDependencies,
  projections: Projections,
): Promise<TaskOutcome> {
  const { spec, signal } = context;
  const descriptor = descriptorOf(spec);
  const parameters = await algorithmParameters(spec, descriptor, context.upstream);
  const threads = spec.execution.threads ?? dependencies.defaultThreads;
  const lease = await leaseProjection(context, dependencies, projections, { parameters, threads });
  try {
    const { projection } = lease;
    const started = performance.now();
    const result = await runAlgorithm(spec.algorithm, projection, parameters, {
      threads,
      signal,
      memoryLimitBytes: dependencies.memoryLimitBytes,
      directed: isDirected(spec, parameters),
      progress: (fraction, phrase) => context.progress(BUILT + fraction * (COMPUTED - BUILT), phrase),
    });
    const computedAt = performance.now();
    context.progress(COMPUTED, `writing ${result.rowCount} rows`);
    const { vertexCount, edgeCount } = projection;
    const outcome = await storeResult(
      { ...context, progress: (fraction, phrase) => context.progress(COMPUTED + fraction * (1 - COMPUTED), phrase) },
      dependencies,
      {
        columns: result.columns.map(({ name, data }) => ({ name, type: data.type })),
        batches: () => [result.columns.map(({ data }) => data)],
        rowCount: result.rowCount,
        statistics: { vertexCount, edgeCount, ...result.statistics },
      },
    );
    const { read, encode, build } = lease.built ? projection.stagesMs : { read: 0, encode: 0, build: 0 };
    const stages = { read, encode, build, kernel: computedAt - started, write: performance.now() - computedAt };
    const text = Object.entries(stages).map(([stage, ms]) => `${stage} ${ms.toFixed(1)}`);
    context.log('info', `stages in ms: ${text.join(', ')}`);
    return outcome;
  } finally {
    lease.release();
  }
}

/** What the algorithm reads of each edge besides its ends. @throws TaskError failed for an input without the time it needs */
function valueColumnOf(spec: AlgorithmSpec): ValueColumn | undefined {
  const { input } = spec;
  const kind = edgeValueOf(descriptorOf(spec).graph, hasWeight(spec));
  if (kind === 'none') return undefined;
  const name = input[kind];
  if (name !== undefined) return { kind, name };
  const what = 'space' in input ? 'property' : 'column';
  throw new TaskError('failed', `${spec.algorithm} needs the time of every edge: name its ${what} as the input's time`);
}

async function leaseProjection(
  context: TaskContext<AlgorithmSpec>,
  dependencies: TaskDependencies,
  { cache, exchange }: Projections,
  { parameters, threads }: { readonly parameters: ParameterValues; readonly threads: number },
): Promise<Lease> {
  const { spec, signal, upstream } = context;
  const { input } = spec;
  const value = valueColumnOf(spec);
  const readsWeight = descriptorOf(spec).graph.weight === 'used';
  for (const kind of ['weight', 'time'] as const) {
    if (input[kind] === undefined || value?.kind === kind) continue;
    context.log('warn', `${spec.algorithm} reads no ${kind}: the input's ${kind} ${input[kind]} is not read`);
  }
  const path = 'file' in input ? await resolveAllowedFile(input.file, dependencies.inputFolders) : undefined;
  const { address = '', port = '', user = '' } = (context.credentials ?? {}) as Record<string, unknown>;
  const scope = { jobId: context.jobId, account: `${String(user)}@${String(address)}:${String(port)}` };
  const identity = await inputIdentity(input, upstream, scope, path);
  const { memoryLimitBytes } = dependencies;
  const size = await edgeCountOf(input, upstream, dependencies);
  const expectedBytes = reservedBytes(spec, parameters, size, memoryLimitBytes);
  context.progress(0, 'reading edges');
  const build = async (): Promise<Projection> => {
    const open = await openEdgeSource(input, value, path, context, dependencies);
    try {
      if (open.edgeCount !== undefined) {
        refuseTooLarge(spec, parameters, { edgeCount: open.edgeCount, vertexCount: undefined }, memoryLimitBytes);
      }
      return await buildProjection(open.source, {
        threads,
        signal,
        edgeValue: value?.kind ?? 'none',
        memoryLimitBytes,
        progress: (fraction, phrase) => context.progress(fraction * BUILT, phrase),
      });
    } finally {
      await open.close();
    }
  };
  let how = 'kept';
  const lease = await cache.lease({ identity, value, readsWeight, expectedBytes }, async () => {
    if (exchange === undefined) {
      how = 'built';
      return build();
    }
    const onWait = (): void => context.progress(0, 'waiting for another task that reads the same edges');
    const key = JSON.stringify([identity, value?.kind ?? null, value?.name ?? null]);
    const { projection, built } = await exchange.obtain({ key, memoryLimitBytes, signal, build, onWait });
    how = built ? 'built' : 'taken over from another executor';
    return projection;
  });
  const { vertexCount, edgeCount } = lease.projection;
  context.log('info', `projection of ${vertexCount} vertices and ${edgeCount} edges: ${how}`);
  return lease;
}
