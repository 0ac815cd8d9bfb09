import { printExpression, type Expression, type Vertices } from '@orrery/ngql';
import { vidType } from '../../bind/graph-scope.ts';
import { EMPTY_SCOPE } from '../../bind/scope.ts';
import { semanticError } from '../../bind/statement-error.ts';
import { prepare, spaceInUse, type PlanContext } from '../plan-context.ts';
import type { VertexSource } from '../plan-node.ts';
import { columnSlot, pipeTable, referencesOf, variableTable, type InputTable } from './references.ts';

/** The vertices that a FROM or TO names, and the table they come from when they come from a column. */
export function planVertices(
  vertices: Vertices,
  context: PlanContext,
): { readonly source: VertexSource; readonly table: InputTable | undefined } {
  const space = spaceInUse(context);
  if (vertices.kind === 'vids') {
    for (const vid of vertices.vids) checkEvaluable(vid, context);
    const ids = vertices.vids.map((vid) => prepare(vid, EMPTY_SCOPE, context));
    ids.forEach(({ type }, i) => checkVidType(type, vertices.vids[i]!, context));
    return { source: { kind: 'ids', ids }, table: undefined };
  }
  const { reference } = vertices;
  const table =
    reference.kind === 'inputProperty'
      ? pipeTable(reference, context)
      : variableTable(reference.variable, reference, context);
  const slot = columnSlot(table, reference);
  const { type } = table.columns[slot]!;
  const expected = vidType(space);
  if (type !== '__EMPTY__' && type !== 'NULL' && type !== expected) {
    const name = space.definition.vid.kind === 'int64' ? 'INT64' : 'FIXED_STRING';
    throw semanticError(`\`${printExpression(reference)}', the srcs should be type of ${name}, but was\`${type}'`);
  }
  return { source: { kind: 'column', input: table.plan, slot }, table };
}

/** @throws StatementError SemanticError on an id that is computed from a column: columns stand alone */
export function checkEvaluable(vid: Expression, context: PlanContext): void {
  if (vid.kind === 'constant') return;
  const { input, variables } = referencesOf([vid], context);
  if (input || variables.size > 0) throw semanticError(`\`${printExpression(vid)}' is not an evaluable expression.`);
}

function checkVidType(type: string, vid: Expression, context: PlanContext): void {
  const { kind } = spaceInUse(context).definition.vid;
  const expected = kind === 'int64' ? 'INT' : 'STRING';
  if (type === expected || type === '__EMPTY__') return;
  throw semanticError(
    `Wrong vid type of \`${printExpression(vid)}': the space's vertex ids are ${expected}, but it is ${type}`,
  );
}
