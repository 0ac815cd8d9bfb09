import { estimate } from '@orrery/analytics';
import {
  coerceParameters,
  OrreryError,
  type AlgorithmDescriptor,
  type Catalogue,
  type Estimator,
  type GraphCredentials,
  type ParameterValues,
  type TaskEstimate,
} from '@orrery/contracts';
import { edgeCountOf, sizeRange } from '@orrery/tasks';
import { planJob, TASK_TYPES, type AlgorithmSpec } from '@orrery/workflow';
import type { Tasks } from '../executor/executor-init.ts';

/** Stands for a vertex id that an upstream task will give. */
const ANY_VID = '0';

/** Parameters for an estimate: vertex ids from upstream are not known yet, other such parameters take their defaults. */
function knownParameters(descriptor: AlgorithmDescriptor, spec: AlgorithmSpec): ParameterValues {
  const raw = Object.entries(spec.params).map(([name, source]): [string, unknown] => {
    const isVid = descriptor.parameters.find((parameter) => parameter.name === name)?.type.startsWith('vid');
    return [name, 'value' in source ? source.value : isVid ? ANY_VID : null];
  });
  const coerced = coerceParameters(descriptor, Object.fromEntries(raw));
  return coerced.ok ? coerced.values : {};
}

/**
 * What the algorithm tasks of a workflow are expected to hold in memory, from the sizes of their inputs.
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
        const nothing = { task: key, vertexCount: undefined, edgeCount: undefined, memoryBytes: undefined, fits: true };
        if ('from' in algorithm.input) {
          const basis = `the size of the result of ${algorithm.input.from} is known when that task has ended`;
          estimates.push({ ...nothing, basis, advice: undefined });
          continue;
        }
        const isHidden = 'space' in algorithm.input && !(await sees(credentials, algorithm.input.space, signal));
        const size = isHidden ? undefined : await edgeCountOf(algorithm.input, new Map(), tasks.dependencies);
        if (size === undefined) {
          estimates.push({ ...nothing, basis: 'the graph tells no size before it is read', advice: undefined });
          continue;
        }
        const descriptor = catalogue.algorithms.get(algorithm.algorithm)!;
        const { usual } = sizeRange(size.edgeCount, size.vertexCount);
        const parameters = knownParameters(descriptor, algorithm);
        const { memoryBytes, fits, advice } = estimate(descriptor.id, usual, parameters, memoryLimitBytes);
        const basis =
          'space' in algorithm.input
            ? 'edge counts of the space'
            : `length of ${algorithm.input.file}; the number of vertices is a guess`;
        estimates.push({ task: key, ...usual, memoryBytes, fits, basis, advice });
      }
      return estimates;
    },
  };
}
