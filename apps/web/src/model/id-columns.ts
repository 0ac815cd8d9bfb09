import type { Catalogue, Parameter, WorkflowDefinition } from '@orrery/contracts';
import { isReference } from '@orrery/workflow';

/** Names of columns that hold vertex ids wherever they stand. */
const VERTEX = /^vid\d*$/i;

/**
 * Whether a column of a task's result holds vertex ids, which number vertices and measure nothing. What an algorithm's
 * column holds may hang on its parameters; without a catalogue the name alone decides.
 */
export function isIdColumn(
  name: string,
  key: string,
  definition: WorkflowDefinition | undefined,
  catalogue: Catalogue | undefined,
): boolean {
  if (VERTEX.test(name)) return true;
  const task = definition?.tasks[key];
  const descriptor = task === undefined ? undefined : catalogue?.algorithms.get(task.type);
  if (task === undefined || descriptor === undefined) return false;
  const values = Object.fromEntries([
    ...descriptor.parameters.map((parameter) => [parameter.name, parameter.default] as const),
    ...Object.entries(task.params ?? {}).filter(([, value]) => !isReference(value as Parameter)),
  ]);
  return descriptor.columns(values as never).some((column) => column.name === name && column.type === 'vid');
}
