import { printExpression, type FetchEdgesStatement, type FetchVerticesStatement, type YieldColumn } from '@orrery/ngql';
import { GraphScope, vidType } from '../../bind/graph-scope.ts';
import { ColumnScope, EMPTY_SCOPE } from '../../bind/scope.ts';
import { executionError, semanticError } from '../../bind/statement-error.ts';
import { some } from '../../bind/walk-expression.ts';
import type { SchemaDefinition } from '../../catalog/definitions.ts';
import { column, prepare, spaceInUse, type PlanContext, type Prepared } from '../plan-context.ts';
import type { PlanNode } from '../plan-node.ts';
import { namedColumns, projectColumns } from '../projection.ts';
import { checkPropertyYield } from './property-yield.ts';
import { columnSlot, pipeTable, referencesOf, variableTable } from './references.ts';
import { checkEvaluable, knownType, planVertices } from './vertex-source.ts';

/** An edge's key as a statement has it, ready to be computed. */
interface PreparedEdgeKey {
  readonly src: Prepared;
  readonly dst: Prepared;
  readonly rank: Prepared | undefined;
}

export function planFetchVertices(statement: FetchVerticesStatement, context: PlanContext): PlanNode {
  const space = spaceInUse(context);
  const tags = statement.all ? undefined : statement.tags.map((name) => tagNamed(name, context));
  const clause = statement.yield;
  if (!clause) throw semanticError('Missing yield clause.');
  checkPropertyYield(clause.columns, 'vertex', context);
  const named = tags ? new Map(tags.map((tag) => [tag.name, tag])) : space.tags;
  if (namesOther(clause.columns, space.tags, named)) throw semanticError('mismatched tag.');
  const { source } = planVertices(statement.vertices, context);
  const plan: PlanNode = { kind: 'fetchVertices', from: source, tags, columns: [column('VERTEX', 'VERTEX')] };
  const scope = new GraphScope({ space, vertex: 0, tags: named });
  return projectColumns(plan, scope, namedColumns(clause), clause.distinct, context);
}

function tagNamed(name: string, context: PlanContext): SchemaDefinition {
  const tag = spaceInUse(context).tags.get(name);
  if (!tag) throw executionError(`TagNotFound: TagName \`${name}\``);
  return tag;
}

export function planFetchEdges(statement: FetchEdgesStatement, context: PlanContext): PlanNode {
  const space = spaceInUse(context);
  const schema = space.edges.get(statement.edge);
  if (!schema) throw executionError(`EdgeNotFound: EdgeName \`${statement.edge}\``);
  const clause = statement.yield;
  if (!clause) throw semanticError('Missing yield clause.');
  checkPropertyYield(clause.columns, 'edge', context);
  const named = new Map([[schema.name, schema]]);
  if (namesOther(clause.columns, space.edges, named)) throw semanticError(`should use edge name \`${schema.name}'`);
  const { input, keys } = planEdgeKeys(statement.keys, context);
  checkKeyTypes(statement.keys, keys, context);
  const plan: PlanNode = { kind: 'fetchEdges', schema, input, keys, columns: [column('EDGE', 'EDGE')] };
  const scope = new GraphScope({ space, edge: 0, edges: named });
  return projectColumns(plan, scope, namedColumns(clause), clause.distinct, context);
}

/** Whether a column names a property of one of the schemas, but of none that are fetched. */
function namesOther(
  columns: readonly YieldColumn[],
  schemas: ReadonlyMap<string, SchemaDefinition>,
  fetched: ReadonlyMap<string, SchemaDefinition>,
): boolean {
  return columns.some(({ expression }) =>
    some(expression, (node) => {
      if (node.kind !== 'attribute' || node.object.kind !== 'label') return false;
      return schemas.has(node.object.name) && !fetched.has(node.object.name);
    }),
  );
}

/** @throws StatementError SemanticError on ends that are no ids of the space, and ranks that are no ints */
function checkKeyTypes(
  written: FetchEdgesStatement['keys'],
  keys: readonly PreparedEdgeKey[],
  context: PlanContext,
): void {
  const vid = vidType(spaceInUse(context));
  for (const { src, dst, rank } of keys) {
    for (const [role, part, expected] of [
      ['src', src, vid],
      ['dst', dst, vid],
      ['rank', rank, 'INT'],
    ] as const) {
      const type = part ? knownType(part) : expected;
      if (type === expected || type === '__EMPTY__') continue;
      throw semanticError(
        written.kind === 'edgeKeys'
          ? `the ${role} should be type of ${expected}, but was\`${type}'`
          : `\`${printExpression(part!.expression)}' should be type of ${expected}, but was ${type}`,
      );
    }
  }
}

/** Edge keys written down, or from columns of `$-` or a variable. */
export function planEdgeKeys(
  keys: FetchEdgesStatement['keys'],
  context: PlanContext,
): { readonly input: PlanNode | undefined; readonly keys: readonly PreparedEdgeKey[] } {
  if (keys.kind === 'edgeKeys') {
    for (const { src, dst } of keys.keys) {
      checkEvaluable(src, context);
      checkEvaluable(dst, context);
    }
    return {
      input: undefined,
      keys: keys.keys.map(({ src, dst, rank }) => ({
        src: prepare(src, EMPTY_SCOPE, context),
        dst: prepare(dst, EMPTY_SCOPE, context),
        rank: rank && prepare(rank, EMPTY_SCOPE, context),
      })),
    };
  }
  const { src, dst, rank } = keys.key;
  const { input, variables } = referencesOf([src, dst, rank], context);
  if (input && variables.size > 0) throw semanticError('Not support both input and variable.');
  if (variables.size > 1) throw semanticError('Only one variable allowed to use.');
  const [variable] = variables;
  for (const part of [src, dst, rank]) {
    if (part && part.kind !== 'inputProperty' && part.kind !== 'variableProperty' && part.kind !== 'constant') {
      throw semanticError(`\`${printExpression(part)}' is not an evaluable expression.`);
    }
  }
  const table = variable ? variableTable(variable[0], variable[1], context) : pipeTable(src, context);
  for (const part of [src, dst, rank]) {
    if (part?.kind === 'inputProperty' || part?.kind === 'variableProperty') columnSlot(table, part);
  }
  const scope = new ColumnScope(table.columns);
  return {
    input: table.plan,
    keys: [
      {
        src: prepare(src, scope, context),
        dst: prepare(dst, scope, context),
        rank: rank && prepare(rank, scope, context),
      },
    ],
  };
}
