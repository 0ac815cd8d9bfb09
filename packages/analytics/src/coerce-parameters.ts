import {
  coerceParameters as coerce,
  OrreryError,
  type AlgorithmDescriptor,
  type ParameterValues,
} from '@orrery/contracts';

/**
 * The complete parameters of a run: contracts' coerceParameters for callers who have nobody to show faults to but the
 * one who called them.
 * @throws OrreryError ErrParam with a fault for each wrong parameter, its path being the parameter's name
 */
export function coerceParameters(
  descriptor: Pick<AlgorithmDescriptor, 'id' | 'parameters'>,
  raw: Readonly<Record<string, unknown>>,
): ParameterValues {
  const coerced = coerce(descriptor, raw);
  if (coerced.ok) return coerced.values;
  const message = coerced.faults.map((fault) => fault.message).join('; ');
  throw new OrreryError('ErrParam', message, { faults: coerced.faults });
}
