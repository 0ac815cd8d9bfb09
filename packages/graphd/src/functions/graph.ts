import { EdgeValue, isNull, NullValue, PathValue, VertexValue, type Value } from '@orrery/contracts';
import { valueKey } from '../values/key.ts';
import { pathEdges, vertexProperties } from '../values/graph-values.ts';
import { storedEnds } from '../values/compare.ts';
import { defineFunction, type ScalarFunction } from './function-definition.ts';

function ofEdge(
  name: string,
  result: string,
  compute: (edge: EdgeValue) => Value,
  aliases: readonly string[] = [],
): ScalarFunction {
  return defineFunction(name, { aliases, arity: 1, signatures: [`EDGE -> ${result}`] }, ([edge]) =>
    edge instanceof EdgeValue ? compute(edge) : NullValue.BAD_TYPE,
  );
}

function ofPath(name: string, result: string, compute: (path: PathValue) => Value): ScalarFunction {
  return defineFunction(name, { arity: 1, signatures: [`PATH -> ${result}`] }, ([path]) =>
    path instanceof PathValue ? compute(path) : NullValue.BAD_TYPE,
  );
}

function pathVertices(path: PathValue): VertexValue[] {
  return [path.src, ...path.steps.map((step) => step.dst)];
}

function properties(value: Value): Value {
  if (value instanceof VertexValue) return vertexProperties(value);
  if (value instanceof EdgeValue) return value.props;
  return value instanceof Map ? value : NullValue.BAD_TYPE;
}

/** The end at which a path, an edge or a list of them starts or ends. */
function endpoint(value: Value, atStart: boolean): Value {
  if (value instanceof PathValue) return atStart ? value.src : (value.steps.at(-1)?.dst ?? value.src);
  if (value instanceof EdgeValue) {
    const { src, dst } = storedEnds(value);
    return new VertexValue(atStart ? src : dst, []);
  }
  return NullValue.BAD_TYPE;
}

/** Ids, as walked: of an edge, or of the vertex itself. */
function walkedEnd(name: string, pick: (edge: EdgeValue) => Value): ScalarFunction {
  return defineFunction(name, { arity: 1 }, ([value]) => {
    if (value instanceof EdgeValue) return pick(value);
    if (value instanceof VertexValue) return value.vid;
    if (Array.isArray(value) && value.length > 0) {
      const last = name.endsWith('dst') ? value.at(-1) : value[0];
      if (last instanceof EdgeValue) return pick(last);
    }
    return NullValue.BAD_TYPE;
  });
}

export const graphFunctions: readonly ScalarFunction[] = [
  defineFunction('id', { arity: 1, signatures: ['VERTEX -> __EMPTY__'], takesNulls: true }, ([value]) => {
    if (value instanceof VertexValue) return value.vid;
    return isNull(value) ? value : value === undefined ? null : NullValue.BAD_TYPE;
  }),
  defineFunction('tags', { aliases: ['labels'], arity: 1, signatures: ['VERTEX -> LIST'] }, ([value]) =>
    value instanceof VertexValue ? value.tags.map((tag) => tag.name) : NullValue.BAD_TYPE,
  ),
  defineFunction('properties', { arity: 1, signatures: ['VERTEX -> MAP', 'EDGE -> MAP', 'MAP -> MAP'] }, ([value]) =>
    properties(value),
  ),
  ofEdge('type', 'STRING', (edge) => edge.name),
  ofEdge('typeid', 'INT', (edge) => BigInt(edge.typeId)),
  ofEdge('src', '__EMPTY__', (edge) => storedEnds(edge).src),
  ofEdge('dst', '__EMPTY__', (edge) => storedEnds(edge).dst),
  ofEdge('rank', 'INT', (edge) => edge.ranking),
  walkedEnd('none_direct_src', (edge) => edge.src),
  walkedEnd('none_direct_dst', (edge) => edge.dst),
  defineFunction('is_edge', { arity: 1, takesNulls: true }, ([value]) => value instanceof EdgeValue),
  defineFunction('startNode', { arity: 1, signatures: ['EDGE -> VERTEX', 'PATH -> VERTEX'] }, ([value]) =>
    endpoint(value, true),
  ),
  defineFunction('endNode', { arity: 1, signatures: ['EDGE -> VERTEX', 'PATH -> VERTEX'] }, ([value]) =>
    endpoint(value, false),
  ),
  ofPath('nodes', 'LIST', pathVertices),
  ofPath('relationships', 'LIST', pathEdges),
  ofPath('hasSameEdgeInPath', 'BOOL', (path) => {
    return new Set(pathEdges(path).map(valueKey)).size < path.steps.length;
  }),
  ofPath('hasSameVertexInPath', 'BOOL', (path) => {
    return new Set(pathVertices(path).map((vertex) => valueKey(vertex.vid))).size <= path.steps.length;
  }),
  ofPath('reversePath', 'PATH', (path) => {
    const vertices = pathVertices(path);
    const steps = path.steps.map(({ typeId, name, ranking, props }, i) => {
      return { dst: vertices[i]!, typeId: -typeId, name, ranking, props };
    });
    return new PathValue(vertices.at(-1)!, steps.reverse());
  }),
];
