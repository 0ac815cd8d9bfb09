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
    const vid = parseVid(cursor);
    const rest = parseChange(cursor, tag === undefined);
    return { kind: 'updateVertex', offset, end: cursor.end, insertable, tag, vid, ...rest };
  }
  cursor.expect('EDGE');
  const named = cursor.accept('ON') ? cursor.name() : undefined;
  const key = parseEdgeKey(cursor);
  if (named === undefined) cursor.expect('OF');
  const edge = named ?? cursor.name();
  const rest = parseChange(cursor, false);
  return { kind: 'updateEdge', offset, end: cursor.end, insertable, edge, key, ...rest };
}

/** `SET … [WHEN …] [YIELD …]` */
function parseChange(cursor: Cursor, owned: boolean): Pick<UpdateVertexStatement, 'items' | 'when' | 'yield'> {
  cursor.expect('SET');
  const items = cursor.list((inner) => parseItem(inner, owned));
  const when = cursor.accept('WHEN') ? parseExpression(cursor) : undefined;
  const yields = parsePlainYield(cursor);
  return { items, when, yield: yields };
}

/** `property = value`; `tag.property = value` where no tag was named before. */
function parseItem(cursor: Cursor, owned: boolean): UpdateItem {
  const { offset } = cursor;
  const first = cursor.name();
  const owner = owned || cursor.at('.') ? first : undefined;
  if (owner !== undefined) cursor.expect('.');
  const property = owner === undefined ? first : cursor.name();
  cursor.expect('=');
  const value = parseExpression(cursor);
  return { kind: 'updateItem', offset, end: cursor.end, owner, property, value };
}
