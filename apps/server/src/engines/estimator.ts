import { estimate } from '@orrery/analytics';
import {
  coerceParameters,
  type AlgorithmDescriptor,
  type Catalogue,
  type Estimator,
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

/** What the algorithm tasks of a workflow are expected to hold in memory, from the sizes of their inputs. */
export function createEstimator(catalogue: Catalogue, tasks: Tasks, memoryLimitBytes: number): Estimator {
  return {
    async estimate(_credentials, definition, input): Promise<readonly TaskEstimate[]> {
      const plan = planJob(definition, input, catalogue, { maxAttempts: 1, timeoutMs: 1 });
      const algorithmTasks = plan.ok ? plan.tasks.filter((task) => task.taskType === TASK_TYPES.algorithm) : [];
      const estimates: TaskEstimate[] = [];
      for (const { key, spec } of algorithmTasks) {
        const algorithm = spec as AlgorithmSpec;
        const nothing = { task: key, vertexCount: undefined, edgeCount: undefined, memoryBytes: undefined, fits: true };
        if ('from' in algorithm.input) {
          const basis = `the size of the result of ${algorithm.input.from} is known when that task has ended`;
          estimates.push({ ...nothing, basis, advice: undefined });
          continue;
        }
        const size = await edgeCountOf(algorithm.input, new Map(), tasks.dependencies);
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
