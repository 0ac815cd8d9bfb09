import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import { userPath } from '../embedded-options.ts';
import { EXIT } from '../exit-code.ts';
import { addGraphOptions, graphCredentials, type GraphOptions } from '../graph-options.ts';
import { note } from '../output.ts';
import { ScriptRunner, type GraphSession, type ScriptFailure } from '../run-script.ts';
import { showResult } from '../show-result.ts';

interface ConsoleOptions extends GraphOptions {
  readonly file?: string;
  readonly execute: readonly string[];
  readonly keepGoing?: boolean;
  readonly json?: boolean;
}

const onFailure = ({ line, message }: ScriptFailure): void => note(`line ${line}: ${message}`);

async function interact(session: GraphSession): Promise<void> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout, terminal: process.stdin.isTTY });
  note('statements end with ; — :quit or Ctrl-D leaves');
  const prompt = (continued: boolean): void => {
    terminal.setPrompt(continued ? '… ' : `(${session.space ?? 'no space'})> `);
    terminal.prompt();
  };
  const runner = new ScriptRunner(session, { onResult: showResult, onFailure });
  let text = '';
  prompt(false);
  for await (const line of terminal) {
    if (text === '' && /^\s*(?:quit|exit)\s*;?\s*$/i.test(line)) break;
    text += `${line}\n`;
    if (/;\s*$/.test(line) || /^\s*:/.test(text)) {
      await runner.run(text);
      text = '';
      if (runner.hasQuit) break;
    }
    prompt(text.trim() !== '');
  }
  terminal.close();
}

/** `orrery console`: nGQL against any graph, typed, from a file or from the command line. */
export function registerConsole(program: Command): void {
  const command = program
    .command('console')
    .description('nGQL against a graph: typed, from a file (-f) or from the command line (-e)')
    .option('-f, --file <file>', 'script to run; it stops at the first failure')
    .option('--keep-going', 'go on after a statement that failed')
    .option(
      '-e, --execute <statements>',
      'statements to run; may be repeated',
      (text, before: string[]) => [...before, text],
      [],
    )
    .option('--json', 'print results as JSON lines');
  addGraphOptions(command).action(async (options: ConsoleOptions) => {
    const { embedded } = await import('@orrery/server');
    const session = await embedded.openGraphSession(graphCredentials(options));
    try {
      const { file, execute, keepGoing, json } = options;
      if (file === undefined && execute.length === 0) return await interact(session);
      const script = [...(file === undefined ? [] : [readFileSync(userPath(file), 'utf8')]), ...execute].join(';\n');
      const runner = new ScriptRunner(session, {
        onResult: (result, totalMs) => showResult(result, totalMs, json),
        onFailure,
        keepsGoing: keepGoing === true,
      });
      const { statements, failed } = await runner.run(script);
      if (failed > 0) process.exitCode = EXIT.failed;
      if (keepGoing && failed > 0) note(`${failed} of ${statements} statements failed`);
    } finally {
      await session.close();
    }
  });
}
