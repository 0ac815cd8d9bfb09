import type { Statement } from '../ast/statement.ts';
import type { UnwindStatement } from '../ast/query-statement.ts';
import type { Cursor } from './cursor.ts';
import { parseKill } from './job.ts';
import { parseMatch, parseUnwind } from './match.ts';
import { parseDelete } from './delete.ts';
import { parseGroupBy, parseLimit, parseOrderBy, parseSample, parseYieldStatement } from './stages.ts';
import { parseDescribe, parseShow } from './show.ts';
import { parseFetch, parseFindPath, parseGo, parseLookup, parseSubgraph } from './traversal.ts';
import { parseUpdate } from './update.ts';

/** Statements that may stand in a pipe. */
export function parsePipeable(cursor: Cursor): Statement {
  switch (cursor.type) {
    case 'GO':
      return parseGo(cursor);
    case 'LOOKUP':
      return parseLookup(cursor);
    case 'FETCH':
      return parseFetch(cursor);
    case 'FIND':
      return parseFindPath(cursor);
    case 'GET':
      return parseSubgraph(cursor);
    case 'YIELD':
      return parseYieldStatement(cursor);
    case 'GROUP':
      return parseGroupBy(cursor);
    case 'ORDER':
      return parseOrderBy(cursor);
    case 'LIMIT':
    case 'OFFSET':
      return parseLimit(cursor);
    case 'SAMPLE':
      return parseSample(cursor);
    case 'RETURN':
      return parseMatch(cursor);
    case 'UNWIND':
      return parsePipedUnwind(cursor);
    case 'DELETE':
      return parseDelete(cursor);
    case 'UPDATE':
    case 'UPSERT':
      return parseUpdate(cursor);
    case 'KILL':
      return parseKill(cursor);
    case 'SHOW':
      return parseShow(cursor);
    case 'DESC':
    case 'DESCRIBE':
      return parseDescribe(cursor);
    default:
      return cursor.fail();
  }
}

function parsePipedUnwind(cursor: Cursor): UnwindStatement {
  const { offset, end, list, alias } = parseUnwind(cursor);
  return { kind: 'unwind', offset, end, list, alias };
}
