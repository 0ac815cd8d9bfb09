import {
  DataSet,
  DateTimeValue,
  DateValue,
  Double,
  DurationValue,
  EdgeValue,
  GeographyValue,
  isNull,
  PathValue,
  SetValue,
  stringifyLossless,
  TimeValue,
  VertexValue,
  type Coordinate,
  type Value,
} from '@orrery/contracts';
import type { ExecutionResponse, PlanDescription } from './messages.ts';

/**
 * A response as NebulaGraph's executeJson writes it: `errors` and one of `results`, whose data are rows with the
 * properties in `row` and the identity of vertices and edges in `meta`. Ints keep all digits; doubles keep a fraction.
 */
export function responseJson(response: ExecutionResponse): string {
  const errors = {
    code: response.errorCode,
    ...(response.errorMessage === undefined ? {} : { message: response.errorMessage }),
  };
  const result: Record<string, unknown> = {
    ...(response.spaceName === undefined ? {} : { spaceName: response.spaceName }),
    ...(response.data ? tableJson(response.data) : {}),
    errors,
    latencyInUs: Math.round(response.latencyUs),
    ...(response.plan ? { planDesc: planJson(response.plan) } : {}),
    ...(response.comment === undefined ? {} : { comment: response.comment }),
  };
  return stringifyLossless({ errors: [errors], results: [result] });
}

function tableJson(table: DataSet): Record<string, unknown> {
  return {
    columns: table.columns,
    data: table.rows.map((row) => ({ meta: row.map(metaJson), row: row.map(valueJson) })),
  };
}

function valueJson(value: Value): unknown {
  if (value === undefined || isNull(value)) return null;
  if (typeof value === 'number') return Number.isFinite(value) ? new Double(value) : null;
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(valueJson);
  if (value instanceof SetValue) return value.items.map(valueJson);
  if (value instanceof Map) return propsJson(value);
  if (value instanceof VertexValue) return vertexJson(value);
  if (value instanceof EdgeValue) return propsJson(value.props);
  if (value instanceof PathValue) {
    return [vertexJson(value.src), ...value.steps.flatMap((step) => [propsJson(step.props), vertexJson(step.dst)])];
  }
  if (value instanceof DataSet) return tableJson(value);
  if (value instanceof DateValue) return dateText(value);
  if (value instanceof TimeValue) return `${timeText(value)}Z`;
  if (value instanceof DateTimeValue) return `${dateText(value)}T${timeText(value)}Z`;
  if (value instanceof DurationValue) return durationText(value);
  if (value instanceof GeographyValue) return geographyText(value);
  return null;
}

function propsJson(props: ReadonlyMap<string, Value>, prefix = ''): Record<string, unknown> {
  return Object.fromEntries(Array.from(props, ([key, value]) => [`${prefix}${key}`, valueJson(value)]));
}

function vertexJson(vertex: VertexValue): Record<string, unknown> {
  const json: Record<string, unknown> = {};
  for (const tag of vertex.tags) Object.assign(json, propsJson(tag.props, `${tag.name}.`));
  return json;
}

function metaJson(value: Value): unknown {
  if (value instanceof VertexValue) return { id: valueJson(value.vid), type: 'vertex' };
  if (value instanceof EdgeValue) return edgeMeta(value.src, value.dst, value);
  if (value instanceof PathValue) {
    const meta: unknown[] = [metaJson(value.src)];
    let from = value.src;
    for (const step of value.steps) {
      meta.push(edgeMeta(from.vid, step.dst.vid, step), metaJson(step.dst));
      from = step.dst;
    }
    return meta;
  }
  if (Array.isArray(value)) return value.map(metaJson);
  if (value instanceof SetValue) return value.items.map(metaJson);
  if (value instanceof Map) return Object.fromEntries(Array.from(value, ([key, item]) => [key, metaJson(item)]));
  if (value instanceof DateValue) return { type: 'date' };
  if (value instanceof TimeValue) return { type: 'time' };
  if (value instanceof DateTimeValue) return { type: 'datetime' };
  return null;
}

function edgeMeta(src: Value, dst: Value, edge: { name: string; typeId: number; ranking: bigint }): unknown {
  return {
    id: { name: edge.name, src: valueJson(src), dst: valueJson(dst), type: edge.typeId, ranking: edge.ranking },
    type: 'edge',
  };
}

function padded(value: number, width: number): string {
  return String(Math.abs(value)).padStart(width, '0');
}

function dateText(date: { year: number; month: number; day: number }): string {
  return `${date.year < 0 ? '-' : ''}${padded(date.year, 4)}-${padded(date.month, 2)}-${padded(date.day, 2)}`;
}

function timeText(time: { hour: number; minute: number; second: number; microsecond: number }): string {
  return `${padded(time.hour, 2)}:${padded(time.minute, 2)}:${padded(time.second, 2)}.${padded(time.microsecond, 6)}`;
}

function durationText(duration: DurationValue): string {
  return `P${duration.months}MT${duration.seconds}.${padded(duration.microseconds, 6)}000S`;
}

function coordinatesText(points: readonly Coordinate[]): string {
  return `(${points.map(({ x, y }) => `${x} ${y}`).join(', ')})`;
}

function geographyText({ shape }: GeographyValue): string {
  switch (shape.kind) {
    case 'point':
      return `POINT${coordinatesText([shape.point])}`;
    case 'linestring':
      return `LINESTRING${coordinatesText(shape.points)}`;
    case 'polygon':
      return `POLYGON(${shape.rings.map(coordinatesText).join(', ')})`;
  }
}

function planJson(plan: PlanDescription): unknown {
  return {
    planNodeDescs: plan.nodes.map((node) => ({
      name: node.name,
      id: node.id,
      outputVar: node.outputVar,
      ...(node.description
        ? { description: Object.fromEntries(node.description.map(({ key, value }) => [key, value])) }
        : {}),
      ...(node.profiles
        ? {
            profiles: node.profiles.map((profile) => ({
              rows: profile.rows,
              execDurationInUs: profile.execDurationUs,
              totalDurationInUs: profile.totalDurationUs,
              ...(profile.otherStats ? { otherStats: Object.fromEntries(profile.otherStats) } : {}),
            })),
          }
        : {}),
      ...(node.branchInfo ? { branchInfo: node.branchInfo } : {}),
      ...(node.dependencies ? { dependencies: node.dependencies } : {}),
    })),
    nodeIndexMap: Object.fromEntries(plan.nodeIndexById),
    format: plan.format,
    optimize_time_in_us: plan.optimizeTimeUs,
  };
}
