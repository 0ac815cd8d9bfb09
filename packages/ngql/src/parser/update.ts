import type { UpdateEdgeStatement, UpdateItem, UpdateVertexStatement } from '../ast/mutation-statement.ts';
import { parseEdgeKey, parsePlainYield, parseVid } from './clause.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression } from './expression.ts';

/** UPDATE and UPSERT, in the form with ON and in the older one. */
export function parseUpdate(cursor: Cursor): UpdateVertexStatement | UpdateEdgeStatement {
  const { offset } = cursor;
  const insertable = cursor.accept('UPSERT');
  if (!insertable) cursor.expect('UPDATE');
  if (cursor.accept('VERTEX')) {
    const tag = cursor.accept('ON') ? cursor.name() : undefined;
    const vids = cursor.list(parseVid);
    const rest = parseChange(cursor);
    return { kind: 'updateVertex', offset, insertable, tag, vids, ...rest, end: cursor.end };
  }
  cursor.expect('EDGE');
  const named = cursor.accept('ON') ? cursor.name() : undefined;
  const keys = cursor.list(parseEdgeKey);
  if (named === undefined) cursor.expect('OF');
  const edge = named ?? cursor.name();
  const rest = parseChange(cursor);
  return { kind: 'updateEdge', offset, insertable, edge, keys, ...rest, end: cursor.end };
}

/** `SET … [WHEN …] [YIELD …]` */
function parseChange(cursor: Cursor): Pick<UpdateVertexStatement, 'items' | 'when' | 'yield'> {
  cursor.expect('SET');
  const items = cursor.list(parseItem);
  const when = cursor.accept('WHEN') ? parseExpression(cursor) : undefined;
  const yields = parsePlainYield(cursor);
  return { items, when, yield: yields };
}

/** `property = value` or `tag.property = value` */
function parseItem(cursor: Cursor): UpdateItem {
  const { offset } = cursor;
  const first = cursor.name();
  const owner = cursor.accept('.') ? first : undefined;
  const property = owner === undefined ? first : cursor.name();
  cursor.expect('=');
  const value = parseExpression(cursor);
  return { kind: 'updateItem', offset, end: cursor.end, owner, property, value };
}
