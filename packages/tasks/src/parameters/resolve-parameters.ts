import { Double, scalarToValue } from '@orrery/contracts';
import type { ColumnData, LosslessScalar, Value } from '@orrery/contracts';
import { TaskError } from '@orrery/jobs';
import type { UpstreamResult } from '@orrery/jobs';
import { columnIndex, columnValues, readRows } from '@orrery/tables';
import { MAX_LIST_PARAMETER } from '@orrery/workflow';
import type { ParameterSource } from '@orrery/workflow';

/** A parameter's value as nGQL has it: one value, or the list of an upstream column or of a typed-in list. */
export type ResolvedParameter = Exclude<Value, undefined>;

/**
 * The values of a task's parameters: those that stand in the plan, and those that upstream results hold by now.
 * @throws TaskError failed, naming the parameter, for a row or column that is not there, for composite values and for
 * lists of more than 100,000 rows
 */
export async function resolveParameters(
  sources: Readonly<Record<string, ParameterSource>>,
  upstream: ReadonlyMap<string, UpstreamResult>,
): Promise<Map<string, ResolvedParameter>> {
  const values = new Map<string, ResolvedParameter>();
  for (const [name, source] of Object.entries(sources)) {
    const value = 'value' in source ? typedIn(source.value) : await fromUpstream(name, source, upstream);
    values.set(name, value);
  }
  return values;
}

function typedIn(value: LosslessScalar | readonly LosslessScalar[]): ResolvedParameter {
  return isList(value) ? value.map(scalarToValue) : scalarToValue(value);
}

function isList(value: LosslessScalar | readonly LosslessScalar[]): value is readonly LosslessScalar[] {
  return Array.isArray(value);
}

async function fromUpstream(
  name: string,
  { from, column, row }: Exclude<ParameterSource, { value: unknown }>,
  upstream: ReadonlyMap<string, UpstreamResult>,
): Promise<ResolvedParameter> {
  const where = `parameter ${name}: ${from}.${column}`;
  const result = upstream.get(from);
  if (result === undefined) throw new TaskError('failed', `${where}: the task ${from} has no result`);
  const { resultDir, summary } = result;
  const index = found(where, () => columnIndex(summary.columns, column));
  if (summary.columns[index]!.type === 'json') {
    throw new TaskError(
      'failed',
      `${where} holds composite or mixed values, which can't be a parameter; return a plain value such as id(v) from ${from}`,
    );
  }
  if (row !== undefined && row >= summary.rowCount) {
    const rows = summary.rowCount === 0 ? 'no rows' : `only ${summary.rowCount} rows, 0 to ${summary.rowCount - 1}`;
    throw new TaskError('failed', `${where} has no row ${row}: ${from} gave ${rows}`);
  }
  if (row === undefined && summary.rowCount > MAX_LIST_PARAMETER) {
    throw new TaskError(
      'failed',
      `${where} has ${summary.rowCount} rows, and a list may have ${MAX_LIST_PARAMETER}; add a LIMIT to ${from}, or take one row with "row"`,
    );
  }
  const values: ResolvedParameter[] = [];
  for await (const batch of readRows(resultDir, [index], row ?? 0, row === undefined ? MAX_LIST_PARAMETER : 1)) {
    for (const value of columnValues(batch.columns[0] as ColumnData)) values.push(value);
  }
  return row === undefined ? values : values[0]!;
}

function found<T>(where: string, find: () => T): T {
  try {
    return find();
  } catch (error) {
    throw new TaskError('failed', `${where}: ${(error as Error).message}`, { cause: error });
  }
}

/** The value as a parameter of an algorithm takes it: ints as bigint, doubles marked as such where they look like ints. */
export function rawParameter(value: ResolvedParameter): unknown {
  if (Array.isArray(value)) return value.map((item) => rawParameter(item as ResolvedParameter));
  return typeof value === 'number' && Number.isInteger(value) ? new Double(value) : value;
}
