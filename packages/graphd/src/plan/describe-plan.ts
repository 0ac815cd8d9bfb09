import { printExpression } from '@orrery/ngql';
import { inputsOf, type Access, type Bound, type EdgeWalk, type PlanNode, type VertexSource } from './plan-node.ts';

/** What EXPLAIN says of a node; names and keys are NebulaGraph's where it has such an operator. */
export interface NodeDescription {
  readonly name: string;
  readonly details: readonly { readonly key: string; readonly value: string }[];
}

type Details = readonly (readonly [key: string, value: unknown])[];

type Describers = {
  readonly [Kind in PlanNode['kind']]: (node: Extract<PlanNode, { kind: Kind }>) => readonly [string, Details];
};

/** Names that planners give to what has none in the statement, as a reader knows it. */
export function readableText(text: string): string {
  const parts = (json: string): string[] => JSON.parse(json) as string[];
  return text
    .replace(/\$?#tag (\["(?:[^"\\]|\\.)*","(?:[^"\\]|\\.)*"\])/g, (_all, json: string) => parts(json).join(':'))
    .replace(/\$?#path \d+ (\["(?:[^"\\]|\\.|",")*"\])/g, (_all, json: string) => `path(${parts(json).join(', ')})`)
    .replace(/#aggregate (.+?) (?:true|false)(?=\W|$)/g, '$1')
    .replace(/#key /g, '');
}

const textOf = ({ expression }: Bound): string => readableText(printExpression(expression));
const textsOf = (bounds: readonly Bound[]): string[] => bounds.map(textOf);

/** `expression AS name` where they differ. */
function named(expressions: readonly Bound[], columns: readonly { readonly name: string }[]): string[] {
  return expressions.map((bound, i) => {
    const [text, name] = [textOf(bound), columns[i] && readableText(columns[i].name)];
    return name === undefined || name === text ? text : `${text} AS ${name}`;
  });
}

const edgesOf = (walks: readonly EdgeWalk[]): readonly [string, unknown] => [
  'edges',
  walks.map(({ schema, direction }) => ({ type: schema.name, direction })),
];

const sourceOf = (source: VertexSource): unknown =>
  source.kind === 'ids' ? textsOf(source.ids) : `$-.${source.input.columns[source.slot]!.name}`;

const stepsOf = (least: number, most: number): readonly [string, unknown] => [
  'steps',
  most === Infinity ? `${least}..` : `${least}..${most}`,
];

const filterOf = (condition: Bound | undefined): Details => (condition ? [['filter', textOf(condition)]] : []);

function rangeText({ equal, lower, upper }: Extract<Access, { kind: 'index' }>['ranges'][number]): string {
  const parts = textsOf(equal).map((text) => `== ${text}`);
  if (lower) parts.push(`${lower.inclusive ? '>=' : '>'} ${textOf(lower.value)}`);
  if (upper) parts.push(`${upper.inclusive ? '<=' : '<'} ${textOf(upper.value)}`);
  return parts.join(', ');
}

/** NebulaGraph tells scans of an index by how much of it they read. */
function indexScan(kind: 'Tag' | 'Edge', access: Extract<Access, { kind: 'index' }>): readonly [string, Details] {
  const isFull = access.ranges.every(({ equal, lower, upper }) => equal.length === 0 && !lower && !upper);
  const isPrefix = access.ranges.every(({ lower, upper }) => !lower && !upper);
  const extent = isFull ? 'FullScan' : isPrefix ? 'PrefixScan' : 'RangeScan';
  const { index } = access;
  return [
    `${kind}Index${extent}`,
    [
      ['schema', index.schemaName],
      ['index', index.name],
      ['ranges', isFull ? [] : access.ranges.map(rangeText)],
    ],
  ];
}

const DESCRIBERS: Describers = {
  start: () => ['Start', []],
  values: ({ rows }) => ['Values', [['rows', rows.length]]],
  variable: ({ name }) => ['Variable', [['variable', `$${name}`]]],
  argument: () => ['Argument', []],
  filter: ({ text }) => ['Filter', [['condition', readableText(text())]]],
  project: ({ expressions, columns }) => ['Project', [['columns', named(expressions, columns)]]],
  extend: ({ expressions, columns }) => [
    'Extend',
    [['columns', named(expressions, columns.slice(columns.length - expressions.length))]],
  ],
  dedup: () => ['Dedup', []],
  aggregate: ({ keys, items }) => [
    'Aggregate',
    [
      ['groupKeys', textsOf(keys)],
      [
        'groupItems',
        items.map(({ name, distinct, argument }) => {
          return `${name}(${distinct ? 'distinct ' : ''}${argument ? textOf(argument) : '*'})`;
        }),
      ],
    ],
  ],
  sort: ({ keys, top, columns }) => {
    const factors = keys.map(({ slot, descending }) => [
      readableText(columns[slot]!.name),
      descending ? 'DESCEND' : 'ASCEND',
    ]);
    return top === undefined
      ? ['Sort', [['factors', factors]]]
      : [
          'TopN',
          [
            ['factors', factors],
            ['count', top],
          ],
        ];
  },
  limit: ({ skip, count }) => [
    'Limit',
    [
      ['offset', skip],
      ['count', count === Infinity ? -1 : count],
    ],
  ],
  sample: ({ count }) => ['Sample', [['count', count]]],
  unwind: ({ list }) => ['Unwind', [['unwindExpr', textOf(list)]]],
  union: () => ['Union', []],
  membership: ({ wanted }) => [wanted ? 'Intersect' : 'Minus', []],
  equalityJoin: ({ leftKeys, rightKeys }) => [
    'HashInnerJoin',
    [
      ['hashKeys', textsOf(leftKeys)],
      ['probeKeys', textsOf(rightKeys)],
    ],
  ],
  join: ({ leftKey, rightKey }) => [
    'HashInnerJoin',
    [
      ['hashKeys', [textOf(leftKey)]],
      ['probeKeys', [textOf(rightKey)]],
    ],
  ],
  command: ({ name }) => [name, []],
  go: (node) => [
    'ExpandAll',
    [
      ['src', sourceOf(node.from)],
      stepsOf(node.minSteps, node.maxSteps),
      edgesOf(node.walks),
      ...(node.truncate ? [[node.truncate.sample ? 'sample' : 'stepLimits', node.truncate.counts] as const] : []),
    ],
  ],
  fetchVertices: ({ from, tags }) => [
    'GetVertices',
    [
      ['src', sourceOf(from)],
      ['tags', tags ? tags.map(({ name }) => name) : '*'],
    ],
  ],
  fetchEdges: ({ schema, keys }) => [
    'GetEdges',
    [
      ['type', schema.name],
      ['keys', keys.map(({ src, dst, rank }) => `${textOf(src)}->${textOf(dst)}@${rank ? textOf(rank) : 0}`)],
    ],
  ],
  scanVertices: ({ access }) => {
    switch (access.kind) {
      case 'index':
        return indexScan('Tag', access);
      case 'ids':
        return ['GetVertices', [['src', textOf(access.ids)]]];
      case 'tag':
        return ['ScanVertices', [['tag', access.schema.name]]];
      default:
        return ['ScanVertices', []];
    }
  },
  scanEdges: ({ access }) =>
    access.kind === 'index'
      ? indexScan('Edge', access)
      : ['ScanEdges', [['types', access.schemas.map(({ name }) => name)]]],
  expand: (node) => ['Traverse', [stepsOf(1, 1), edgesOf(node.walks)]],
  expandVariable: (node) => [
    'Traverse',
    [stepsOf(node.minHops, node.maxHops), edgesOf(node.walks), ...filterOf(node.edgeCondition)],
  ],
  optional: () => ['OptionalApply', []],
  collect: () => ['RollUpApply', []],
  shortestPath: (node) => [
    'ShortestPath',
    [
      ['singleShortest', !node.all],
      stepsOf(node.minHops, node.maxHops),
      edgesOf(node.walks),
      ...filterOf(node.edgeCondition),
    ],
  ],
  findPath: (node) => [
    node.path === 'all' || node.path === 'noloop' ? 'AllPaths' : 'BFSShortest',
    [
      ['path', node.path],
      ['from', sourceOf(node.from)],
      ['to', sourceOf(node.to)],
      stepsOf(1, node.maxSteps),
      edgesOf(node.walks),
      ...filterOf(node.condition),
    ],
  ],
  subgraph: (node) => [
    'Subgraph',
    [['src', sourceOf(node.from)], stepsOf(0, node.steps), edgesOf(node.walks), ...filterOf(node.condition)],
  ],
};

export function describeNode(node: PlanNode): NodeDescription {
  const describe = DESCRIBERS[node.kind] as (node: PlanNode) => readonly [string, Details];
  const [name, details] = describe(node);
  return {
    name,
    details: details.map(([key, value]) => ({ key, value: typeof value === 'string' ? value : JSON.stringify(value) })),
  };
}

/** The nodes of a plan, the root first, each once and before its inputs. */
export function nodesOf(root: PlanNode): PlanNode[] {
  const found = new Set<PlanNode>();
  const visit = (node: PlanNode): void => {
    if (found.has(node)) return;
    found.add(node);
    for (const input of inputsOf(node)) visit(input);
  };
  visit(root);
  return [...found];
}
