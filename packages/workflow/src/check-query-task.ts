import { closestName, type Fault, type Parameter, type QueryTask } from '@orrery/contracts';
import { isReference } from './definition-shape.ts';
import { fault } from './fault.ts';
import { fieldPath } from './field-path.ts';
import { scalarFault } from './scalar-fault.ts';
import { describeQuery } from './describe-query.ts';

/** Adds the faults of a query: a statement that does not parse, parameters that it has not, values that are none. */
export function checkQueryTask(task: Partial<QueryTask>, path: string, faults: Fault[]): void {
  const facts = task.query === undefined ? undefined : describeQuery(task.query);
  for (const { line, column, message, isEmpty } of facts?.faults ?? []) {
    const at = fieldPath(path, 'query');
    faults.push(
      isEmpty ? fault(at, 'query.empty', { line, column }) : fault(at, 'query.syntax', { line, column, message }),
    );
  }
  const placeholders = facts?.parameters;
  for (const [name, value] of Object.entries(task.params ?? {})) {
    const at = fieldPath(fieldPath(path, 'params'), name);
    const placeholder = placeholders?.get(name);
    if (placeholders !== undefined && placeholder === undefined) {
      const known = [...placeholders.keys()];
      faults.push(fault(at, 'query.noParameter', { name, near: closestName(name, known), known }));
    } else {
      checkValue(name, value, placeholder?.quoted ?? false, at, faults);
    }
  }
}

function checkValue(name: string, value: Parameter, quoted: boolean, path: string, faults: Fault[]): void {
  if (isReference(value)) {
    if (quoted && value.row === undefined) {
      faults.push(fault(path, 'query.quotedColumn', { name }));
    }
    return;
  }
  const reason = scalarFault(value, quoted);
  if (reason !== undefined) faults.push(fault(path, 'query.value', { name, reason }));
}
