import { printExpression, type MatchStatement, type UnwindClause } from '@orrery/ngql';
import { semanticError } from '../../bind/statement-error.ts';
import { hasAggregate } from '../../bind/walk-expression.ts';
import { column, prepare, type PlanContext } from '../plan-context.ts';
import type { PlanNode } from '../plan-node.ts';
import { pipeTable, referencesOf, variableTable } from '../statements/references.ts';
import { Environment } from './environment.ts';
import { planPatterns } from './pattern-expression.ts';
import { planMatchClause } from './plan-match-clause.ts';
import { planReturn, planWith } from './plan-projection.ts';

/** An openCypher statement, clause by clause: each takes the rows of those before it. */
export function planMatch(statement: MatchStatement, context: PlanContext): PlanNode {
  let environment = new Environment(context, startOf(statement, context));
  for (const clause of statement.clauses) {
    switch (clause.kind) {
      case 'matchClause':
        planMatchClause(clause, environment);
        break;
      case 'unwindClause':
        planUnwindClause(clause, environment);
        break;
      case 'with':
        environment = planWith(clause, environment);
        break;
    }
  }
  return planReturn(statement.return, environment);
}

/** A bare RETURN may speak of what comes through the pipe, or of a variable. */
function startOf(statement: MatchStatement, context: PlanContext): PlanNode {
  const expressions = statement.return.columns.map(({ expression }) => expression);
  const { input, variables } = referencesOf(expressions, context);
  const [variable] = variables;
  if (variable) return variableTable(variable[0], variable[1], context).plan;
  return input ? pipeTable(input, context).plan : { kind: 'start', columns: [] };
}

function planUnwindClause(clause: UnwindClause, environment: Environment): void {
  if (hasAggregate(clause.list)) {
    const text = printExpression(clause.list);
    throw semanticError(`Can't use aggregating expressions in unwind clause, \`${text}'`);
  }
  if (environment.kinds.has(clause.alias)) throw semanticError(`Variable \`${clause.alias}\` already declared`);
  const expression = planPatterns(clause.list, environment);
  const list = prepare(expression, environment.scope, environment.context);
  environment.declare(clause.alias, 'Value');
  const columns = [...environment.plan.columns, column(clause.alias)];
  environment.plan = { kind: 'unwind', input: environment.plan, list, columns };
}
