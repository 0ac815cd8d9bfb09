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
  const removeFolder = (): void => rmSync(folder, { recursive: true, force: true });
  let server: ServerProcess | undefined;
  try {
    server = await startServerProcess({
      dataDir,
      environment: { ORRERY_FILES_FOLDERS: filesDir, ORRERY_LOG_LEVEL: 'info', ...environment },
    });
    const running = server;
    await importSampleGraph(running);
    const client = new HttpClient(running.url);
    await client.connect(running.graphHost, running.graphPort);
    const close = async (): Promise<number | null> => {
      const code = await running.stop();
      removeFolder();
      return code;
    };
    return { folder, dataDir, filesDir, server: running, client, close };
  } catch (error) {
    await server?.kill();
    removeFolder();
    throw error;
  }
}
