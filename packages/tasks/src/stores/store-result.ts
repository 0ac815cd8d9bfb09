import type { ColumnData, ResultColumn, ResultStore, ResultSummary } from '@orrery/contracts';
import type { TaskContext, TaskOutcome } from '@orrery/jobs';
import { createTableWriter } from '@orrery/tables';
import type { TaskDependencies } from '../dependencies.ts';
import { writeBack } from './write-back.ts';

/** A result on its way into its store. `batches` may be asked for more than once. */
export interface Result {
  readonly columns: readonly ResultColumn[];
  readonly batches: () => Iterable<readonly ColumnData[]>;
  readonly rowCount: number;
  readonly statistics: ResultSummary['statistics'];
}

/** What of a task's context storing needs. `fraction` of progress: of the storing. */
export type StoreContext = Pick<
  TaskContext<{ readonly result: ResultStore }>,
  'spec' | 'outputDir' | 'credentials' | 'signal' | 'progress' | 'log'
>;

/**
 * Writes the result table into the task's output folder, which every store does, and then where the task's `result`
 * says. What a store counts joins the statistics.
 */
export async function storeResult(
  context: StoreContext,
  dependencies: Pick<TaskDependencies, 'pool'>,
  result: Result,
): Promise<TaskOutcome> {
  const writer = await createTableWriter(context.outputDir, result.columns);
  try {
    for (const batch of result.batches()) {
      context.signal.throwIfAborted();
      await writer.append(batch);
    }
    const { result: store } = context.spec;
    const written = store.store === 'nebula' ? await writeBack(context, dependencies, store, result) : {};
    return { summary: await writer.close({ ...result.statistics, ...written }) };
  } catch (error) {
    await writer.abort();
    throw error;
  }
}
