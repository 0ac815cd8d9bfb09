import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { BulkMessage } from './bulk-load.ts';
import type { GraphServer } from './graph-server.ts';
import type { VidKind } from './load-graph.ts';

/** Starts the bulk load beside a server, whose writer it is given as long as both live. `ended` is its exit code. */
export function startBulkLoad(options: {
  server: GraphServer;
  dataDir: string;
  seed: number;
  kind: VidKind;
  fault: string;
  onWritten: () => void;
}): { readonly child: ChildProcess; readonly ended: Promise<number | null> } {
  const { server, dataDir, seed, kind, fault, onWritten } = options;
  const child = fork(join(import.meta.dirname, 'bulk-load.ts'), [dataDir, String(seed), kind], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, ORRERY_FAULT: fault },
  });
  let release = (): void => {};
  child.on('message', (message: BulkMessage) => {
    if (message.kind === 'written') onWritten();
    else if (message.kind === 'release') release();
    else {
      server.hold().then(
        (given) => {
          release = given;
          if (child.connected) child.send('held', () => {});
          else release();
        },
        // It has no writer to ask any more, as an import whose server is gone.
        () => child.connected && child.disconnect(),
      );
    }
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => {
      release();
      resolve(code);
    });
  });
  return { child, ended };
}
