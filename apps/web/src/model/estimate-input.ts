import type { Catalogue, JobInput, WorkflowDefinition } from '@orrery/contracts';
import { runGroups } from './run-parameters.ts';

/**
 * Something for every parameter that each run must give, so that an estimate need not wait for it: memory hangs on the
 * size of the graph, not on which vertex or value is asked for. Those with a default take that.
 */
export function estimateInput(definition: WorkflowDefinition, catalogue: Catalogue): JobInput {
  const fields = runGroups(definition, catalogue).flatMap((group) =>
    group.fields.filter(({ isRequired }) => isRequired),
  );
  const input: Record<string, Record<string, string>> = {};
  for (const { taskId, name, descriptor } of fields) {
    const fallback = descriptor?.default ?? '0';
    (input[taskId] ??= {})[name] = Array.isArray(fallback) ? fallback.join(',') : String(fallback);
  }
  return input;
}
