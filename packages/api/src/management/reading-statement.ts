import { OrreryError } from '@orrery/contracts';
import { NgqlSyntaxError, parse, type Statement, type StatementKind } from '@orrery/ngql';

const READING: ReadonlySet<StatementKind> = new Set<StatementKind>([
  'use',
  'go',
  'match',
  'lookup',
  'fetchVertices',
  'fetchEdges',
  'findPath',
  'subgraph',
  'yieldStatement',
  'groupBy',
  'orderBy',
  'limit',
  'sample',
  'unwind',
]);

/**
 * Lets through what only reads, statement by statement, also behind pipes, in sets and in EXPLAIN and PROFILE.
 * @throws ErrParam on a statement that does not parse, ErrForbidden on one that writes or administers
 */
export function requireReading(text: string): void {
  let statements: readonly Statement[];
  try {
    ({ statements } = parse(text));
  } catch (error) {
    if (!(error instanceof NgqlSyntaxError)) throw error;
    throw new OrreryError('ErrParam', `statement: line ${error.line}, column ${error.column}: ${error.message}`);
  }
  const waiting = [...statements];
  for (let statement = waiting.pop(); statement !== undefined; statement = waiting.pop()) {
    if (statement.kind === 'pipe' || statement.kind === 'setOperation') waiting.push(statement.left, statement.right);
    else if (statement.kind === 'assignment') waiting.push(statement.statement);
    else if (statement.kind === 'explain') waiting.push(...statement.statements);
    else if (!READING.has(statement.kind) && !/^(show|describe)/.test(statement.kind)) {
      const shown = text.slice(statement.offset, Math.min(statement.end, statement.offset + 60));
      throw new OrreryError(
        'ErrForbidden',
        `this query only reads; run what writes in a workflow or a console: ${shown}`,
      );
    }
  }
}
