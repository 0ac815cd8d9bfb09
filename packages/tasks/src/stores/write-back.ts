import type { NebulaResult, ResultColumn, ResultSummary } from '@orrery/contracts';
import { TaskError } from '@orrery/jobs';
import { writeVertexProperty } from '@orrery/nebula';
import type { PropertyRow } from '@orrery/nebula';
import { columnIndex, columnValues } from '@orrery/tables';
import { graphCredentials } from '../credentials.ts';
import type { TaskDependencies } from '../dependencies.ts';
import { RejectedRows } from './rejected-rows.ts';
import type { Result, StoreContext } from './store-result.ts';

const STATEMENTS_AT_ONCE = 2;

/**
 * Writes one column of the result as a property of a tag. Rows that the graph refuses are kept in `rejected.csv` in the
 * task's output folder, with the reason, and counted; when it refuses all of them the task fails. A task that is run
 * again writes again: both modes give the same outcome the second time.
 */
export async function writeBack(
  context: StoreContext,
  dependencies: Pick<TaskDependencies, 'pool'>,
  target: NebulaResult,
  result: Result,
): Promise<ResultSummary['statistics']> {
  const vidIndex = columnAt(result.columns, 'vid', target.vid, 0);
  const valueIndex = columnAt(result.columns, 'value', target.value, 1);
  checkTypes(result.columns[vidIndex]!, result.columns[valueIndex]!);
  const { space, tag, property, mode = 'insert' } = target;
  const rejectedRows = new RejectedRows(context.outputDir);
  let firstReason: string | undefined;
  try {
    const { written, rejected } = await writeVertexProperty(
      dependencies.pool,
      graphCredentials(context.credentials),
      { space, tag, property, mode },
      propertyRows(result, vidIndex, valueIndex),
      {
        signal: context.signal,
        concurrency: STATEMENTS_AT_ONCE,
        onProgress: (progress) => {
          const done = progress.written + progress.rejected;
          context.progress(
            done / Math.max(1, result.rowCount),
            `written ${done} of ${result.rowCount} rows to ${space}`,
          );
        },
        onRejected: (row, reason) => {
          firstReason ??= reason;
          rejectedRows.add(row.vid, row.value, reason);
        },
      },
    );
    if (written === 0 && rejected > 0) {
      throw new TaskError(
        'failed',
        `the graph took none of the ${rejected} rows for ${tag}.${property}: ${firstReason}`,
      );
    }
    if (rejected > 0) {
      context.log('warn', `${rejected} of ${result.rowCount} rows were rejected, the first because: ${firstReason}`);
    }
    context.log('info', `wrote ${written} rows to ${space}.${tag}.${property}`);
    return { writtenRows: written, rejectedRows: rejected };
  } finally {
    await rejectedRows.close();
  }
}

function columnAt(columns: readonly ResultColumn[], role: string, name: string | undefined, place: number): number {
  if (name !== undefined) return columnIndex(columns, name);
  if (place < columns.length) return place;
  const names = columns.map((column) => column.name).join(', ') || 'none';
  throw new TaskError(
    'failed',
    `result.${role}: the table has no column ${place + 1} to write back; its columns are ${names}`,
  );
}

function checkTypes(vid: ResultColumn, value: ResultColumn): void {
  if (vid.type !== 'int64' && vid.type !== 'string') {
    throw new TaskError('failed', `result.vid: column ${vid.name} is ${vid.type}, and vertex ids are int64 or string`);
  }
  if (value.type === 'json') {
    throw new TaskError(
      'failed',
      `result.value: column ${value.name} holds composite or mixed values, which no property takes`,
    );
  }
}

function* propertyRows(result: Result, vidIndex: number, valueIndex: number): Generator<PropertyRow> {
  for (const batch of result.batches()) {
    const values = columnValues(batch[valueIndex]!);
    for (const vid of columnValues(batch[vidIndex]!)) yield { vid, value: values.next().value ?? null };
  }
}
