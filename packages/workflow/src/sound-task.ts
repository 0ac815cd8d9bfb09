import type { Fault, TaskDefinition } from '@orrery/contracts';
import { fieldPath } from './field-path.ts';
import { isRecord } from './schema-check.ts';

/**
 * A task's fields that have the right shape, so that the checks of meaning can run on them while the others' faults
 * are reported beside theirs. A faulty parameter reads as null (given by the job), about which there is nothing to say.
 * Undefined when not even the type is known.
 */
export function soundTask(raw: unknown, path: string, faults: readonly Fault[]): Partial<TaskDefinition> | undefined {
  if (!isRecord(raw) || typeof raw['type'] !== 'string') return undefined;
  const isFaulty = (at: string) =>
    faults.some((fault) => fault.path === at || fault.path.startsWith(`${at}.`) || fault.path.startsWith(`${at}[`));
  const sound: [string, unknown][] = [];
  for (const [name, value] of Object.entries(raw)) {
    const at = fieldPath(path, name);
    if (name === 'params' && isRecord(value)) {
      const entries = Object.entries(value).map(([key, item]) => [key, isFaulty(fieldPath(at, key)) ? null : item]);
      sound.push([name, Object.fromEntries(entries)]);
    } else if (!isFaulty(at)) sound.push([name, value]);
  }
  return Object.fromEntries(sound) as Partial<TaskDefinition>;
}
