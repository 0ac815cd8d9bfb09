/* oxlint-disable unicorn/no-thenable -- branches of CASE are data, and their `then` no function */
import fc from 'fast-check';
import { KEYWORDS, type Expression, type Statement } from '@orrery/ngql';

/** Trees without source positions, as the printers take them: offset and end are 0. */
const at = { offset: 0, end: 0 } as const;

/** Text that attacks quoting: quotes, backslashes, line breaks, parameters, comments, control characters, surrogates. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc
    .array(
      fc.constantFrom(
        '"',
        "'",
        '\\',
        '\n',
        '\r',
        '\t',
        '\0',
        '`',
        '${',
        '${a}',
        '}',
        '$',
        '#',
        '--',
        '//',
        '/*',
        '*/',
        ';',
        '|',
        '(',
        ')',
        ' ',
        '0',
        '7',
        'f',
        'u',
        'x',
        'a',
        'É',
        '玩',
        '😀',
        '\ud800',
        '\udc00',
        '\u2028',
        '\ufeff',
        '\u007f',
        '" OR 1==1',
        "'); DROP SPACE x;",
        '\\"',
        '\\101',
        'NULL',
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.join('')),
);

export const int64: fc.Arbitrary<bigint> = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.constantFrom(0n, 1n, -1n, 9007199254740993n, 2n ** 63n - 1n, -(2n ** 63n)),
);

export const double: fc.Arbitrary<number> = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 1, -1, 1e21, 1e-7, 5e-324, Number.MAX_VALUE, 9007199254740992),
);

const name: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('a', 'player', 'like', '_src', 'x1', 'É', '玩家', 'a b', '${x}', '"', '--'),
  fc.constantFrom(...KEYWORDS.reserved, ...KEYWORDS.unreserved).map((word) => word.toLowerCase()),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }).filter((text) => !text.includes('`')),
);
const variableName = fc.constantFrom('a', 'v1', '_x', '玩家');

const natural = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n });
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });

/** Values as the grammar writes them: negative numbers are a sign and a literal. */
const constant: fc.Arbitrary<Expression> = fc
  .oneof(
    fc.constant(null),
    fc.boolean(),
    natural,
    fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 }),
    hostileText,
  )
  .map((value) => ({ ...at, kind: 'constant', value: Object.is(value, -0) ? 0 : value }));

const leaf: fc.Arbitrary<Expression> = fc.oneof(
  constant,
  name.map((text) => ({ ...at, kind: 'label', name: text }) as const),
  name.map((text) => ({ ...at, kind: 'inputProperty', name: text }) as const),
  fc.record({ variable: variableName, name }).map((node) => ({ ...at, kind: 'variableProperty', ...node }) as const),
  fc.record({ tag: name, name }).map((node) => ({ ...at, kind: 'sourceProperty', ...node }) as const),
  fc.record({ tag: name, name }).map((node) => ({ ...at, kind: 'destinationProperty', ...node }) as const),
  variableName.map((text) => ({ ...at, kind: 'variable', name: text }) as const),
  hostileText.map((text) => ({ ...at, kind: 'uuid', name: text }) as const),
);

const BINARY = [
  '+',
  '-',
  '*',
  '/',
  '%',
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  '=~',
  'IN',
  'NOT IN',
  'CONTAINS',
  'NOT CONTAINS',
  'STARTS WITH',
  'NOT STARTS WITH',
  'ENDS WITH',
  'NOT ENDS WITH',
  'AND',
  'OR',
  'XOR',
] as const;
const UNARY = ['+', '-', 'NOT', 'IS NULL', 'IS NOT NULL', 'IS EMPTY', 'IS NOT EMPTY'] as const;
const CASTS = ['BOOL', 'INT', 'FLOAT', 'STRING', 'DOUBLE', 'TIMESTAMP', 'DATE', 'TIME', 'DATETIME'] as const;

const reference: fc.Arbitrary<Expression> = fc.oneof(
  fc.constantFrom('VERTEX', '$^', '$$').map((which) => ({ ...at, kind: 'vertex', which }) as const),
  fc.constant({ ...at, kind: 'edge' } as const),
);

