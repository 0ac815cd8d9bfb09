import { sql, type SelectQueryBuilder } from 'kysely';
import { JOB_STATUS, OrreryError } from '@orrery/contracts';
import type { ActiveJob } from '../control/active-job.ts';
import type { JobDetail, JobFilter, JobView, LogLine, Page, TaskView, Viewer } from '../face.ts';
import { boundedInt32, boundedInteger, containsPattern, intCodec, jsonCodec, textCodec } from '../metadata/codecs.ts';
import type { Db, Schema } from '../metadata/schema.ts';
import {
  activeJobFromRow,
  activeTaskFromRow,
  JOB_VIEW_COLUMNS,
  jobViewFromRow,
  logLineFromRow,
  TASK_VIEW_COLUMNS,
  taskViewFromRow,
} from './job-rows.ts';

type ResultDir = (jobId: number, taskKey: string) => string;

/** Reads of jobs: always what is committed. */
export class JobReads {
  readonly #db: Db;
  readonly #resultDir: ResultDir;

  constructor(db: Db, resultDir: ResultDir) {
    this.#db = db;
    this.#resultDir = resultDir;
  }

  /** @throws OrreryError ErrNotFound, also for what belongs to somebody else */
  async view(viewer: Viewer, jobId: number): Promise<JobView> {
    checkId(jobId);
    const row = await this.#db
      .selectFrom('jobs')
      .select(JOB_VIEW_COLUMNS)
      .where('id', '=', jobId)
      .where('graph_address', '=', textCodec.encode(viewer.graphAddress))
      .$if(!viewer.isRoot, (query) => query.where('user_name', '=', textCodec.encode(viewer.user)))
      .executeTakeFirst();
    if (row === undefined) throw noSuchJob(jobId);
    return jobViewFromRow(row);
  }

