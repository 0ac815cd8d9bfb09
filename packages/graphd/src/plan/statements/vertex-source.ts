import { printExpression, type Expression, type Vertices } from '@orrery/ngql';
import { vidType } from '../../bind/graph-scope.ts';
import { EMPTY_SCOPE } from '../../bind/scope.ts';
import { executionError, semanticError } from '../../bind/statement-error.ts';
import { typeOf, type ValueType } from '../../values/value-type.ts';
import { prepare, spaceInUse, type PlanContext, type Prepared } from '../plan-context.ts';
import type { VertexSource } from '../plan-node.ts';
import { columnSlot, pipeTable, referencesOf, variableTable, type InputTable } from './references.ts';

/** What a statement says of ids that are of another type than the space's. */
interface WrongVid {
  /** Of an id that is written down; `computed` is its value where that is known, or the expression. */
  written(expression: Expression, computed: Expression, type: ValueType, context: PlanContext): Error;
  column(reference: Expression, type: ValueType, context: PlanContext): Error;
}

const WRONG_START: WrongVid = {
  written: (_expression, computed, type, context) => wrongStart(computed, type, context),
  column: wrongStart,
};

function wrongStart(vid: Expression, type: ValueType, context: PlanContext): Error {
  const name = spaceInUse(context).definition.vid.kind === 'int64' ? 'INT64' : 'FIXED_STRING';
  return semanticError(`\`${printExpression(vid)}', the srcs should be type of ${name}, but was\`${type}'`);
}

/** DELETE has words of its own. */
export const WRONG_DELETED: WrongVid = {
  written: (expression) => wrongVidType(expression),
  column: (reference, type, context) =>
    semanticError(
      `The vid \`${printExpression(reference)}' should be type of \`${vidType(spaceInUse(context))}', but was\`${type}'`,
    ),
};

/** An id that INSERT, UPDATE or DELETE can't use. */
export function wrongVidType(expression: Expression): Error {
  return executionError(`Wrong vertex id type: ${printExpression(expression)}`);
}

/** The vertices that a FROM or TO names, and the table they come from when they come from a column. */
export function planVertices(
  vertices: Vertices,
  context: PlanContext,
  wrong: WrongVid = WRONG_START,
): { readonly source: VertexSource; readonly table: InputTable | undefined } {
  const space = spaceInUse(context);
  if (vertices.kind === 'vids') {
    for (const vid of vertices.vids) checkEvaluable(vid, context);
    const ids = vertices.vids.map((vid) => prepare(vid, EMPTY_SCOPE, context));
    ids.forEach((id, i) => {
      const type = knownType(id);
      if (type !== vidType(space) && type !== '__EMPTY__') {
        throw wrong.written(vertices.vids[i]!, id.expression, type, context);
      }
    });
    return { source: { kind: 'ids', ids }, table: undefined };
  }
  const { reference } = vertices;
  const table =
    reference.kind === 'inputProperty'
      ? pipeTable(reference, context)
      : variableTable(reference.variable, reference, context);
  const slot = columnSlot(table, reference);
  const { type } = table.columns[slot]!;
  if (type !== '__EMPTY__' && type !== 'NULL' && type !== vidType(space)) throw wrong.column(reference, type, context);
  return { source: { kind: 'column', input: table.plan, slot }, table };
}

/** @throws StatementError SemanticError on an id that is computed from a column: columns stand alone */
export function checkEvaluable(vid: Expression, context: PlanContext): void {
  if (vid.kind === 'constant') return;
  const { input, variables } = referencesOf([vid], context);
  if (input || variables.size > 0) throw semanticError(`\`${printExpression(vid)}' is not an evaluable expression.`);
}

/** The type of an id, by its value where that is computed already. */
export function knownType({ expression, type }: Prepared): ValueType {
  return expression.kind === 'constant' ? typeOf(expression.value) : type;
}
