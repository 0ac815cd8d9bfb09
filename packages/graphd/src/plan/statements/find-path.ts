import {
  printExpression,
  type Expression,
  type FindPathStatement,
  type SubgraphDirection,
  type SubgraphStatement,
} from '@orrery/ngql';
import { GraphScope } from '../../bind/graph-scope.ts';
import { ColumnScope } from '../../bind/scope.ts';
import { semanticError } from '../../bind/statement-error.ts';
import { walk } from '../../bind/walk-expression.ts';
import type { SchemaDefinition } from '../../catalog/definitions.ts';
import { column, prepareCondition, spaceInUse, type PlanContext } from '../plan-context.ts';
import type { EdgeWalk, PlanNode } from '../plan-node.ts';
import { edgesOf, walksOf } from './go.ts';
import { planVertices } from './vertex-source.ts';

const DEFAULT_STEPS = 5n;

export function planFindPath(statement: FindPathStatement, context: PlanContext): PlanNode {
  const space = spaceInUse(context);
  for (const { name } of statement.over.edges) {
    if (!space.edges.has(name)) throw semanticError(`${name} not found in space [${space.definition.name}].`);
  }
  const edges = edgesOf(statement.over, context);
  const [from, to] = [planVertices(statement.from, context), planVertices(statement.to, context)];
  const scope = new GraphScope({ space, source: 0, edge: 1, destination: 2, edges });
  const { where } = statement;
  for (const node of where ? walk(where) : []) {
    const isVariable = node.kind === 'variableProperty' && !context.evaluation.parameters.has(node.variable);
    if (isVariable || node.kind === 'inputProperty' || node.kind === 'destinationProperty') {
      throw semanticError(`Not support \`${printExpression(where!)}' in where sentence.`);
    }
  }
  const condition = where && prepareCondition(where, scope, context).condition;
  const clause = statement.yield;
  if (!clause) throw semanticError('Missing yield clause.');
  const [item] = clause.columns;
  if (!item || clause.columns.length !== 1) throw semanticError('Only support yield path');
  if (item.expression.kind !== 'label' || item.expression.name.toUpperCase() !== 'PATH') {
    const text = printExpression(item.expression) + (item.alias === undefined ? '' : ` AS ${item.alias}`);
    throw semanticError(`illegal yield clauses \`${text}'. only support yield path`);
  }
  return {
    kind: 'findPath',
    from: from.source,
    to: to.source,
    walks: walksOf(edges.values(), statement.over.direction),
    path: statement.path,
    maxSteps: Number(statement.upto ?? DEFAULT_STEPS),
    shown: statement.withProperties ? undefined : propertiesRead(where, edges),
    condition,
    columns: [column(item.alias ?? 'path', 'PATH')],
  };
}

/** Edge types with the ways that IN, OUT and BOTH allow; without any of them all, both ways. */
function subgraphWalks(
  statement: SubgraphStatement,
  context: PlanContext,
): { readonly walks: EdgeWalk[]; readonly edges: Map<string, SchemaDefinition> } {
  const edges = new Map<string, SchemaDefinition>();
  const walks = new Map<string, EdgeWalk>();
  const add = (part: SubgraphDirection | undefined, direction: 'out' | 'in' | 'both'): void => {
    if (!part) return;
    if (part.edges.some(({ alias }) => alias !== undefined)) {
      throw semanticError('Get Subgraph not support rename edge name.');
    }
    const named = edgesOf({ all: part.all || part.edges.length === 0, edges: part.edges }, context);
    for (const [name, schema] of named) edges.set(name, schema);
    for (const step of walksOf(named.values(), direction)) walks.set(`${step.schema.id} ${step.direction}`, step);
  };
  add(statement.in, 'in');
  add(statement.out, 'out');
  add(statement.both, 'both');
  if (walks.size === 0) {
    const all = spaceInUse(context).edges;
    return { walks: walksOf(all.values(), 'both'), edges: new Map(all) };
  }
  return { walks: [...walks.values()], edges };
}

/** The properties of tags and edge types that a condition names; `edges` by the names that they have in it. */
function propertiesRead(
  where: Expression | undefined,
  edges: ReadonlyMap<string, SchemaDefinition>,
): Map<string, Set<string>> {
  const read = new Map<string, Set<string>>();
  const add = (owner: string, name: string): unknown => read.set(owner, (read.get(owner) ?? new Set()).add(name));
  for (const node of where ? walk(where) : []) {
    if (node.kind === 'sourceProperty' || node.kind === 'destinationProperty') add(node.tag, node.name);
    if (node.kind === 'attribute' && node.object.kind === 'label') {
      add(edges.get(node.object.name)?.name ?? node.object.name, node.name);
    }
  }
  return read;
}

export function planSubgraph(statement: SubgraphStatement, context: PlanContext): PlanNode {
  const space = spaceInUse(context);
  const { walks, edges } = subgraphWalks(statement, context);
  const { source } = planVertices(statement.from, context);
  for (const node of statement.where ? walk(statement.where) : []) {
    const owner = node.kind === 'attribute' && node.object.kind === 'label' ? node.object.name : undefined;
    if (owner !== undefined && space.edges.has(owner) && !edges.has(owner)) {
      throw semanticError(
        `Edge type "${owner}" in filter "${printExpression(statement.where!)}" is not in the edge types ` +
          `[${[...edges.keys()].reverse().join(',')}]`,
      );
    }
  }
  const scope = new GraphScope({ space, source: 0, edge: 1, destination: 2, edges });
  const condition = statement.where && prepareCondition(statement.where, scope, context).condition;
  const clause = statement.yield;
  if (!clause) throw semanticError('Missing yield clause.');
  const columns = [column('#vertices', 'LIST'), column('#edges', 'LIST')];
  const items = clause.columns.map(({ expression, alias }) => {
    const name = expression.kind === 'label' ? expression.name.toUpperCase() : '';
    if (name !== 'VERTICES' && name !== 'EDGES') {
      throw semanticError('Get Subgraph only support YIELD vertices OR edges');
    }
    return { name: alias ?? name.toLowerCase(), column: name === 'VERTICES' ? '#vertices' : '#edges' };
  });
  const input: PlanNode = {
    kind: 'subgraph',
    from: source,
    walks,
    steps: Number(statement.steps?.max ?? 1n),
    shown: statement.withProperties ? undefined : propertiesRead(statement.where, edges),
    withEdges: items.some((item) => item.column === '#edges'),
    condition,
    columns,
  };
  const inner = new ColumnScope(columns);
  return {
    kind: 'project',
    input,
    expressions: items.map((item) => ({
      expression: { kind: 'label', name: item.column, offset: statement.offset, end: statement.end },
      scope: inner,
    })),
    columns: items.map((item) => column(item.name, 'LIST')),
  };
}
