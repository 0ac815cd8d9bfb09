import { didYouMean, type Fault, type Parameter, type QueryTask } from '@orrery/contracts';
import { isReference } from './definition-shape.ts';
import { fieldPath } from './field-path.ts';
import { scalarFault } from './scalar-fault.ts';
import { describeQuery } from './describe-query.ts';

/** Adds the faults of a query: a statement that does not parse, parameters that it has not, values that are none. */
export function checkQueryTask(task: Partial<QueryTask>, path: string, faults: Fault[]): void {
  const facts = task.query === undefined ? undefined : describeQuery(task.query);
  for (const fault of facts?.faults ?? []) {
    faults.push({
      path: fieldPath(path, 'query'),
      message: `line ${fault.line}, column ${fault.column}: ${fault.message}`,
    });
  }
  const placeholders = facts?.parameters;
  for (const [name, value] of Object.entries(task.params ?? {})) {
    const at = fieldPath(fieldPath(path, 'params'), name);
    const placeholder = placeholders?.get(name);
    if (placeholders !== undefined && placeholder === undefined) {
      const hint =
        didYouMean(name, placeholders.keys()) ||
        (placeholders.size === 0 ? '; it has no parameters' : `; it has ${[...placeholders.keys()].join(', ')}`);
      faults.push({ path: at, message: `the statement has no \${${name}}${hint}` });
    } else {
      checkValue(name, value, placeholder?.quoted ?? false, at, faults);
    }
  }
}

function checkValue(name: string, value: Parameter, quoted: boolean, path: string, faults: Fault[]): void {
  if (isReference(value)) {
    if (quoted && value.row === undefined) {
      faults.push({
        path,
        message: `\${${name}} stands inside a quoted string, which takes one value: add row (row: 0 for the first), or take \${${name}} out of the quotes`,
      });
    }
    return;
  }
  const message = scalarFault(value, quoted);
  if (message !== undefined) faults.push({ path, message: `\${${name}} ${message}` });
}
