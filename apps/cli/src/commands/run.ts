import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, relative } from 'node:path';
import { isFinal, JOB_STATUS, jobStatusName, type JobInput } from '@orrery/contracts';
import { parseDefinitionText, validateDefinition } from '@orrery/workflow';
import { InvalidArgumentError, type Command } from 'commander';
import { addEmbeddedOptions, configRequest, userPath, type EmbeddedOptions } from '../embedded-options.ts';
import { CommandError, EXIT } from '../exit-code.ts';
import { jobInput } from '../job-input.ts';
import { elapsedText, note, print, printJson, textTable } from '../output.ts';
import { TaskProgress } from '../task-progress.ts';

interface RunOptions extends EmbeddedOptions {
  readonly input?: JobInput;
  readonly user: string;
  readonly rows: number;
  readonly keep: boolean;
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

/** `orrery run FILE`: a workflow file as a job on the embedded parts of a data folder that no server holds. */
export function registerRun(program: Command): void {
  const command = program
    .command('run')
    .description('run a workflow file on the embedded parts, without a server')
    .argument('<file>', 'workflow file (YAML or JSON); the files it reads are looked for beside it')
    .option('--input <json>', 'parameters, as in the API: {"query_1":{"name":"Tim Duncan"}}', jobInput)
    .option('--user <name>', 'account of the embedded graph', 'root')
    .option('--rows <n>', 'rows of each result to print', count, 5)
    .option('--no-keep', 'delete the job and its results at the end')
    .option('--json', 'print the ended job as JSON');
  addEmbeddedOptions(command).action(async (fileArgument: string, options: RunOptions) => {
    const file = userPath(fileArgument);
    const definition = await readWorkflowFile(file);
    const { embedded } = await import('@orrery/server');
    const folder = dirname(file);
    const base = embedded.loadConfig(configRequest(options));
    const config = embedded.loadConfig(
      configRequest(options, { 'files.folders': [folder, ...base.values['files.folders']] }),
    );
    const running = embedded.readServerFile(`${config.values['data.dir']}/server.json`);
    if (running) {
      throw new CommandError(
        `a server (process ${running.pid}, ${running.url}) runs on ${config.values['data.dir']}; ` +
          'stop it, choose another folder with --data, or post the workflow to it with `orrery workflow create` and `orrery job post`',
      );
    }
    const server = await embedded.startServer({
      config,
      logger: embedded.createLogger(process.env['ORRERY_LOG_LEVEL'] ?? 'error'),
      listen: false,
      graph: embedded.touchesGraph(definition),
    });
    const abort = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => abort.abort());
    const progress = new TaskProgress();
    try {
      const { host = '127.0.0.1', port = config.values['graph.port'] } = server.graph ?? {};
      const password = process.env['ORRERY_PASSWORD'] ?? process.env['ORRERY_GRAPH_ROOT_PASSWORD'] ?? 'nebula';
      const job = await embedded.runWorkflow(server, {
        definition,
        input: options.input ?? {},
        credentials: { address: host, port, user: options.user, password },
        taskTimeoutMs: config.values['execution.taskTimeout'],
        onEvent: (event) => progress.show(event),
        signal: abort.signal,
      });
      progress.stop();
      const took = (task: { runBeginTimeMs: number | undefined; runEndTimeMs: number | undefined }) =>
        task.runBeginTimeMs === undefined || task.runEndTimeMs === undefined
          ? undefined
          : task.runEndTimeMs - task.runBeginTimeMs;
      if (options.json) {
        printJson(job);
      } else {
        for (const task of job.tasks) {
          print(
            `${task.key}: ${jobStatusName(task.status)} in ${elapsedText(took(task))}${task.reason ? `: ${task.reason}` : ''}`,
          );
          if (!task.result) continue;
          const { columns, rowCount } = task.result.summary;
          const rows = options.rows === 0 ? [] : await server.tables.sample(task.result.dir, options.rows);
          if (rows.length > 0)
            print(
              textTable(
                columns.map((column) => column.name),
                rows,
              ),
            );
          const place = relative(process.cwd(), task.result.dir);
          print(`${rowCount} rows${options.keep ? ` in ${isAbsolute(place) ? place : `./${place}`}` : ''}\n`);
        }
        print(`job ${job.id} ${jobStatusName(job.status)} in ${elapsedText(took(job))}`);
      }
      if (!options.keep && isFinal(job.status)) {
        await server.controller.delete({ ...job.account, isRoot: true }, job.id);
      }
      process.exitCode = abort.signal.aborted
        ? EXIT.interrupted
        : job.status === JOB_STATUS.Success
          ? EXIT.ok
          : EXIT.failed;
    } finally {
      progress.stop();
      await server.stop();
      if (abort.signal.aborted) note('orrery: cancelled');
    }
  });
}
