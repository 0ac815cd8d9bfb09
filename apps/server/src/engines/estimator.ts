import { algorithms, coerceParameters as analyticsParameters, estimate } from '@orrery/analytics';
import {
  coerceParameters,
  OrreryError,
  PLACEHOLDER_VALUE,
  type AlgorithmDescriptor,
  type AlgorithmInput,
  type Catalogue,
  type Estimator,
  type GraphCredentials,
  type ParameterValues,
  type TaskEstimate,
} from '@orrery/contracts';
import { edgeCountOf, sizeRange } from '@orrery/tasks';
import { planJob, TASK_TYPES, type AlgorithmSpec } from '@orrery/workflow';
import type { Tasks } from '../executor/executor-init.ts';

/** Edges that an input of unknown size is taken to have. */
const ASSUMED_EDGES = 1_000_000;

const isParquet = (file: string): boolean => /\.(parquet|pq)$/i.test(file);

/** Parameters for an estimate: what comes from upstream is not known yet; it takes its default if it has one. */
function knownParameters(descriptor: AlgorithmDescriptor, spec: AlgorithmSpec): ParameterValues {
  const raw = Object.entries(spec.params).map(([name, source]): [string, unknown] => {
    const parameter = descriptor.parameters.find((candidate) => candidate.name === name);
    const isOpen = parameter?.type.startsWith('vid') || parameter?.default === null;
    return [name, 'value' in source ? source.value : isOpen ? PLACEHOLDER_VALUE : null];
  });
  const coerced = coerceParameters(descriptor, Object.fromEntries(raw));
  return coerced.ok ? coerced.values : {};
}

/**
 * One algorithm on a graph of a given size; vertices that are not given are as many as is usual for so many edges.
 * @throws OrreryError ErrParam naming each parameter that is wrong
 */
export function estimateAlgorithm(
  id: string,
  params: Readonly<Record<string, unknown>>,
  size: { readonly edgeCount: number; readonly vertexCount: number | undefined; readonly weighted: boolean },
  memoryLimitBytes: number,
): Omit<TaskEstimate, 'basisCode'> {
  const descriptor = algorithms.get(id)!;
  const needed = descriptor.parameters.filter(({ default: value }) => value === null);
  const unknown = Object.fromEntries(needed.map(({ name }) => [name, PLACEHOLDER_VALUE]));
  const parameters = analyticsParameters(descriptor, { ...unknown, ...params });
  const { usual } = sizeRange(size.edgeCount, size.vertexCount);
  const basis = size.vertexCount === undefined ? 'given; the number of vertices is a guess' : 'given';
  return {
    task: id,
    ...usual,
    isAssumed: false,
    ...estimate(id, { ...usual, weighted: size.weighted }, parameters, memoryLimitBytes),
    basis,
  };
}

/**
 * What the algorithm tasks of a workflow are expected to hold in memory and how long they take, from the sizes of their
 * inputs.
 *
 * @param sees whether the account may see a space of the embedded graph, whose sizes nobody else is told
 */
export function createEstimator(
  catalogue: Catalogue,
  tasks: Tasks,
  memoryLimitBytes: number,
  sees: (credentials: GraphCredentials, space: string, signal?: AbortSignal) => Promise<boolean>,
): Estimator {
  return {
    /** @throws OrreryError ErrParam with every fault of the input, as a post of the job would have it */
    async estimate(credentials, definition, input, signal): Promise<readonly TaskEstimate[]> {
      const plan = planJob(definition, input, catalogue, { maxAttempts: 1, timeoutMs: 1 });
      if (!plan.ok) {
        const text = plan.faults.map(({ path, message }) => `${path} ${message}`).join('; ');
        throw new OrreryError('ErrParam', text, { faults: plan.faults });
      }
      const algorithmTasks = plan.tasks.filter((task) => task.taskType === TASK_TYPES.algorithm);
      const estimates: TaskEstimate[] = [];
      for (const { key, spec } of algorithmTasks) {
        const algorithm = spec as AlgorithmSpec;
        const { input: edges } = algorithm;
        const isHidden = 'space' in edges && !(await sees(credentials, edges.space, signal));
        const size = isHidden ? undefined : await edgeCountOf(edges, new Map(), tasks.dependencies);
        const descriptor = catalogue.algorithms.get(algorithm.algorithm)!;
        const { usual } = sizeRange(size?.edgeCount ?? ASSUMED_EDGES, size?.vertexCount);
        const parameters = knownParameters(descriptor, algorithm);
        const source = 'file' in edges && !isParquet(edges.file) ? 'csv' : 'scan';
        const expected = estimate(
          descriptor.id,
          { ...usual, source, weighted: edges.weight !== undefined },
          parameters,
          memoryLimitBytes,
        );
        const { memoryBytes, fits, seconds, advice } = expected;
        const isAssumed = size === undefined;
        estimates.push({
          task: key,
          ...usual,
          isAssumed,
          memoryBytes,
          fits,
          seconds,
          ...basisOf(edges, isAssumed),
          advice: isAssumed ? undefined : advice,
        });
      }
      return estimates;
    },
  };
}

function basisOf(input: AlgorithmInput, isAssumed: boolean): Pick<TaskEstimate, 'basis' | 'basisCode'> {
  if ('from' in input) {
    const basis = `assumed; the size of the result of ${input.from} is known when that task has ended`;
    return { basis, basisCode: 'upstream' };
  }
  if ('file' in input) {
    return { basis: `length of ${input.file}; the number of vertices is a guess`, basisCode: 'file' };
  }
  return isAssumed
    ? { basis: 'assumed; the graph tells no size before it is read', basisCode: 'unknownSpace' }
    : { basis: 'edge counts of the space', basisCode: 'space' };
}
