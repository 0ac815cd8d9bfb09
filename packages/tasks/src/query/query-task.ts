import { DataSet } from '@orrery/contracts';
import type { ResultColumn } from '@orrery/contracts';
import type { TaskContext, TaskOutcome, TaskType } from '@orrery/jobs';
import { describeStatement } from '@orrery/ngql';
import { columnsFromRows, inferColumnType, uniqueColumnNames } from '@orrery/tables';
import { TASK_TYPES } from '@orrery/workflow';
import type { QuerySpec } from '@orrery/workflow';
import { graphCredentials } from '../credentials.ts';
import type { TaskDependencies } from '../dependencies.ts';
import { resolveParameters } from '../parameters/resolve-parameters.ts';
import type { ResolvedParameter } from '../parameters/resolve-parameters.ts';
import { storeResult } from '../stores/store-result.ts';
import type { Result } from '../stores/store-result.ts';
import { taskFailure } from '../task-failure.ts';
import { statementText } from './statement-text.ts';

/** A query waits for the graph, which has its own threads; what it holds is its answer. */
const MEMORY_BYTES = 64 * 1024 * 1024;
const ROWS_PER_BATCH = 20_000;

/**
 * Runs a statement in a space and stores its table. Columns keep their names but for empty and repeated ones
 * (uniqueColumnNames) and get their types by their values (inferColumnType). With an empty list for a parameter the
 * statement is not run and the table is empty.
 */
export function queryTask(dependencies: Pick<TaskDependencies, 'pool'>): TaskType<QuerySpec> {
  return {
    name: TASK_TYPES.query,
    resources: async () => ({ threads: 0, memoryBytes: MEMORY_BYTES }),
    async run(context) {
      try {
        return await run(context, dependencies);
      } catch (error) {
        throw taskFailure(error, context.signal);
      }
    },
  };
}

async function run(
  context: TaskContext<QuerySpec>,
  dependencies: Pick<TaskDependencies, 'pool'>,
): Promise<TaskOutcome> {
  const { spec, signal } = context;
  const credentials = graphCredentials(context.credentials);
  const parameters = await resolveParameters(spec.params, context.upstream);
  const empty = emptyList(spec, parameters);
  if (empty !== undefined) {
    context.log('warn', `parameter ${empty} is an empty list: the statement was not run, the result has no rows`);
    // A column's name may hang on a parameter's value; such a one is named by its position.
    const columns = describeStatement(spec.query).columns ?? [];
    return store(
      context,
      dependencies,
      new DataSet(
        columns.map((name) => name ?? ''),
        [],
      ),
    );
  }
  const statement = statementText(spec.query, parameters);
  context.progress(0, 'running the statement');
  const answer = await dependencies.pool.execute(credentials, statement, { space: spec.space, signal });
  if (answer.comment !== undefined) context.log('warn', `the graph says: ${answer.comment}`);
  context.log('info', `${answer.rows.length} rows in ${(answer.latencyUs / 1000).toFixed(1)} ms at the graph`);
  context.progress(0.9, `writing ${answer.rows.length} rows`);
  return store(context, dependencies, new DataSet(answer.columns, answer.rows));
}

/** Name of a parameter that the statement uses and that is a list of nothing. */
function emptyList(spec: QuerySpec, parameters: ReadonlyMap<string, ResolvedParameter>): string | undefined {
  const empty = [...parameters].filter(([, value]) => Array.isArray(value) && value.length === 0);
  if (empty.length === 0) return undefined;
  const used = new Set(describeStatement(spec.query).parameters.map(({ name }) => name));
  return empty.find(([name]) => used.has(name))?.[0];
}

function store(
  context: TaskContext<QuerySpec>,
  dependencies: Pick<TaskDependencies, 'pool'>,
  dataSet: DataSet,
): Promise<TaskOutcome> {
  const names = uniqueColumnNames(dataSet.columns);
  const renamed = names.filter((name, i) => name !== dataSet.columns[i]);
  if (renamed.length > 0) context.log('info', `columns without a name of their own are called ${renamed.join(', ')}`);
  const columns = names.map((name, i): ResultColumn => {
    return { name, type: inferColumnType(dataSet.rows.values().map((row) => row[i])) };
  });
  return storeResult(context, dependencies, tableOf(columns, dataSet));
}

function tableOf(columns: readonly ResultColumn[], { rows }: DataSet): Result {
  function* batches(): ReturnType<Result['batches']> & Generator {
    for (let from = 0; from < rows.length; from += ROWS_PER_BATCH) {
      yield columnsFromRows(columns, rows.slice(from, from + ROWS_PER_BATCH), from);
    }
  }
  return { columns, batches, rowCount: rows.length, statistics: {} };
}
