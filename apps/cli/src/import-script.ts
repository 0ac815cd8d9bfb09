import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { EXIT } from './exit-code.ts';
import { elapsedText, note, print, printJson } from './output.ts';
import { progressBar } from './progress-bar.ts';
import { RejectedStatements } from './rejected-statements.ts';
import { ScriptRunner, type ScriptFailure } from './run-script.ts';

type Target = Parameters<(typeof import('@orrery/server'))['embedded']['withGraphSession']>[0];

export interface ScriptImport {
  readonly target: Target;
  readonly file: string;
  /** Chosen before the first statement. */
  readonly space: string | undefined;
  readonly rejectedFile: string;
  readonly stopOnError: boolean;
  readonly json: boolean;
}

/** So many failures are said one by one; all are in the file. */
const SHOWN_FAILURES = 20;
const PROGRESS_EVERY_MS = 100;

/**
 * Runs a script of the console for what it writes: results are not shown, failures are counted and kept. Prints the
 * report and sets the exit code.
 * @throws NebulaError when the graph refuses the account or the space
 */
export async function importScript(request: ScriptImport): Promise<void> {
  const { target, file, space, rejectedFile, stopOnError, json } = request;
  const { embedded } = await import('@orrery/server');
  const script = readFileSync(file, 'utf8');
  const rejected = new RejectedStatements(rejectedFile);
  const failures: Omit<ScriptFailure, 'statement'>[] = [];
  const notes: string[] = [];
  const bar = progressBar('{file} {bar} {percentage}% {value} of {total} statements, {failed} failed');
  let shownAt = 0;
  const begin = performance.now();
  const report = await embedded.withGraphSession(target, async (session, isEmbedded) => {
    if (space !== undefined) await session.execute(`USE \`${space}\``);
    const runner = new ScriptRunner(session, {
      keepsGoing: !stopOnError,
      sleeps: !isEmbedded,
      onNote: (text) => notes.push(text),
      onFailure: (failure) => {
        rejected.add(failure);
        const { line, space: within, message } = failure;
        if (failures.length < SHOWN_FAILURES) failures.push({ line, space: within, message });
      },
      onProgress: (done, total, failed) => {
        if (!bar || (done < total && performance.now() - shownAt < PROGRESS_EVERY_MS)) return;
        if (shownAt === 0) bar.start(total, done, { file: basename(file), failed });
        shownAt = performance.now();
        bar.update(done, { failed });
      },
    });
    return runner.run(script);
  });
  if (shownAt !== 0) bar?.stop();
  for (const text of notes) note(text);
  const { statements, failed, isCutShort } = report;
  if (json) printJson({ file, ...report, failures, rejectedFile: rejected.file });
  else {
    for (const { line, message } of failures) note(`line ${line}: ${message}`);
    if (failed > failures.length) note(`… and ${failed - failures.length} more`);
    const time = elapsedText(performance.now() - begin);
    print(`${basename(file)}: ${statements} statements${failed > 0 ? `, ${failed} failed` : ''} (${time})`);
    if (isCutShort) note('the rest of the script was not run');
    if (rejected.file !== undefined) note(`what failed, with the reasons, is in ${rejected.file}`);
  }
  if (failed > 0) process.exitCode = EXIT.failed;
}
