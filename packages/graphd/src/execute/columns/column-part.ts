import type { Column } from '../../bind/scope.ts';
import type { SchemaDefinition } from '../../catalog/definitions.ts';
import type { AggregateItem, Bound } from '../../plan/plan-node.ts';
import type { EdgeColumnScan, SpaceReader } from '../../storage/store.ts';
import type { ColumnSource } from './column-source.ts';
import { compileColumn, endOf, vertexOf } from './compile-column.ts';
import { EdgeBatch } from './edge-batch.ts';
import type { TagSets } from './tag-sets.ts';
import type { ColumnExpression } from './vector.ts';

/** An end of the edges, or a number of them. */
export type ColumnKey = 'src' | 'dst' | ColumnExpression;

/** What an aggregation reads of the edges of one type. */
export interface ColumnPart {
  readonly schema: SchemaDefinition;
  readonly conditions: readonly ColumnExpression[];
  readonly key: ColumnKey | undefined;
  /** By item; undefined for COUNT(*). Of distinct vertices, their numbers. */
  readonly arguments: readonly (ColumnExpression | undefined)[];
  open(): EdgeColumnScan;
}

/** Undefined when a part of it is no expression over columns. */
export function columnPart(
  schema: SchemaDefinition,
  { columns, startTag, filters }: ColumnSource,
  key: Bound | undefined,
  items: readonly AggregateItem[],
  reader: SpaceReader,
  tags: TagSets,
): ColumnPart | undefined {
  const batch = new EdgeBatch(reader, schema, tags);
  const compile = ({ expression }: Bound): ColumnExpression | undefined => compileColumn(expression, columns, batch);
  const conditions = startTag ? [batch.tagTest('src', startTag.name)] : [];
  for (const { condition } of filters) {
    const compiled = compile(condition);
    if (compiled?.kind !== 'bool') return undefined;
    conditions.push(compiled);
  }
  const compiledKey = key && keyOf(key, columns, compile);
  if (key && !compiledKey) return undefined;
  const args: (ColumnExpression | undefined)[] = [];
  for (const { argument, distinct } of items) {
    const end = distinct && argument ? vertexOf(argument.expression, columns) : undefined;
    if (distinct && !end) return undefined;
    const compiled = end ? batch.vertexNumber(end) : argument && compile(argument);
    if (argument && !compiled) return undefined;
    args.push(compiled);
  }
  return { schema, conditions, key: compiledKey, arguments: args, open: () => batch.open() };
}

function keyOf(
  key: Bound,
  columns: readonly Column[],
  compile: (bound: Bound) => ColumnExpression | undefined,
): ColumnKey | undefined {
  const compiled = endOf(key.expression, columns) ?? compile(key);
  return typeof compiled === 'object' && compiled.kind === 'bool' ? undefined : compiled;
}
