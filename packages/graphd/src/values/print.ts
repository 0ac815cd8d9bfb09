import {
  DataSet,
  DateTimeValue,
  DateValue,
  doubleText,
  DurationValue,
  EdgeValue,
  GeographyValue,
  NullValue,
  PathValue,
  SetValue,
  TimeValue,
  VertexValue,
  type Value,
} from '@orrery/contracts';
import { dateText, dateTimeText, durationText, timeText } from './temporal-text.ts';
import { wellKnownText } from './well-known-text.ts';

/** The text of a value as NebulaGraph prints it in results, plans and `toString()`: strings outermost are bare. */
export function printValue(value: Value): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'bigint':
    case 'boolean':
      return String(value);
    case 'number':
      return floatText(value);
    case 'undefined':
      return '__EMPTY__';
  }
  if (value === null) return '__NULL__';
  if (value instanceof NullValue) return nullText(value);
  if (Array.isArray(value)) return `[${value.map(printNested).join(',')}]`;
  if (value instanceof SetValue) return `{${value.items.map(printNested).join(',')}}`;
  if (value instanceof Map) return printProps(value);
  if (value instanceof VertexValue) return printVertex(value);
  if (value instanceof EdgeValue) return printEdge(value);
  if (value instanceof PathValue) return printPath(value);
  if (value instanceof DateValue) return dateText(value);
  if (value instanceof TimeValue) return timeText(value);
  if (value instanceof DateTimeValue) return dateTimeText(value);
  if (value instanceof DurationValue) return durationText(value);
  if (value instanceof GeographyValue) return wellKnownText(value);
  if (value instanceof DataSet) return printDataSet(value);
  return String(value);
}

/** A float always shows that it is one: `1.0`, `0.25`, `1e+300`. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  return doubleText(value);
}

function nullText(value: NullValue): string {
  return value.kind === 'NaN' ? '__NULL_NaN__' : `__NULL_${value.kind}__`;
}

function printNested(value: Value): string {
  return typeof value === 'string' ? JSON.stringify(value) : printValue(value);
}

export function printProps(props: ReadonlyMap<string, Value>): string {
  return `{${[...props].map(([key, item]) => `${key}:${printNested(item)}`).join(',')}}`;
}

function printVertex(vertex: VertexValue): string {
  const tags = vertex.tags.map((tag) => `:${tag.name}${printProps(tag.props)}`).join(' ');
  return `(${printNested(vertex.vid)} ${tags})`;
}

function printEdge(edge: EdgeValue): string {
  const [src, dst] = edge.typeId < 0 ? [edge.dst, edge.src] : [edge.src, edge.dst];
  return `[:${edge.name} ${printNested(src)}->${printNested(dst)} @${edge.ranking} ${printProps(edge.props)}]`;
}

function printPath(path: PathValue): string {
  let text = `<${printVertex(path.src)}`;
  for (const step of path.steps) {
    const label = `[:${step.name}@${step.ranking} ${printProps(step.props)}]`;
    text += step.typeId < 0 ? `<-${label}-` : `-${label}->`;
    text += printVertex(step.dst);
  }
  return `${text}>`;
}

function printDataSet(table: DataSet): string {
  const rows = table.rows.map((row) => row.map(printNested).join('|'));
  return [table.columns.join('|'), ...rows].join('\n');
}
