import { OrreryError } from '@orrery/contracts';
import { describeStatement } from '@orrery/ngql';

/** @throws ErrParam on a statement that does not parse or has parameters, ErrForbidden on one that changes something */
export function requireReading(statement: string): void {
  const { error, parameters, readOnly } = describeStatement(statement);
  if (error !== undefined) {
    throw new OrreryError('ErrParam', `statement: line ${error.line}, column ${error.column}: ${error.message}`);
  }
  if (parameters.length > 0) {
    const names = parameters.map(({ name }) => `\${${name}}`).join(', ');
    throw new OrreryError('ErrParam', `statement: it has parameters (${names}); write their values instead`);
  }
  if (!readOnly) {
    throw new OrreryError(
      'ErrForbidden',
      'this query only reads; run what changes the graph in a workflow or a console',
    );
  }
}
