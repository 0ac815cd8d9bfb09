import type { DeleteEdgesStatement, DeleteTagsStatement, DeleteVerticesStatement } from '../ast/mutation-statement.ts';
import { parseEdgeKeys, parseVertices } from './clause.ts';
import type { Cursor } from './cursor.ts';

export function parseDelete(cursor: Cursor): DeleteVerticesStatement | DeleteTagsStatement | DeleteEdgesStatement {
  const { offset } = cursor;
  cursor.expect('DELETE');
  if (cursor.accept('VERTEX')) {
    const vertices = parseVertices(cursor);
    const withEdge = cursor.accept('WITH');
    if (withEdge) cursor.expect('EDGE');
    return { kind: 'deleteVertices', offset, end: cursor.end, vertices, withEdge };
  }
  if (cursor.accept('TAG')) {
    const all = cursor.accept('*');
    const tags = all ? [] : cursor.names();
    cursor.expect('FROM');
    const vertices = parseVertices(cursor);
    return { kind: 'deleteTags', offset, end: cursor.end, all, tags, vertices };
  }
  cursor.expect('EDGE');
  const edge = cursor.name();
  const keys = parseEdgeKeys(cursor);
  return { kind: 'deleteEdges', offset, end: cursor.end, edge, keys };
}
