import { rmSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import { join } from 'node:path';
import { OrreryError } from '@orrery/contracts';

/*
 * A socket in the data folder, through which the folder's owner (and nobody else: the folder is 0700) asks the running
 * server for what must not be in the public API.
 */
const socketPath = (dataDir: string): string => join(dataDir, 'control.sock');

export interface ControlCalls {
  /** Writes a backup into a folder of the server's machine. */
  backup(target: string): Promise<void>;
}

/** Starts answering. @returns the server, to be closed */
export function openControlSocket(dataDir: string, calls: ControlCalls): Promise<Server> {
  const path = socketPath(dataDir);
  rmSync(path, { force: true });
  const server = createServer((incoming, answer) => {
    let text = '';
    incoming.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    incoming.on('end', () => {
      const { call, target } = JSON.parse(text) as { call: keyof ControlCalls; target: string };
      calls[call](target).then(
        () => answer.end(JSON.stringify({ ok: true })),
        (error: Error) => answer.end(JSON.stringify({ ok: false, name: error.name, message: error.message })),
      );
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => resolve(server));
  });
}

/** Asks the server that runs on a data folder. @throws OrreryError as the server answered */
export function askServer(dataDir: string, call: keyof ControlCalls, target: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ socketPath: socketPath(dataDir), method: 'POST', path: '/' }, (incoming) => {
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
  });
}
