import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { valueText } from '@orrery/contracts';
import type { Command } from 'commander';
import { userPath } from '../embedded-options.ts';
import { EXIT } from '../exit-code.ts';
import { addGraphOptions, graphCredentials, type GraphOptions } from '../graph-options.ts';
import { elapsedText, note, print, textTable } from '../output.ts';
import { planText } from '../plan-text.ts';
import { scriptSteps } from '../script-statements.ts';

interface ConsoleOptions extends GraphOptions {
  readonly file?: string;
  readonly execute: readonly string[];
  readonly json?: boolean;
}

type Session = Awaited<ReturnType<(typeof import('@orrery/server'))['embedded']['openGraphSession']>>;

async function runStatement(session: Session, statement: string, json: boolean | undefined): Promise<void> {
  const begin = performance.now();
  const { columns, rows, latencyUs, planDescription: plan } = await session.execute(statement);
  if (json) {
    const described = plan && { ...plan, nodeIndexById: Object.fromEntries(plan.nodeIndexById) };
    print(JSON.stringify({ columns, rows: rows.map((row) => row.map(valueText)), ...(plan && { plan: described }) }));
    return;
  }
  if (columns.length > 0)
    print(
      textTable(
        columns,
        rows.map((row) => row.map(valueText)),
      ),
    );
  if (plan) {
    note(`execution plan (optimized in ${plan.optimizeTimeUs} µs)`);
    print(planText(plan));
  }
  note(`${rows.length} rows (graph ${elapsedText(latencyUs / 1000)}, total ${elapsedText(performance.now() - begin)})`);
}

/** Runs a script up to its first failure. @returns whether all of it succeeded */
async function runScript(session: Session, script: string, json: boolean | undefined): Promise<boolean> {
  for (const step of scriptSteps(script)) {
    if (step.kind === 'sleep') await sleep(step.seconds * 1000);
    else if (step.kind === 'ignored') note(`line ${step.line}: ${step.text} is ignored`);
    else {
      try {
        await runStatement(session, step.text, json);
      } catch (error) {
        note(`line ${step.line}: ${(error as Error).message}`);
        return false;
      }
    }
  }
  return true;
}

async function interact(session: Session): Promise<void> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout, terminal: process.stdin.isTTY });
  note('statements end with ; — :quit or Ctrl-D leaves');
  const prompt = (continued: boolean): void => {
    terminal.setPrompt(continued ? '… ' : `(${session.space ?? 'no space'})> `);
    terminal.prompt();
  };
  let text = '';
  prompt(false);
  for await (const line of terminal) {
    if (text === '' && /^\s*:?(?:quit|exit)\s*;?\s*$/i.test(line)) break;
    text += `${line}\n`;
    if (/;\s*$/.test(line) || /^\s*:/.test(text)) {
      await runScript(session, text, false);
      text = '';
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
      const { file, execute, json } = options;
      if (file === undefined && execute.length === 0) return await interact(session);
      const script = [...(file === undefined ? [] : [readFileSync(userPath(file), 'utf8')]), ...execute].join(';\n');
      if (!(await runScript(session, script, json))) process.exitCode = EXIT.failed;
    } finally {
      await session.close();
    }
  });
}
