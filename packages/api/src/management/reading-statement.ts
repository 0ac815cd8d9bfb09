import { OrreryError } from '@orrery/contracts';
import { describeQuery } from '@orrery/workflow';

/** @throws ErrParam on a statement that does not parse or has parameters, ErrForbidden on one that changes something */
export function requireReading(statement: string): void {
  const { faults, parameters, readOnly } = describeQuery(statement);
  const [fault] = faults;
  if (fault !== undefined) {
    throw new OrreryError('ErrParam', `statement: line ${fault.line}, column ${fault.column}: ${fault.message}`);
  }
  if (parameters.size > 0) {
    const names = [...parameters.keys()].map((name) => `\${${name}}`).join(', ');
    throw new OrreryError('ErrParam', `statement: it has parameters (${names}); write their values instead`);
  }
  if (!readOnly) {
    throw new OrreryError(
      'ErrForbidden',
      'this query only reads; run what changes the graph in a workflow or a console',
    );
  }
}
