import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import {
  JOB_STATUS,
  type GraphCredentials,
  type JobInput,
  type JobStatus,
  type WorkflowDefinition,
} from '@orrery/contracts';
import { parseDefinitionText, validateDefinition } from '@orrery/workflow';
import { InvalidArgumentError, type Command } from 'commander';
import { addEmbeddedOptions, configRequest, userPath, type EmbeddedOptions } from '../embedded-options.ts';
import { CommandError, EXIT } from '../exit-code.ts';
import { jobInput } from '../job-input.ts';
import { elapsedMs, printEndedJob } from '../job-report.ts';
import { printJson } from '../output.ts';
import { runThroughServer } from '../run-through-server.ts';
import { TaskProgress } from '../task-progress.ts';

type LoadedConfig = ReturnType<(typeof import('@orrery/server'))['embedded']['loadConfig']>;

interface RunOptions extends EmbeddedOptions {
  readonly input?: JobInput;
  readonly user: string;
  readonly rows: number;
  readonly keep: boolean;
  readonly logs?: boolean;
  readonly json?: boolean;
}

function count(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('it is a whole number.');
}

/** Reads and checks a workflow file. @throws CommandError with every fault and its place */
export async function readWorkflowFile(file: string) {
  const { embedded } = await import('@orrery/server');
  const parsed = parseDefinitionText(readFileSync(file, 'utf8'));
  if (!parsed.ok) {
    const faults = parsed.faults.map(
      (fault) => `  ${'line' in fault ? `${fault.line}:${fault.column}: ` : ''}${fault.message}`,
    );
    throw new CommandError(`${file} cannot be read:\n${faults.join('\n')}`);
  }
  const checked = validateDefinition(parsed.value, embedded.CATALOGUE);
  if (!checked.ok) {
    throw new CommandError(
      `${file} is not valid:\n${checked.faults.map((fault) => `  ${fault.path}: ${fault.message}`).join('\n')}`,
    );
  }
  return checked.definition;
}

async function runHere(
  definition: WorkflowDefinition,
  options: RunOptions,
  config: LoadedConfig,
  signal: AbortSignal,
): Promise<JobStatus> {
  const { embedded } = await import('@orrery/server');
  const server = await embedded.startServer({
    config,
    logger: embedded.createLogger(process.env['ORRERY_LOG_LEVEL'] ?? 'error'),
    listen: false,
    graph: embedded.touchesGraph(definition),
  });
  const progress = new TaskProgress(options.logs);
  try {
    const { host, port } = server.graph ?? { host: '127.0.0.1', port: config.values['graph.port'] };
    const job = await embedded.runWorkflow(server, {
      definition,
      input: options.input ?? {},
      credentials: credentials(host, port, options),
      taskTimeoutMs: config.values['execution.taskTimeout'],
      onEvent: (event) => progress.show(event),
      signal,
    });
    progress.stop();
    if (options.json) printJson(job);
    else {
      const tasks = [];
      for (const task of job.tasks) {
        const { dir, summary } = task.result ?? {};
        const place = dir === undefined ? '' : relative(process.cwd(), dir);
        tasks.push({
          ...task,
          elapsedMs: elapsedMs(task.runBeginTimeMs, task.runEndTimeMs),
          columns: summary?.columns.map((column) => column.name) ?? [],
          rowCount: summary?.rowCount ?? 0,
          firstRows: dir === undefined || options.rows === 0 ? [] : await server.tables.sample(dir, options.rows),
          place: options.keep ? ` in ${place.startsWith('..') ? dir! : place}` : '',
        });
      }
      printEndedJob({ ...job, elapsedMs: elapsedMs(job.runBeginTimeMs, job.runEndTimeMs), tasks });
    }
    if (!options.keep) await server.controller.delete({ ...job.account, isRoot: true }, job.id);
    return job.status;
  } finally {
    progress.stop();
    await server.stop();
  }
}

function credentials(address: string, port: number, { user }: RunOptions): GraphCredentials {
  const password = process.env['ORRERY_PASSWORD'] ?? process.env['ORRERY_GRAPH_ROOT_PASSWORD'] ?? 'nebula';
  return { address, port, user, password };
}

/**
 * `orrery run FILE`: a workflow file as a job, on the data folder itself when nobody holds it, else through the server
 * that does.
 */
export function registerRun(program: Command): void {
  const command = program
    .command('run')
    .description('run a workflow file: on the embedded parts, or through the server that holds the data folder')
    .argument('<file>', 'workflow file (YAML or JSON); the files it reads are looked for beside it')
    .option('--input <json>', 'parameters, as in the API: {"query_1":{"name":"Tim Duncan"}}', jobInput)
    .option('--user <name>', 'account of the graph; its password comes from ORRERY_PASSWORD', 'root')
    .option('--rows <n>', 'rows of each result to print', count, 5)
    .option('--logs', 'show the tasks’ logs')
    .option('--no-keep', 'delete the job and its results at the end')
    .option('--json', 'print the ended job as JSON');
  addEmbeddedOptions(command).action(async (fileArgument: string, options: RunOptions) => {
    const file = userPath(fileArgument);
    const definition = await readWorkflowFile(file);
    const { embedded } = await import('@orrery/server');
    const base = embedded.loadConfig(configRequest(options));
    const folders = [dirname(file), ...base.values['files.folders']];
    // The graph of a run serves this run alone: any free port, unless one was asked for.
    const graphPort = base.sources['graph.port'] === 'default' ? { 'graph.port': 0 } : {};
    const config = embedded.loadConfig(configRequest(options, { 'files.folders': folders, ...graphPort }));
    const abort = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => abort.abort());
    const running = embedded.readServerFile(join(config.values['data.dir'], 'server.json'));
    const { host, port } = running?.graph ?? { host: '127.0.0.1', port: config.values['graph.port'] };
    const status = running
      ? await runThroughServer({
          url: running.url,
          credentials: credentials(host, port, options),
          definition: readFileSync(file, 'utf8'),
          input: options.input ?? {},
          rows: options.rows,
          keep: options.keep,
          json: options.json,
          logs: options.logs,
          signal: abort.signal,
        })
      : await runHere(definition, options, config, abort.signal);
    process.exitCode = status === JOB_STATUS.Success ? EXIT.ok : EXIT.failed;
    if (abort.signal.aborted) process.exitCode = EXIT.interrupted;
  });
}
