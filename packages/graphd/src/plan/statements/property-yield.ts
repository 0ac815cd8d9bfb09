import { printExpression, type YieldColumn } from '@orrery/ngql';
import { semanticError } from '../../bind/statement-error.ts';
import { some } from '../../bind/walk-expression.ts';
import type { PlanContext } from '../plan-context.ts';
import { columnSlot, pipeTable, referencesOf, variableTable } from './references.ts';

/**
 * Checks the YIELD of FETCH and LOOKUP, which speaks of the vertices or edges found and of nothing else.
 * @throws StatementError SemanticError on edges where vertices are found and the other way round, on columns of `$-` and
 *   variables, and on ends of edges
 */
export function checkPropertyYield(
  columns: readonly YieldColumn[],
  found: 'vertex' | 'edge',
  context: PlanContext,
): void {
  const foreign = found === 'edge' ? 'vertex' : 'edge';
  for (const { expression, alias } of columns) {
    // `$^` and `$$` are vertices, too, but have a message of their own.
    const isForeign = some(expression, (node) =>
      node.kind === 'vertex' ? foreign === 'vertex' && node.which === 'VERTEX' : node.kind === foreign,
    );
    const text = printExpression(expression) + (alias === undefined ? '' : ` AS ${alias}`);
    if (isForeign) throw semanticError(`illegal yield clauses \`${text}'`);
  }
  const expressions = columns.map(({ expression }) => expression);
  const { input, variables } = referencesOf(expressions, context);
  // What is not there at all comes first.
  if (input?.kind === 'inputProperty') columnSlot(pipeTable(input, context), input);
  for (const [name, reference] of variables) {
    const table = variableTable(name, reference, context);
    if (reference.kind === 'variableProperty') columnSlot(table, reference);
  }
  if (input || variables.size > 0) throw semanticError('unsupported input/variable property expression in yield.');
  for (const expression of expressions) {
    const isEnd = some(expression, (node) => node.kind === 'sourceProperty' || node.kind === 'destinationProperty');
    if (isEnd) throw semanticError('unsupported src/dst property expression in yield.');
  }
}
