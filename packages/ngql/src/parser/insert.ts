import type { Expression } from '../ast/expression.ts';
import type {
  EdgeRow,
  InsertEdgesStatement,
  InsertTag,
  InsertVerticesStatement,
  VertexRow,
} from '../ast/mutation-statement.ts';
import { inOneGo } from '../in-one-go.ts';
import { parseVid } from './clause.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression } from './expression.ts';

/** Rows of a step; some tenths of a millisecond. */
const STEP_ROWS = 64;

export function parseInsert(cursor: Cursor): InsertVerticesStatement | InsertEdgesStatement {
  return inOneGo(insertSteps(cursor));
}

/** The same with a yield after every so many rows. */
export function* insertSteps(cursor: Cursor): Generator<undefined, InsertVerticesStatement | InsertEdgesStatement> {
  const { offset } = cursor;
  cursor.expect('INSERT');
  const vertex = cursor.accept('VERTEX');
  if (!vertex) cursor.expect('EDGE');
  const ifNotExists = cursor.ifNotExists();
  const ignoreExistedIndex = cursor.accept('IGNORE_EXISTED_INDEX');
  if (vertex) {
    const tags = cursor.at('VALUES') || cursor.at('VALUE') ? [] : cursor.list(parseTag);
    expectValues(cursor);
    const rows = yield* rowSteps(cursor, parseVertexRow);
    return { kind: 'insertVertices', offset, end: cursor.end, ifNotExists, ignoreExistedIndex, tags, rows };
  }
  const edge = cursor.name();
  const properties = parseProperties(cursor);
  expectValues(cursor);
  const rows = yield* rowSteps(cursor, parseEdgeRow);
  return { kind: 'insertEdges', offset, end: cursor.end, ifNotExists, ignoreExistedIndex, edge, properties, rows };
}

function* rowSteps<T>(cursor: Cursor, parseRow: (cursor: Cursor) => T): Generator<undefined, T[]> {
  const rows = [parseRow(cursor)];
  while (cursor.accept(',')) {
    rows.push(parseRow(cursor));
    if (rows.length % STEP_ROWS === 0) yield;
  }
  return rows;
}

function expectValues(cursor: Cursor): void {
  if (!cursor.accept('VALUES')) cursor.expect('VALUE');
}

function parseTag(cursor: Cursor): InsertTag {
  const { offset } = cursor;
  const tag = cursor.name();
  const properties = parseProperties(cursor);
  return { kind: 'insertTag', offset, end: cursor.end, tag, properties };
}

function parseProperties(cursor: Cursor): readonly string[] | undefined {
  if (!cursor.accept('(')) return undefined;
  const names = cursor.at(')') ? [] : cursor.names();
  cursor.expect(')');
  return names;
}

/** `(value, …)` */
function parseValues(cursor: Cursor): readonly Expression[] {
  cursor.expect('(');
  const values = cursor.at(')') ? [] : cursor.list(parseExpression);
  cursor.expect(')');
  return values;
}

function parseVertexRow(cursor: Cursor): VertexRow {
  const { offset } = cursor;
  const vid = parseVid(cursor);
  cursor.expect(':');
  const values = parseValues(cursor);
  return { kind: 'vertexRow', offset, end: cursor.end, vid, values };
}

function parseEdgeRow(cursor: Cursor): EdgeRow {
  const { offset } = cursor;
  const src = parseVid(cursor);
  cursor.expect('->');
  const dst = parseVid(cursor);
  const rank = cursor.accept('@') ? cursor.signedInt() : 0n;
  cursor.expect(':');
  const values = parseValues(cursor);
  return { kind: 'edgeRow', offset, end: cursor.end, src, dst, rank, values };
}
