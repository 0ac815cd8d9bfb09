import { chmodSync, closeSync, openSync, rmSync } from 'node:fs';
import { createServer, request, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { OrreryError } from '@orrery/contracts';

/*
 * A socket in the data folder, through which the folder's owner (and nobody else: its mode is 0600) asks the running
 * server for what must not be in the public API.
 */
const NAME = 'control.sock';
/** What the address of a socket holds on Linux and on macOS, without its end. */
const MAX_PATH_BYTES = 103;

export interface ControlCalls {
  /** Writes a backup into a folder of the server's machine. */
  backup(target: string): Promise<void>;
  /** Keeps the embedded graph from writing until the function it gives is called. */
  holdWriter(): Promise<() => void>;
}

type Request = { readonly call: 'backup'; readonly target: string } | { readonly call: 'holdWriter' };
type Answer = { readonly ok: true } | { readonly ok: false; readonly name: string; readonly message: string };

interface Place {
  readonly path: string;
  release(): void;
}

/** A path that reaches the socket and is short enough for one: below an open folder where the folder's own is not. */
function placeOf(dataDir: string): Place {
  const path = join(dataDir, NAME);
  if (Buffer.byteLength(path) <= MAX_PATH_BYTES) return { path, release: () => {} };
  if (process.platform !== 'linux') {
    throw new Error(`the path ${path} is too long for a socket (${MAX_PATH_BYTES} bytes); use a shorter data folder`);
  }
  const folder = openSync(dataDir, 'r');
  return { path: `/proc/self/fd/${folder}/${NAME}`, release: () => closeSync(folder) };
}

/** Starts answering. @returns what ends it */
export async function openControlSocket(dataDir: string, calls: ControlCalls): Promise<{ close(): Promise<void> }> {
  const { path, release } = placeOf(dataDir);
  rmSync(path, { force: true });
  const holding = new Set<ServerResponse>();
  const server = createServer((incoming, answer) => {
    let text = '';
    incoming.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    incoming.on('end', () => {
      carryOut(calls, text, answer, holding).catch(({ name, message }: Error) =>
        answer.end(JSON.stringify({ ok: false, name, message } satisfies Answer)),
      );
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  chmodSync(path, 0o600);
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          release();
          resolve();
        });
        for (const answer of holding) answer.destroy();
      }),
  };
}

async function carryOut(
  calls: ControlCalls,
  text: string,
  answer: ServerResponse,
  holding: Set<ServerResponse>,
): Promise<void> {
  const asked = JSON.parse(text) as Request;
  const ok = `${JSON.stringify({ ok: true } satisfies Answer)}\n`;
  if (asked.call === 'backup') {
    await calls.backup(asked.target);
    answer.end(ok);
  } else if (asked.call === 'holdWriter') {
    // The hold lasts as long as the connection: it ends with the one who asked, however that ends.
    holding.add(answer);
    const closed = new Promise<void>((resolve) => answer.once('close', resolve));
    try {
      const release = await calls.holdWriter();
      answer.write(ok);
      await closed;
      release();
    } finally {
      holding.delete(answer);
    }
  } else {
    throw new OrreryError('ErrBadRequest', `there is no call ${JSON.stringify((asked as { call: unknown }).call)}`);
  }
}

/** Resolves with the first line of the answer and what ends the connection. @throws OrreryError as the server answered */
function ask(dataDir: string, asked: Request): Promise<() => void> {
  const { path, release } = placeOf(dataDir);
  return new Promise<() => void>((resolve, reject) => {
    const outgoing = request({ socketPath: path, method: 'POST', path: '/', agent: false }, (incoming) => {
      incoming.setEncoding('utf8').once('data', (line: string) => {
        const answer = JSON.parse(line) as Answer;
        if (answer.ok) resolve(() => void outgoing.destroy());
        else {
          const name = answer.name === 'ErrBadRequest' ? 'ErrBadRequest' : 'ErrInternalServer';
          reject(new OrreryError(name, answer.message));
        }
      });
      const lost = new OrreryError('ErrInternalServer', 'the server ended before it answered');
      incoming.once('end', () => reject(lost)).once('error', () => reject(lost));
    });
    outgoing.on('error', reject);
    outgoing.end(JSON.stringify(asked));
  }).finally(release);
}

/** Has the server that runs on a data folder write a backup. @throws OrreryError as the server answered */
export async function askForBackup(dataDir: string, target: string): Promise<void> {
  const end = await ask(dataDir, { call: 'backup', target });
  end();
}

/**
 * Keeps the embedded graph of the server that runs on a data folder from writing until the function it gives is called, or
 * this process ends. @throws OrreryError when there is no such graph or the server stops
 */
export function holdWriterOf(dataDir: string): Promise<() => void> {
  return ask(dataDir, { call: 'holdWriter' });
}
