import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importSampleGraph } from '../tools/testing/sample-graph.ts';
import { HttpClient, startServerProcess, type ServerProcess } from '../tools/testing/server-process.ts';

/** A real server on a new data folder with the sample graph, and a client that is signed in as root. */
export interface SampleServer {
  readonly folder: string;
  readonly dataDir: string;
  /** Configured as `files.folders`. */
  readonly filesDir: string;
  readonly server: ServerProcess;
  readonly client: HttpClient;
  /** Stops the server and deletes the folder. @returns the exit code */
  close(): Promise<number | null>;
}

export async function startSampleServer(environment: Readonly<Record<string, string>> = {}): Promise<SampleServer> {
  const folder = mkdtempSync(join(tmpdir(), 'orrery-sample-'));
  const dataDir = join(folder, 'data');
  const filesDir = join(folder, 'files');
  mkdirSync(filesDir);
  const server = await startServerProcess({
    dataDir,
    environment: { ORRERY_FILES_FOLDERS: filesDir, ORRERY_LOG_LEVEL: 'info', ...environment },
  });
  await importSampleGraph(server);
  const client = new HttpClient(server.url);
  await client.connect(server.graphHost, server.graphPort);
  return {
    folder,
    dataDir,
    filesDir,
    server,
    client,
    close: async () => {
      const code = await server.stop();
      rmSync(folder, { recursive: true, force: true });
      return code;
    },
  };
}
