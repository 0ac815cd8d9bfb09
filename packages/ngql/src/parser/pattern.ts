import type { MapExpression } from '../ast/expression.ts';
import type { EdgeDirection, EdgePattern, HopRange, NodeLabel, NodePattern, PathPattern } from '../ast/pattern.ts';
import type { Cursor } from './cursor.ts';
import { parseMap } from './map.ts';

const BARE_EDGES: ReadonlyMap<string, EdgeDirection> = new Map([
  ['--', 'both'],
  ['-->', 'out'],
  ['<--', 'in'],
  ['<-->', 'both'],
]);

/** True when the `(` at the cursor begins a pattern rather than an expression in parentheses. */
export function atPattern(cursor: Cursor): boolean {
  let ahead = 1;
  const type = cursor.peek(1);
  if (type !== '(' && type !== ')' && type !== ':' && type !== '{') {
    const { index } = cursor;
    cursor.seek(index + 1);
    const named = cursor.atName();
    cursor.seek(index);
    if (!named) return false;
    ahead = 2;
  }
  switch (cursor.peek(ahead)) {
    case ')':
      return ahead === 1 || atEdge(cursor, ahead + 1);
    case ':':
      return true;
    case '{':
      return ahead === 2 || atNodeOfProperties(cursor);
    default:
      return false;
  }
}

/** Tells `({name: "x"})--()` from `({name: "x"}).name`: by what stands behind the closing brace and parenthesis. */
function atNodeOfProperties(cursor: Cursor): boolean {
  let depth = 0;
  for (let ahead = 1; ; ahead++) {
    const type = cursor.peek(ahead);
    if (type === 'end') return false;
    if (type === '{') depth++;
    if (type === '}' && --depth === 0) return cursor.peek(ahead + 1) === ')' && atEdge(cursor, ahead + 2);
  }
}

/** True when an edge pattern begins `ahead` tokens on. `(a) - [b]` is one too, as in openCypher. */
function atEdge(cursor: Cursor, ahead: number): boolean {
  const type = cursor.peek(ahead);
  if (BARE_EDGES.has(type)) return true;
  if ((type !== '-' && type !== '<-') || cursor.peek(ahead + 1) !== '[') return false;
  const first = cursor.peek(ahead + 2);
  if (first === ']' || first === ']-' || first === ']->' || first === ':' || first === '*' || first === '{')
    return true;
  const second = cursor.peek(ahead + 3);
  return second === ']' || second === ']-' || second === ']->' || second === ':' || second === '*' || second === '{';
}

/** `[alias =] path` of MATCH. */
export function parsePath(cursor: Cursor): PathPattern {
  const { offset } = cursor;
  let alias: string | undefined;
  if (cursor.atName() && cursor.peek(1) === '=') {
    alias = cursor.name();
    cursor.expect('=');
  }
  return parsePathBody(cursor, alias, offset);
}

/** A path without alias; the shortest-path functions included. */
export function parsePathBody(cursor: Cursor, alias: string | undefined, offset: number): PathPattern {
  if ((cursor.at('SHORTESTPATH') || cursor.at('ALLSHORTESTPATHS')) && cursor.peek(1) === '(') {
    const shortest = cursor.at('SHORTESTPATH') ? 'shortestPath' : 'allShortestPaths';
    cursor.seek(cursor.index + 2);
    const { nodes, edges } = parseChain(cursor);
    cursor.expect(')');
    return { kind: 'path', offset, end: cursor.end, alias, shortest, nodes, edges };
  }
  const { nodes, edges } = parseChain(cursor);
  return { kind: 'path', offset, end: cursor.end, alias, shortest: undefined, nodes, edges };
}

function parseChain(cursor: Cursor): { nodes: NodePattern[]; edges: EdgePattern[] } {
  const nodes = [parseNode(cursor)];
  const edges: EdgePattern[] = [];
  while (cursor.at('-') || cursor.at('<-') || BARE_EDGES.has(cursor.type)) {
    edges.push(parseEdge(cursor));
    nodes.push(parseNode(cursor));
  }
  return { nodes, edges };
}

function parseNode(cursor: Cursor): NodePattern {
  const { offset, index } = cursor;
  cursor.expect('(');
  const alias = cursor.atName() ? cursor.name() : undefined;
  const labels: NodeLabel[] = [];
  while (cursor.at(':')) labels.push(parseLabel(cursor));
  const properties = cursor.at('{') && labels.length === 0 ? parseMap(cursor) : undefined;
  if (!cursor.at(')') && labels.length === 0 && properties === undefined) refuseNode(cursor, index);
  cursor.expect(')');
  return { kind: 'node', offset, end: cursor.end, alias, labels, properties };
}

/** An expression where a node should be is refused as a whole, anything else at the token that fits nowhere. */
function refuseNode(cursor: Cursor, open: number): void {
  const failed = cursor.index;
  cursor.seek(open);
  const { offset } = cursor;
  const whole = cursor.attempt((inner) => {
    inner.expect('(');
    inner.inner();
    inner.expect(')');
    return true;
  });
  if (whole) cursor.failFrom(offset, 'Invalid node pattern');
  cursor.seek(failed);
}

function parseLabel(cursor: Cursor): NodeLabel {
  const { offset } = cursor;
  cursor.expect(':');
  const name = cursor.name();
  const properties = cursor.at('{') ? parseMap(cursor) : undefined;
  return { kind: 'nodeLabel', offset, end: cursor.end, name, properties };
}

function parseEdge(cursor: Cursor): EdgePattern {
  const { offset } = cursor;
  const bare = BARE_EDGES.get(cursor.type);
  if (bare !== undefined) {
    cursor.advance();
    return {
      kind: 'edgePattern',
      offset,
      end: cursor.end,
      alias: undefined,
      types: [],
      direction: bare,
      range: undefined,
      properties: undefined,
    };
  }
  const incoming = cursor.accept('<-');
  if (!incoming) cursor.expect('-');
  cursor.expect('[');
  const alias = cursor.atName() ? cursor.name() : undefined;
  const types = cursor.accept(':') ? parseTypes(cursor) : [];
  const range = cursor.at('*') ? parseHops(cursor) : undefined;
  const properties: MapExpression | undefined = cursor.at('{') ? parseMap(cursor) : undefined;
  const outgoing = parseEdgeEnd(cursor);
  const direction = incoming === outgoing ? 'both' : outgoing ? 'out' : 'in';
  return { kind: 'edgePattern', offset, end: cursor.end, alias, types, direction, range, properties };
}

/** `]->` (true) or `]-`, with white space anywhere. */
function parseEdgeEnd(cursor: Cursor): boolean {
  if (cursor.accept(']->')) return true;
  if (cursor.accept(']-')) return false;
  cursor.expect(']');
  if (cursor.accept('->')) return true;
  cursor.expect('-');
  return false;
}

/** `a|b|:c` */
function parseTypes(cursor: Cursor): string[] {
  const types = [cursor.name()];
  while (cursor.accept('|')) {
    cursor.accept(':');
    types.push(cursor.name());
  }
  return types;
}

/** `*`, `*3`, `*1..3`, `*..3`, `*1..` */
function parseHops(cursor: Cursor): HopRange {
  const { offset } = cursor;
  cursor.expect('*');
  const first = cursor.atInt() ? cursor.int() : undefined;
  if (cursor.accept('..')) {
    const last = cursor.atInt() ? cursor.int() : undefined;
    return { kind: 'hopRange', offset, end: cursor.end, min: first ?? 1n, max: last };
  }
  return { kind: 'hopRange', offset, end: cursor.end, min: first ?? 1n, max: first };
}