/** Every kind of expression that the grammar has. */
export const expression: fc.Arbitrary<Expression> = fc.letrec<{ tree: Expression }>((tie) => {
  const tree = tie('tree');
  const trees = fc.array(tree, { maxLength: 3 });
  const map = fc
    .array(fc.record({ key: fc.oneof(name, hostileText), value: tree }), { maxLength: 2 })
    .map((entries) => ({ ...at, kind: 'map' as const, entries }));
  const node = fc
    .record({
      alias: maybe(name),
      labels: fc.array(
        fc.record({ name, properties: maybe(map) }).map((label) => ({ ...at, kind: 'nodeLabel' as const, ...label })),
        { maxLength: 2 },
      ),
      properties: maybe(map),
    })
    .map((parts) => ({
      ...at,
      kind: 'node' as const,
      ...parts,
      ...(parts.labels.length > 0 ? { properties: undefined } : {}),
    }));
  const range = fc
    .record({ min: fc.bigInt({ min: 0n, max: 9n }), max: maybe(fc.bigInt({ min: 0n, max: 9n })) })
    .map((hops) => ({ ...at, kind: 'hopRange' as const, ...hops }));
  const edge = fc
    .record({
      alias: maybe(name),
      types: fc.array(name, { maxLength: 2 }),
      direction: fc.constantFrom('out', 'in', 'both'),
      range: maybe(range),
      properties: maybe(map),
    })
    .map((parts) => ({ ...at, kind: 'edgePattern' as const, ...parts }));
  const pattern = fc
    .record({ first: node, rest: fc.array(fc.tuple(edge, node), { minLength: 1, maxLength: 2 }) })
    .map(({ first, rest }) => ({
      ...at,
      kind: 'pattern' as const,
      pattern: {
        ...at,
        kind: 'path' as const,
        alias: undefined,
        shortest: undefined,
        nodes: [first, ...rest.map(([, end]) => end)],
        edges: rest.map(([step]) => step),
      },
    }));
  const nameAndList = { variable: name, collection: tree };
  const inner = fc.oneof(
    fc
      .record({ operator: fc.constantFrom(...BINARY), left: tree, right: tree })
      .map((parts) => ({ ...at, kind: 'binary', ...parts }) as const),
    fc
      .record({ operator: fc.constantFrom(...UNARY), operand: tree })
      .map((parts) => ({ ...at, kind: 'unary', ...parts }) as const),
    fc
      .record({ type: fc.constantFrom(...CASTS), operand: tree })
      .map((parts) => ({ ...at, kind: 'cast', ...parts }) as const),
    fc.record({ object: tree, name }).map((parts) => ({ ...at, kind: 'attribute', ...parts }) as const),
    fc.record({ object: tree, index: tree }).map((parts) => ({ ...at, kind: 'subscript', ...parts }) as const),
    fc
      .record({ object: tree, from: maybe(tree), to: maybe(tree) })
      .filter(({ from, to }) => from !== undefined || to !== undefined)
      .map((parts) => ({ ...at, kind: 'subscriptRange', ...parts }) as const),
    fc.oneof(tree, reference).map((argument) => ({ ...at, kind: 'call', name: 'Id', arguments: [argument] }) as const),
    trees
      .filter((list) => list.length > 0)
      .map((list) => ({ ...at, kind: 'call', name: 'coalesce', arguments: list }) as const),
    fc.constant({ ...at, kind: 'call', name: 'date', arguments: [] } as const),
    fc
      .record({ name: fc.constantFrom('count', 'SUM', 'collect'), distinct: fc.boolean(), argument: tree })
      .map((parts) => ({ ...at, kind: 'aggregate', ...parts }) as const),
    fc.constant({ ...at, kind: 'aggregate', name: 'COUNT', distinct: false, argument: undefined } as const),
    fc.record({ when: tree, then: tree, otherwise: tree }).map(
      ({ when, then, otherwise }) =>
        ({
          ...at,
          kind: 'case',
          subject: undefined,
          branches: [{ when, then }],
          otherwise,
          conditional: true,
        }) as const,
    ),
    fc
      .record({
        subject: maybe(tree),
        branches: fc.array(fc.record({ when: tree, then: tree }), { minLength: 1, maxLength: 2 }),
        otherwise: maybe(tree),
      })
      .map((parts) => ({ ...at, kind: 'case', ...parts, conditional: false }) as const),
    trees.map((items) => ({ ...at, kind: 'list', items }) as const),
    trees.map((items) => ({ ...at, kind: 'set', items }) as const),
    map,
    fc
      .record({ ...nameAndList, filter: maybe(tree), mapping: maybe(tree) })
      .filter(({ filter, mapping }) => filter !== undefined || mapping !== undefined)
      .map((parts) => ({ ...at, kind: 'listComprehension', ...parts }) as const),
    fc
      .record({ name: fc.constantFrom('all', 'any', 'none', 'single'), ...nameAndList, filter: tree })
      .map((parts) => ({ ...at, kind: 'predicate', ...parts }) as const),
    fc
      .record({ object: tree, name })
      .map((parts) => ({ ...at, kind: 'exists', operand: { ...at, kind: 'attribute', ...parts } }) as const),
    fc
      .record({ accumulator: name, initial: tree, ...nameAndList, mapping: tree })
      .map((parts) => ({ ...at, kind: 'reduce', ...parts }) as const),
    pattern,
  ) as fc.Arbitrary<Expression>;
  return { tree: fc.oneof({ maxDepth: 4, depthIdentifier: 'expression' }, leaf, inner) };
}).tree;

