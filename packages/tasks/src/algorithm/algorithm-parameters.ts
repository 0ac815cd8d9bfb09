import { coerceParameters } from '@orrery/contracts';
import type { AlgorithmDescriptor, ParameterValues } from '@orrery/contracts';
import { algorithms } from '@orrery/analytics';
import { TaskError } from '@orrery/jobs';
import type { UpstreamResult } from '@orrery/jobs';
import type { AlgorithmSpec } from '@orrery/workflow';
import { rawParameter, resolveParameters } from '../parameters/resolve-parameters.ts';

/** @throws TaskError failed for an algorithm that this build has not */
export function descriptorOf(spec: AlgorithmSpec): AlgorithmDescriptor {
  const descriptor = algorithms.get(spec.algorithm);
  if (descriptor !== undefined) return descriptor;
  throw new TaskError(
    'failed',
    `there is no algorithm ${spec.algorithm}; there are ${[...algorithms.keys()].join(', ')}`,
  );
}

/** The complete parameters of a run. @throws TaskError failed naming every parameter that is wrong */
export async function algorithmParameters(
  spec: AlgorithmSpec,
  descriptor: AlgorithmDescriptor,
  upstream: ReadonlyMap<string, UpstreamResult>,
): Promise<ParameterValues> {
  const resolved = await resolveParameters(spec.params, upstream);
  for (const [name, value] of resolved) {
    const source = spec.params[name]!;
    // For an algorithm an empty list of ids means all of them: not what somebody means who connected a query to it.
    if ('from' in source && Array.isArray(value) && value.length === 0) {
      throw new TaskError('failed', `parameter ${name}: ${source.from}.${source.column} has no rows`);
    }
  }
  const raw = Object.fromEntries([...resolved].map(([name, value]) => [name, rawParameter(value)]));
  const coerced = coerceParameters(descriptor, raw);
  if (coerced.ok) return coerced.values;
  throw new TaskError('failed', coerced.faults.map(({ message }) => message).join('; '));
}

/** IS_DIRECTED where the algorithm has it, else the input's `directed`. */
export function isDirected(spec: AlgorithmSpec, parameters: ParameterValues): boolean {
  const own = parameters['IS_DIRECTED'];
  return typeof own === 'boolean' ? own : (spec.input.directed ?? true);
}
