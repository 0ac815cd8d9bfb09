import { Command, CommanderError } from 'commander';
import { registerBackup } from './commands/backup.ts';
import { registerCheck } from './commands/check.ts';
import { registerConsole } from './commands/console.ts';
import { registerEstimate } from './commands/estimate.ts';
import { registerExport } from './commands/export.ts';
import { registerGenerate } from './commands/generate.ts';
import { registerImport } from './commands/import.ts';
import { registerJob } from './commands/job.ts';
import { registerPasswd } from './commands/passwd.ts';
import { registerRun } from './commands/run.ts';
import { registerServe } from './commands/serve.ts';
import { registerWorkflow } from './commands/workflow.ts';
import { EXIT, exitCodeOf } from './exit-code.ts';
import { note } from './output.ts';

/** What a user reads; the faults of a refusal are in its message. */
function messageOf(error: NodeJS.ErrnoException): string {
  return error.code === 'ENOENT' && error.path !== undefined ? `there is no file ${error.path}` : error.message;
}

const EXIT_AFTER_MS = 2_000;

const program = new Command('orrery')
  .description('Graph-computing workflows: nGQL queries and graph algorithms as jobs, on one machine')
  .showHelpAfterError('(orrery <command> --help lists what it takes)')
  .exitOverride()
  .configureHelp({ showGlobalOptions: true });

for (const register of [
  registerServe,
  registerRun,
  registerWorkflow,
  registerJob,
  registerImport,
  registerExport,
  registerConsole,
  registerGenerate,
  registerCheck,
  registerEstimate,
  registerBackup,
  registerPasswd,
]) {
  register(program);
}

// A reader that closes the pipe early (`| head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : EXIT.failed));

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  } else {
    note(`orrery: ${messageOf(error as NodeJS.ErrnoException)}`);
    if (process.env['ORRERY_DEBUG']) note((error as Error).stack ?? '');
    process.exitCode = exitCodeOf(error);
    // What a half-finished start left open must not keep the process alive.
    setTimeout(() => process.exit(), EXIT_AFTER_MS).unref();
  }
}