const column = fc
  .record({ expression, alias: maybe(name) })
  .map((parts) => ({ ...at, kind: 'yieldColumn' as const, ...parts }));
const columns = fc.array(column, { minLength: 1, maxLength: 3 });
const vid: fc.Arbitrary<Expression> = fc.oneof(hostileText, int64).map((value) => ({ ...at, kind: 'constant', value }));
const vertices = fc.array(vid, { minLength: 1, maxLength: 3 }).map((vids) => ({ ...at, kind: 'vids' as const, vids }));

/** Statements of the families that hold expressions and values. */
export const statement: fc.Arbitrary<Statement> = fc.oneof(
  fc.record({ distinct: fc.boolean(), columns }).map((clause): Statement => ({
    ...at,
    kind: 'yieldStatement',
    yield: { ...at, kind: 'yield', ...clause },
    where: undefined,
    join: undefined,
  })),
  fc
    .record({ distinct: fc.boolean(), all: fc.boolean(), columns, skip: maybe(expression), limit: maybe(expression) })
    .map((projection): Statement => ({
      ...at,
      kind: 'match',
      clauses: [],
      return: { ...at, kind: 'return', orderBy: undefined, ...projection },
    })),
  fc
    .record({ from: vertices, edge: name, where: maybe(expression.filter(withoutAggregate)) })
    .map(({ from, edge, where }): Statement => ({
      ...at,
      kind: 'go',
      steps: undefined,
      from,
      over: {
        ...at,
        kind: 'over',
        all: false,
        edges: [{ ...at, kind: 'overEdge', name: edge, alias: undefined }],
        direction: 'both',
      },
      where,
      yield: undefined,
      truncate: undefined,
    })),
  fc
    .record({
      tag: name,
      properties: fc.array(name, { maxLength: 3 }),
      rows: fc.array(fc.record({ vid, values: fc.array(expression, { maxLength: 3 }) }), {
        minLength: 1,
        maxLength: 3,
      }),
    })
    .map(({ tag, properties, rows }): Statement => ({
      ...at,
      kind: 'insertVertices',
      ifNotExists: true,
      ignoreExistedIndex: false,
      tags: [{ ...at, kind: 'insertTag', tag, properties }],
      rows: rows.map((row) => ({ ...at, kind: 'vertexRow', ...row })),
    })),
  fc
    .record({ edge: name, src: vid, dst: vid, rank: int64, values: fc.array(expression, { maxLength: 3 }) })
    .map(({ edge, ...row }): Statement => ({
      ...at,
      kind: 'insertEdges',
      ifNotExists: false,
      ignoreExistedIndex: true,
      edge,
      properties: undefined,
      rows: [{ ...at, kind: 'edgeRow', ...row }],
    })),
  fc
    .record({ user: name, oldPassword: hostileText, newPassword: hostileText })
    .map((parts): Statement => ({ ...at, kind: 'changePassword', ...parts })),
);

function withoutAggregate(tree: Expression): boolean {
  return !JSON.stringify(tree, (_key, value: unknown) => (typeof value === 'bigint' ? '' : value)).includes(
    '"kind":"aggregate"',
  );
}
