import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { Command } from 'commander';
import { CommandError } from '../exit-code.ts';
import { addGraphOptions, graphCredentials, type GraphOptions } from '../graph-options.ts';
import { print, printJson } from '../output.ts';

/** Asks twice without showing what is typed. */
async function askTwice(): Promise<string> {
  if (!process.stdin.isTTY) {
    throw new CommandError('there is no terminal to ask at; give the new password in ORRERY_NEW_PASSWORD');
  }
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  const ask = async (question: string): Promise<string> => {
    process.stderr.write(question);
    const answer = await terminal.question('');
    process.stderr.write('\n');
    return answer;
  };
  try {
    const first = await ask('new password: ');
    if (first !== (await ask('once more: '))) throw new CommandError('the two are not the same; nothing was changed');
    return first;
  } finally {
    terminal.close();
  }
}

/** `orrery passwd`: changes the password of the account that signs in. */
export function registerPasswd(program: Command): void {
  const command = program
    .command('passwd')
    .description('change the password of an account of the graph (asked for, or ORRERY_NEW_PASSWORD)')
    .option('--json', 'print JSON');
  addGraphOptions(command).action(async (options: GraphOptions & { readonly json?: boolean }) => {
    const { embedded } = await import('@orrery/server');
    const password = process.env['ORRERY_NEW_PASSWORD'] ?? (await askTwice());
    if (password === '') throw new CommandError('the new password is empty; nothing was changed');
    const session = await embedded.openGraphSession(graphCredentials(options));
    try {
      await session.changePassword(options.password, password);
    } finally {
      await session.close();
    }
    if (options.json) printJson({ user: options.user, changed: true });
    else print(`the password of ${options.user} is changed; tokens that were made with the old one end`);
  });
}
