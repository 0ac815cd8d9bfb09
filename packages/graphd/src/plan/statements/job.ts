import {
  printStatement,
  type RecoverJobStatement,
  type ShowStatement,
  type StopJobStatement,
  type SubmitJobStatement,
} from '@orrery/ngql';
import type { Row } from '../../bind/scope.ts';
import { executionError, semanticError } from '../../bind/statement-error.ts';
import { jobLog, type Job } from '../../execute/job-log.ts';
import { dateTimeFromMicroseconds } from '../../values/temporal.ts';
import { spaceInUse, type PlanContext } from '../plan-context.ts';
import type { PlanNode } from '../plan-node.ts';
import { command } from './command.ts';

/** What a job means on one node: statistics are exact at any time, LMDB neither flushes nor compacts on request. */
const COMMANDS: Partial<Record<SubmitJobStatement['job'], string>> = {
  stats: 'STATS',
  flush: 'FLUSH',
  compact: 'COMPACT',
};

export function planSubmitJob(statement: SubmitJobStatement, context: PlanContext): PlanNode {
  spaceInUse(context);
  const name = COMMANDS[statement.job];
  if (!name) {
    throw semanticError(`${printStatement(statement)} manages a cluster; the embedded graph is a single node`);
  }
  return command('SubmitJob', ['New Job Id'], async (execution) => {
    const { engine, spaceId } = execution;
    return [[await jobLog(engine).run(spaceId, name, '', engine.clock, async () => undefined)]];
  });
}

function timeOf(ms: number | undefined): Row[number] {
  return ms === undefined ? undefined : dateTimeFromMicroseconds(BigInt(ms) * 1000n);
}

function jobRow(job: Job): Row {
  return [job.id, job.command, job.status, timeOf(job.startMs), timeOf(job.stopMs)];
}

export function planShowJobs(context: PlanContext): PlanNode {
  spaceInUse(context);
  return command('ShowJobs', ['Job Id', 'Command', 'Status', 'Start Time', 'Stop Time'], (execution) =>
    jobLog(execution.engine).of(execution.spaceId).map(jobRow),
  );
}

export function planShowJob(statement: Extract<ShowStatement, { kind: 'showJob' }>, context: PlanContext): PlanNode {
  spaceInUse(context);
  const titles = ['Job Id(TaskId)', 'Command(Dest)', 'Status', 'Start Time', 'Stop Time', 'Error Code'];
  return command('ShowJob', titles, (execution) => {
    const job = jobLog(execution.engine)
      .of(execution.spaceId)
      .find(({ id }) => id === statement.job);
    if (!job) throw executionError('Job not in chosen space!');
    const error = job.status === 'FAILED' ? 'E_JOB_FAILED' : 'SUCCEEDED';
    const { host, port } = execution.engine.server;
    const task: Row = [0n, `${host}:${port}`, job.status, timeOf(job.startMs), timeOf(job.stopMs), error];
    const summary: Row = ['Total:1', 'Succeeded:1', 'Failed:0', 'In Progress:0', '', ''];
    if (job.status === 'FAILED') [summary[1], summary[2]] = ['Succeeded:0', 'Failed:1'];
    return [[...jobRow(job), error], task, summary];
  });
}

/** Jobs are over when their statement is, so there is none to stop and none to recover. */
export function planStopJob(statement: StopJobStatement, context: PlanContext): PlanNode {
  spaceInUse(context);
  return command('StopJob', [], () => {
    throw executionError(`Job ${statement.job} is not running.`);
  });
}

export function planRecoverJob(_statement: RecoverJobStatement, context: PlanContext): PlanNode {
  spaceInUse(context);
  return command('RecoverJob', ['Recovered job num'], () => [[0n]]);
}
