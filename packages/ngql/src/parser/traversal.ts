import type {
  FetchEdgesStatement,
  FetchVerticesStatement,
  FindPathStatement,
  GoStatement,
  LookupStatement,
  SubgraphDirection,
  SubgraphStatement,
  TruncateClause,
} from '../ast/query-statement.ts';
import {
  parseEdgeKeys,
  parseOver,
  parseOverEdge,
  parsePlainYield,
  parseSteps,
  parseVertices,
  parseWhere,
} from './clause.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression } from './expression.ts';

export function parseGo(cursor: Cursor): GoStatement {
  const { offset } = cursor;
  cursor.expect('GO');
  const steps = parseSteps(cursor);
  cursor.expect('FROM');
  const from = parseVertices(cursor);
  const over = parseOver(cursor);
  const where = parseWhere(cursor);
  const yields = parsePlainYield(cursor);
  const truncate = parseTruncate(cursor);
  return { kind: 'go', offset, end: cursor.end, steps, from, over, where, yield: yields, truncate };
}

function parseTruncate(cursor: Cursor): TruncateClause | undefined {
  const { offset } = cursor;
  const sample = cursor.accept('SAMPLE');
  if (!sample && !cursor.accept('LIMIT')) return undefined;
  const counts = parseExpression(cursor);
  return { kind: 'truncate', offset, end: cursor.end, sample, counts };
}

export function parseLookup(cursor: Cursor): LookupStatement {
  const { offset } = cursor;
  cursor.expectAll('LOOKUP', 'ON');
  const on = cursor.name();
  const where = parseWhere(cursor);
  const yields = parsePlainYield(cursor);
  return { kind: 'lookup', offset, end: cursor.end, on, where, yield: yields };
}

export function parseFetch(cursor: Cursor): FetchVerticesStatement | FetchEdgesStatement {
  const { offset } = cursor;
  cursor.expectAll('FETCH', 'PROP', 'ON');
  const all = cursor.accept('*');
  const names = all ? [] : cursor.names();
  const start = cursor.index;
  if (!all && names.length === 1 && atEdgeKey(cursor)) {
    cursor.seek(start);
    const keys = parseEdgeKeys(cursor);
    const yields = parsePlainYield(cursor);
    return { kind: 'fetchEdges', offset, end: cursor.end, edge: names[0]!, keys, yield: yields };
  }
  const vertices = parseVertices(cursor);
  const yields = parsePlainYield(cursor);
  return { kind: 'fetchVertices', offset, end: cursor.end, all, tags: names, vertices, yield: yields };
}

/** True when an arrow comes before the clause, list or statement ends; looks no further than the first key. */
function atEdgeKey(cursor: Cursor): boolean {
  let depth = 0;
  for (let ahead = 0; ; ahead++) {
    const type = cursor.peek(ahead);
    if (type === '->') return depth === 0;
    if (type === '(') depth++;
    if (type === ')') depth--;
    if (type === 'end' || type === ';' || type === '|' || type === 'YIELD' || (type === ',' && depth === 0))
      return false;
  }
}

const PATH_KINDS = { SHORTEST: 'shortest', ALL: 'all', NOLOOP: 'noloop' } as const;

export function parseFindPath(cursor: Cursor): FindPathStatement {
  const { offset } = cursor;
  cursor.expect('FIND');
  let path: FindPathStatement['path'];
  if (cursor.accept('SINGLE')) {
    cursor.expect('SHORTEST');
    path = 'singleShortest';
  } else if (cursor.at('SHORTEST') || cursor.at('ALL') || cursor.at('NOLOOP')) {
    path = PATH_KINDS[cursor.type as keyof typeof PATH_KINDS];
    cursor.advance();
  } else {
    cursor.fail();
  }
  cursor.expect('PATH');
  const withProperties = acceptWithProp(cursor);
  cursor.expect('FROM');
  const from = parseVertices(cursor);
  cursor.expect('TO');
  const to = parseVertices(cursor);
  const over = parseOver(cursor);
  const where = parseWhere(cursor);
  const upto = parseUpto(cursor);
  const yields = parsePlainYield(cursor);
  return {
    kind: 'findPath',
    offset,
    end: cursor.end,
    path,
    withProperties,
    from,
    to,
    over,
    where,
    upto,
    yield: yields,
  };
}

function acceptWithProp(cursor: Cursor): boolean {
  if (!cursor.accept('WITH')) return false;
  cursor.expect('PROP');
  return true;
}

function parseUpto(cursor: Cursor): bigint | undefined {
  if (!cursor.accept('UPTO')) return undefined;
  const steps = cursor.int();
  if (!cursor.accept('STEPS')) cursor.expect('STEP');
  return steps;
}

export function parseSubgraph(cursor: Cursor): SubgraphStatement {
  const { offset } = cursor;
  cursor.expectAll('GET', 'SUBGRAPH');
  const withProperties = acceptWithProp(cursor);
  const steps = parseSteps(cursor);
  cursor.expect('FROM');
  const from = parseVertices(cursor);
  const incoming = parseDirection(cursor, 'IN');
  const outgoing = parseDirection(cursor, 'OUT');
  const both = parseDirection(cursor, 'BOTH');
  const where = parseWhere(cursor);
  const yields = parsePlainYield(cursor);
  return {
    kind: 'subgraph',
    offset,
    end: cursor.end,
    withProperties,
    steps,
    from,
    in: incoming,
    out: outgoing,
    both,
    where,
    yield: yields,
  };
}

function parseDirection(cursor: Cursor, keyword: 'IN' | 'OUT' | 'BOTH'): SubgraphDirection | undefined {
  const { offset } = cursor;
  if (!cursor.accept(keyword)) return undefined;
  const all = cursor.accept('*');
  const edges = all ? [] : cursor.list(parseOverEdge);
  return { kind: 'subgraphDirection', offset, end: cursor.end, all, edges };
}
