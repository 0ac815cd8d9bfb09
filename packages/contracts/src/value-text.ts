import { doubleText } from './lossless-json.ts';
import {
  DataSet,
  DateTimeValue,
  DateValue,
  DurationValue,
  EdgeValue,
  GeographyValue,
  NullValue,
  PathValue,
  SetValue,
  TimeValue,
  VertexValue,
} from './values.ts';
import type { Coordinate, TagValue, Value } from './values.ts';

/**
 * The text of an nGQL value, as NebulaGraph's console prints it: `"Tim Duncan"`, `[1, 2.0]`, `{age: 42}`,
 * `("player100" :player{age: 42, name: "Tim Duncan"})`, `[:follow "player100"->"player101" @0 {degree: 95}]`,
 * `<("a")-[:follow@0 {}]->("b")>`. Strings inside are quoted, with `"`, `\` and control characters escaped.
 * Properties and map keys come in the order of their names, so that equal values have equal texts; set items likewise.
 * Edges print in their stored direction.
 */
export function valueText(value: Value): string {
  if (value === null) return 'NULL';
  if (value === undefined) return '__EMPTY__';
  switch (typeof value) {
    case 'string':
      return quoted(value);
    case 'bigint':
    case 'boolean':
      return String(value);
    case 'number':
      return doubleText(value);
  }
  if (value instanceof NullValue) return value.kind === 'OVERFLOW' ? 'ERR_OVERFLOW' : value.kind;
  if (Array.isArray(value)) return `[${value.map(valueText).join(', ')}]`;
  if (value instanceof Map) return mapText(value);
  if (value instanceof SetValue) return `{${value.items.map(valueText).toSorted().join(', ')}}`;
  if (value instanceof DateValue) return dateText(value);
  if (value instanceof TimeValue) return timeText(value);
  if (value instanceof DateTimeValue) return `${dateText(value)}T${timeText(value)}`;
  if (value instanceof DurationValue) return durationText(value);
  if (value instanceof GeographyValue) return geographyText(value);
  if (value instanceof VertexValue) return vertexText(value);
  if (value instanceof EdgeValue) return edgeText(value);
  if (value instanceof PathValue) return pathText(value);
  return `[${(value as DataSet).rows.map((row) => valueText(row)).join(', ')}]`;
}

/** ISO 8601: `2017-03-04`; years before 0 or beyond 9999 with a sign. */
export function dateText({ year, month, day }: { year: number; month: number; day: number }): string {
  return `${yearText(year)}-${pad(month, 2)}-${pad(day, 2)}`;
}

/** `23:01:02.000300` */
export function timeText(time: { hour: number; minute: number; second: number; microsecond: number }): string {
  return `${pad(time.hour, 2)}:${pad(time.minute, 2)}:${pad(time.second, 2)}.${pad(time.microsecond, 6)}`;
}

function yearText(year: number): string {
  if (year >= 0 && year <= 9999) return pad(year, 4);
  return `${year < 0 ? '-' : '+'}${pad(Math.abs(year), 6)}`;
}

function pad(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

function quoted(text: string): string {
  const escaped = text.replace(
    // oxlint-disable-next-line no-control-regex
    /["\\\u0000-\u001f\u007f]/g,
    (char) => ESCAPES[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `"${escaped}"`;
}

function mapText(map: ReadonlyMap<string, Value>): string {
  const names = [...map.keys()].toSorted();
  return `{${names.map((name) => `${name}: ${valueText(map.get(name))}`).join(', ')}}`;
}

/** `P14MT60.000000000S`: months, then seconds with nine decimals. */
function durationText({ months, seconds, microseconds }: DurationValue): string {
  const micros = seconds * 1_000_000n + BigInt(microseconds);
  const size = micros < 0n ? -micros : micros;
  const sign = micros < 0n ? '-' : '';
  return `P${months}MT${sign}${size / 1_000_000n}.${String(size % 1_000_000n).padStart(6, '0')}000S`;
}

function geographyText({ shape }: GeographyValue): string {
  switch (shape.kind) {
    case 'point':
      return `POINT(${coordinateText(shape.point)})`;
    case 'linestring':
      return `LINESTRING(${shape.points.map(coordinateText).join(', ')})`;
    case 'polygon':
      return `POLYGON(${shape.rings.map((ring) => `(${ring.map(coordinateText).join(', ')})`).join(', ')})`;
  }
}

function coordinateText({ x, y }: Coordinate): string {
  return `${x} ${y}`;
}

function vertexText({ vid, tags }: VertexValue): string {
  const sorted = tags.toSorted((a: TagValue, b: TagValue) => (a.name < b.name ? -1 : 1));
  return `(${[valueText(vid), ...sorted.map((tag) => `:${tag.name}${mapText(tag.props)}`)].join(' ')})`;
}

function edgeText({ src, dst, typeId, name, ranking, props }: EdgeValue): string {
  const [from, to] = typeId < 0 ? [dst, src] : [src, dst];
  return `[:${name} ${valueText(from)}->${valueText(to)} @${ranking} ${mapText(props)}]`;
}

function pathText({ src, steps }: PathValue): string {
  const walked = steps.map(({ dst, typeId, name, ranking, props }) => {
    const edge = `[:${name}@${ranking} ${mapText(props)}]`;
    return `${typeId < 0 ? `<-${edge}-` : `-${edge}->`}${vertexText(dst)}`;
  });
  return `<${vertexText(src)}${walked.join('')}>`;
}
