import {
  DataSet,
  DateTimeValue,
  DateValue,
  DurationValue,
  EdgeValue,
  isNull,
  NullValue,
  TimeValue,
  VertexValue,
  type Value,
} from '@orrery/contracts';
import { storedEnds } from '../values/compare.ts';
import { edgeProperty, vertexProperty } from '../values/graph-values.ts';

/** `vertex.tag`: the properties of the tag, or NULL. Properties are named through their tag. */
function vertexAttribute(vertex: VertexValue, name: string): Value {
  if (name === '_vid') return vertex.vid;
  return vertex.tags.find((tag) => tag.name === name)?.props ?? null;
}

/** `edge.property`, or one of the keys that every edge has. */
export function edgeAttribute(edge: EdgeValue, name: string): Value {
  switch (name) {
    case '_src':
      return storedEnds(edge).src;
    case '_dst':
      return storedEnds(edge).dst;
    case '_rank':
      return edge.ranking;
    case '_type':
      return edge.name;
    default:
      return edgeProperty(edge, name);
  }
}

const TEMPORAL_PARTS = {
  date: ['year', 'month', 'day'],
  time: ['hour', 'minute', 'second', 'microsecond'],
} as const;

function temporalPart(value: DateValue | TimeValue | DateTimeValue, name: string): Value {
  const key = name.toLowerCase();
  const names: readonly string[] =
    value instanceof DateValue
      ? TEMPORAL_PARTS.date
      : value instanceof TimeValue
        ? TEMPORAL_PARTS.time
        : [...TEMPORAL_PARTS.date, ...TEMPORAL_PARTS.time];
  if (!names.includes(key)) return NullValue.UNKNOWN_PROP;
  return BigInt((value as unknown as Record<string, number>)[key]!);
}

function durationPart(value: DurationValue, name: string): Value {
  switch (name.toLowerCase()) {
    case 'years':
      return BigInt(Math.trunc(value.months / 12));
    case 'months':
      return BigInt(value.months % 12);
    case 'days':
      return value.seconds / 86_400n;
    case 'hours':
      return (value.seconds % 86_400n) / 3600n;
    case 'minutes':
      return (value.seconds % 3600n) / 60n;
    case 'seconds':
      return value.seconds % 60n;
    case 'microseconds':
      return BigInt(value.microseconds);
    default:
      return NullValue.UNKNOWN_PROP;
  }
}

/** `value.name` */
export function accessAttribute(value: Value, name: string): Value {
  if (value === undefined || value === null) return value ?? null;
  if (value instanceof Map) return value.has(name) ? value.get(name) : null;
  if (value instanceof VertexValue) return vertexAttribute(value, name);
  if (value instanceof EdgeValue) return edgeAttribute(value, name);
  if (value instanceof DateValue || value instanceof TimeValue || value instanceof DateTimeValue) {
    return temporalPart(value, name);
  }
  if (value instanceof DurationValue) return durationPart(value, name);
  return value instanceof NullValue ? value : NullValue.BAD_TYPE;
}

/** `vertex.tag.name` of a MATCH: NULL for a null vertex or one without the tag. */
export function accessTagProperty(value: Value, tag: string, name: string): Value {
  if (value instanceof VertexValue) return vertexProperty(value, tag, name) ?? null;
  return isNull(value) || value === undefined ? null : NullValue.BAD_TYPE;
}

/** `value[index]`; negative indexes count from the end. */
export function accessSubscript(value: Value, index: Value): Value {
  if (isNull(value) || value === undefined) return value ?? null;
  if (isNull(index) || index === undefined) return index ?? null;
  if (Array.isArray(value) || value instanceof DataSet) {
    const items: readonly Value[] = Array.isArray(value) ? value : value.rows;
    if (typeof index !== 'bigint') return NullValue.BAD_TYPE;
    const at = Number(index) < 0 ? items.length + Number(index) : Number(index);
    return at < 0 || at >= items.length ? NullValue.OUT_OF_RANGE : items[at];
  }
  if (typeof index !== 'string') return NullValue.BAD_TYPE;
  if (value instanceof Map || value instanceof VertexValue || value instanceof EdgeValue) {
    return accessAttribute(value, index);
  }
  return NullValue.BAD_TYPE;
}

/** `list[from..to]`; a missing end is the list's own. */
export function accessRange(list: Value, from: Value, to: Value): Value {
  if (isNull(list) || list === undefined) return list ?? null;
  if (!Array.isArray(list)) return NullValue.BAD_TYPE;
  if (isNull(from) || isNull(to)) return null;
  const start = from === undefined ? 0n : from;
  const end = to === undefined ? BigInt(list.length) : to;
  if (typeof start !== 'bigint' || typeof end !== 'bigint') return NullValue.BAD_TYPE;
  return list.slice(Number(start), Number(end));
}

/** exists(object.name): NULL for a null object, BAD_TYPE for one that has no properties. */
export function propertyExists(object: Value, name: Value): Value {
  if (isNull(object) || object === undefined) return null;
  if (typeof name !== 'string') return NullValue.BAD_TYPE;
  const has = (props: ReadonlyMap<string, Value>): boolean => props.has(name) && !isNull(props.get(name));
  if (object instanceof VertexValue) return object.tags.some((tag) => tag.name === name);
  if (object instanceof EdgeValue) return has(object.props);
  return object instanceof Map ? has(object) : NullValue.BAD_TYPE;
}

/** exists(object[name]): of a vertex, a property of any of its tags. */
export function subscriptExists(object: Value, name: Value): Value {
  if (!(object instanceof VertexValue) || typeof name !== 'string') return propertyExists(object, name);
  return object.tags.some((tag) => tag.props.has(name) && !isNull(tag.props.get(name)));
}