  async detail(viewer: Viewer, jobId: number): Promise<JobDetail> {
    checkId(jobId);
    // The job before its tasks: when it reads as final, so do they.
    const row = await this.#db
      .selectFrom('jobs')
      .select([...JOB_VIEW_COLUMNS, 'input'])
      .where('id', '=', jobId)
      .where('graph_address', '=', textCodec.encode(viewer.graphAddress))
      .$if(!viewer.isRoot, (query) => query.where('user_name', '=', textCodec.encode(viewer.user)))
      .executeTakeFirst();
    if (row === undefined) throw noSuchJob(jobId);
    const tasks = await this.#db
      .selectFrom('tasks')
      .select(TASK_VIEW_COLUMNS)
      .where('job_id', '=', jobId)
      .orderBy('position')
      .execute();
    return {
      ...jobViewFromRow(row),
      input: jsonCodec.decode(row.input),
      tasks: tasks.map((task) => taskViewFromRow(task, this.#resultDir)),
    };
  }

  async task(viewer: Viewer, jobId: number, taskRef: string): Promise<TaskView> {
    await this.view(viewer, jobId);
    const row = await this.#db
      .selectFrom('tasks')
      .select(TASK_VIEW_COLUMNS)
      .where('job_id', '=', jobId)
      .where((where) =>
        where.or([
          where('key', '=', textCodec.encode(taskRef)),
          where('id', '=', textCodec.encode(taskRef).toLowerCase()),
        ]),
      )
      .executeTakeFirst();
    if (row === undefined) {
      throw new OrreryError('ErrNotFound', `job ${jobId} has no task ${JSON.stringify(taskRef)}`);
    }
    return taskViewFromRow(row, this.#resultDir);
  }

  /** Ordered by creation and id, which rise together: equal times never make a job appear on two pages or on none. */
  async list(viewer: Viewer, filter: JobFilter, page: number, pageSize: number): Promise<Page<JobView>> {
    const direction = filter.orderByCreateTime ?? 'desc';
    const matching = this.#matching(viewer, filter);
    const rows = await matching
      .select(JOB_VIEW_COLUMNS)
      .orderBy('id', direction)
      .limit(pageSize)
      .offset(boundedInteger((page - 1) * pageSize))
      .execute();
    const isLastPage = rows.length < pageSize && (rows.length > 0 || page === 1);
    const total = isLastPage
      ? (page - 1) * pageSize + rows.length
      : intCodec.decode(
          (await matching.select((select) => select.fn.countAll().as('count')).executeTakeFirstOrThrow()).count,
        );
    return { items: rows.map(jobViewFromRow), total };
  }

  /** One look into the index of a workflow's jobs each, from its newest end, in one statement. */
  async newest(viewer: Viewer, workflowIds: readonly string[]): Promise<Map<string, JobView>> {
    if (workflowIds.length === 0) return new Map();
    const graphAddress = textCodec.encode(viewer.graphAddress);
    const user = textCodec.encode(viewer.user);
    const rows = await this.#db
      .selectFrom('jobs')
      .select(JOB_VIEW_COLUMNS)
      .where('id', 'in', (select) =>
        select
          .selectFrom('workflows as w')
          .where('w.id', 'in', workflowIds.map(textCodec.encode))
          .select((of) =>
            of
              .selectFrom('jobs as j')
              .select('j.id')
              .whereRef('j.workflow_id', '=', 'w.id')
              .where(sql<boolean>`j.graph_address || '' = ${graphAddress}`)
              .$if(!viewer.isRoot, (query) => query.where(sql<boolean>`j.user_name || '' = ${user}`))
              .orderBy('j.id', 'desc')
              .limit(1)
              .as('newest'),
          ),
      )
      .execute();
    return new Map(rows.map((row) => [row.workflow_id, jobViewFromRow(row)]));
  }

  #matching(viewer: Viewer, filter: JobFilter): SelectQueryBuilder<Schema, 'jobs', unknown> {
    const graphAddress = textCodec.encode(viewer.graphAddress);
    const user = textCodec.encode(viewer.user);
    let query: SelectQueryBuilder<Schema, 'jobs', unknown> = this.#db.selectFrom('jobs');
    if (filter.workflowId === undefined) {
      query = query.where('graph_address', '=', graphAddress);
      if (!viewer.isRoot) query = query.where('user_name', '=', user);
    } else {
      // A workflow's jobs are fewer than an account's: the expressions keep the planner from the account's index.
      query = query
        .where('workflow_id', '=', textCodec.encode(filter.workflowId))
        .where(sql<boolean>`graph_address || '' = ${graphAddress}`);
      if (!viewer.isRoot) query = query.where(sql<boolean>`user_name || '' = ${user}`);
    }
    if (filter.workflowVersion !== undefined)
      query = query.where('workflow_version', '=', boundedInt32(filter.workflowVersion));
    if (filter.status !== undefined) {
      query =
        filter.status.length === 0 ? query.where(sql<boolean>`1 = 0`) : query.where('status', 'in', filter.status);
    }
    if (filter.name !== undefined && filter.name !== '') {
      query = query.where(sql<boolean>`name_folded like ${containsPattern(filter.name)} escape '\\'`);
    }
    if (filter.fromCreateTimeMs !== undefined)
      query = query.where('create_time_ms', '>=', boundedInteger(Math.ceil(filter.fromCreateTimeMs)));
    if (filter.toCreateTimeMs !== undefined)
      query = query.where('create_time_ms', '<=', boundedInteger(Math.floor(filter.toCreateTimeMs)));
    return query;
  }

  async logs(jobId: number, taskKey: string, afterSequence: number, limit: number): Promise<LogLine[]> {
    const rows = await this.#db
      .selectFrom('task_logs')
      .selectAll()
      .where('job_id', '=', jobId)
      .where('task_key', '=', taskKey)
      .where('sequence', '>', boundedInt32(afterSequence))
      .orderBy('sequence')
      .limit(limit)
      .execute();
    return rows.map(logLineFromRow);
  }

  /** A job that is not final, with all that running it needs. */
  async active(jobId: number): Promise<ActiveJob | undefined> {
    const row = await this.#db
      .selectFrom('jobs')
      .selectAll()
      .where('id', '=', jobId)
      .where('status', 'in', [JOB_STATUS.Preparing, JOB_STATUS.Running, JOB_STATUS.Stopping])
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const tasks = await this.#db
      .selectFrom('tasks')
      .selectAll()
      .where('job_id', '=', jobId)
      .orderBy('position')
      .execute();
    const logged = await this.#db
      .selectFrom('task_logs')
      .select((select) => ['task_key', select.fn.max('sequence').as('last')])
      .where('job_id', '=', jobId)
      .groupBy('task_key')
      .execute();
    const last = new Map(logged.map((line) => [line.task_key, intCodec.decode(line.last)]));
    return activeJobFromRow(
      row,
      tasks.map((task) => activeTaskFromRow(task, last.get(task.key) ?? 0)),
    );
  }
}

export function noSuchJob(jobId: number): OrreryError {
  return new OrreryError('ErrNotFound', `there is no job ${jobId}`);
}

/** Ids beyond the column's range are no job; PostgreSQL would refuse the comparison. */
function checkId(jobId: number): void {
  if (!Number.isInteger(jobId) || jobId < 1 || jobId > 2_147_483_647) throw noSuchJob(jobId);
}
