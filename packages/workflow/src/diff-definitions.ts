import { stringifyLossless, type WorkflowDefinition } from '@orrery/contracts';
import { fieldPath } from './field-path.ts';
import { isRecord } from './schema-check.ts';

export interface DefinitionChange {
  readonly path: string;
  readonly kind: 'added' | 'removed' | 'changed';
  /** Lossless JSON; absent where added or removed. */
  readonly before?: unknown;
  readonly after?: unknown;
}

/**
 * What turns one definition into the other, by field: a task, parameter or field that only one of them has is one
 * change, lists are compared whole, the order of fields does not count. 1 and 1.0 differ.
 */
export function diffDefinitions(before: WorkflowDefinition, after: WorkflowDefinition): DefinitionChange[] {
  const changes: DefinitionChange[] = [];
  compare('', before, after, changes);
  return changes;
}

function compare(path: string, before: unknown, after: unknown, changes: DefinitionChange[]): void {
  if (!isRecord(before) || !isRecord(after)) {
    if (stringifyLossless(before) !== stringifyLossless(after)) changes.push({ path, kind: 'changed', before, after });
    return;
  }
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const at = fieldPath(path, key);
    const had = Object.hasOwn(before, key) && before[key] !== undefined;
    const has = Object.hasOwn(after, key) && after[key] !== undefined;
    if (had && has) compare(at, before[key], after[key], changes);
    else if (had) changes.push({ path: at, kind: 'removed', before: before[key] });
    else if (has) changes.push({ path: at, kind: 'added', after: after[key] });
  }
}
