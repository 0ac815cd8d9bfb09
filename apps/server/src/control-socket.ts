import { chmodSync, closeSync, openSync, rmSync } from 'node:fs';
import { createServer, request } from 'node:http';
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
}

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
  const server = createServer((incoming, answer) => {
    let text = '';
    incoming.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    incoming.on('end', () => {
      carryOut(calls, text).then(
        () => answer.end(JSON.stringify({ ok: true })),
        (error: Error) => answer.end(JSON.stringify({ ok: false, name: error.name, message: error.message })),
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
      }),
  };
}

async function carryOut(calls: ControlCalls, text: string): Promise<void> {
  const { call, target } = JSON.parse(text) as { call: string; target: string };
  if (call !== 'backup') throw new OrreryError('ErrBadRequest', `there is no call ${JSON.stringify(call)}`);
  await calls.backup(target);
}

/** Asks the server that runs on a data folder. @throws OrreryError as the server answered */
export function askServer(dataDir: string, call: keyof ControlCalls, target: string): Promise<void> {
  const { path, release } = placeOf(dataDir);
  return new Promise<void>((resolve, reject) => {
    const outgoing = request({ socketPath: path, method: 'POST', path: '/' }, (incoming) => {
      let text = '';
      incoming.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      incoming.on('end', () => {
        const answer = JSON.parse(text) as { ok: boolean; name: string; message: string };
        if (answer.ok) resolve();
        else
          reject(
            new OrreryError(answer.name === 'ErrBadRequest' ? 'ErrBadRequest' : 'ErrInternalServer', answer.message),
          );
      });
    });
    outgoing.once('error', reject);
    outgoing.end(JSON.stringify({ call, target }));
  }).finally(release);
}
