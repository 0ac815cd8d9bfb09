import { printExpression } from '@orrery/ngql';
import { inputsOf, type PlanNode } from './plan-node.ts';

/** What EXPLAIN says of a node. */
export interface NodeDescription {
  readonly name: string;
  readonly details: readonly { readonly key: string; readonly value: string }[];
}

const NAMES: Readonly<Record<PlanNode['kind'], string>> = {
  start: 'Start',
  values: 'Values',
  variable: 'Variable',
  filter: 'Filter',
  project: 'Project',
  extend: 'Extend',
  dedup: 'Dedup',
  aggregate: 'Aggregate',
  sort: 'Sort',
  limit: 'Limit',
  sample: 'Sample',
  unwind: 'Unwind',
  union: 'Union',
  membership: 'Membership',
  join: 'HashInnerJoin',
  command: 'Command',
  go: 'Expand',
  fetchVertices: 'GetVertices',
  fetchEdges: 'GetEdges',
  scanVertices: 'ScanVertices',
  scanEdges: 'ScanEdges',
  expand: 'Traverse',
  expandVariable: 'Traverse',
  optional: 'OptionalApply',
  argument: 'Argument',
  collect: 'RollUpApply',
  shortestPath: 'ShortestPath',
  findPath: 'FindPath',
  subgraph: 'Subgraph',
};

export function describeNode(node: PlanNode): NodeDescription {
  const details = [{ key: 'colNames', value: JSON.stringify(node.columns.map(({ name }) => name)) }];
  const add = (key: string, value: string): void => {
    details.push({ key, value });
  };
  switch (node.kind) {
    case 'filter':
      add('condition', node.text);
      break;
    case 'project':
    case 'extend':
      add('columns', node.expressions.map(({ expression }) => printExpression(expression)).join(', '));
      break;
    case 'aggregate':
      add('groupKeys', node.keys.map(({ expression }) => printExpression(expression)).join(', '));
      break;
    case 'sort':
      add('factors', JSON.stringify(node.keys));
      if (node.top !== undefined) add('top', String(node.top));
      break;
    case 'limit':
      add('offset', String(node.skip));
      add('count', String(node.count));
      break;
    case 'go':
      add('steps', `${node.minSteps}..${node.maxSteps}`);
      add('edges', node.walks.map(({ schema, direction }) => `${schema.name} ${direction}`).join(', '));
      break;
    case 'scanVertices':
    case 'scanEdges':
      add('access', node.access.kind);
      if (node.access.kind === 'index') add('index', node.access.index.name);
      if (node.access.kind === 'tag') add('tag', node.access.schema.name);
      break;
    case 'expand':
    case 'expandVariable':
      add('edges', node.walks.map(({ schema, direction }) => `${schema.name} ${direction}`).join(', '));
      break;
    case 'command':
      return { name: node.name, details };
  }
  return { name: NAMES[node.kind], details };
}

/** The nodes of a plan, the root first, each before its inputs. */
export function nodesOf(root: PlanNode): PlanNode[] {
  return [root, ...inputsOf(root).flatMap(nodesOf)];
}
