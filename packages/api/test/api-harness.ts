import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { createApi, type ApiDependencies } from '@orrery/api';
import type { Health, Settings, Estimator } from '@orrery/contracts';
import {
  createController,
  createSessionStore,
  createWorkflowStore,
  openMetadata,
  type Controller,
  type ControllerOptions,
  type Metadata,
} from '@orrery/jobs';
import { createInputFiles, createTableReader, type ClosableTableReader } from '@orrery/tables';
import { testCatalogue } from './fixtures/test-catalogue.ts';
import { TestGateway } from './fixtures/test-gateway.ts';
import { testTaskTypes } from './fixtures/test-task-types.ts';
import { rawRequest, requestText, type RawAnswer, type RequestParts } from './raw-http.ts';

const health: Health = {
  report: async () => ({
    ok: true,
    version: '0.1.0',
    startTimeMs: 1,
    components: [{ name: 'metadata', ok: true, message: 'answers' }],
  }),
};
const settings: Settings = {
  list: () => [
    {
      path: 'server.port',
      environmentVariable: 'ORRERY_SERVER_PORT',
      value: 7002,
      default: 7002,
      source: 'default',
      help: 'port',
    },
  ],
  check: async () => [{ name: 'the data folder can be written', ok: true, message: 'yes' }],
  validate: (text) => (text.includes('unknown') ? [{ path: 'unknown', message: 'unknown key' }] : []),
};
const estimator: Estimator = {
  estimate: async (_credentials, definition) =>
    Object.keys(definition.tasks).map((task) => ({
      task,
      vertexCount: 3,
      edgeCount: 6,
      isAssumed: false,
      memoryBytes: 48,
      seconds: { least: 1, most: 4 },
      fits: true,
      basis: 'the file has 3 vertices',
      basisCode: 'file',
      advice: undefined,
    })),
};

/** The API on a real controller, database, tables and socket; the graph alone is played. */
export class ApiHarness {
  readonly gateway = new TestGateway();
  readonly #folder = mkdtempSync(join(tmpdir(), 'orrery-api-'));
  /** Where workflows may read files. */
  readonly #filesFolder = join(this.#folder, 'files');
  app!: FastifyInstance;
  controller!: Controller;
  #metadata!: Metadata;
  #tables!: ClosableTableReader;
  port = 0;
  /** Cookies by user, as connect gave them. */
  readonly #cookies = new Map<string, string>();

  async start(limits: ControllerOptions['limits'] = {}, more: Partial<ApiDependencies> = {}): Promise<void> {
    this.#metadata = await openMetadata({ kind: 'sqlite', path: join(this.#folder, 'metadata.sqlite') });
    this.controller = await createController({
      metadata: this.#metadata,
      dataDir: this.#folder,
      key: Buffer.alloc(32, 1),
      taskTypes: testTaskTypes,
      executorEntry: new URL('./fixtures/executor.ts', import.meta.url),
      limits: { warmExecutors: 1, cancelGraceMs: 200, minFreeDiskBytes: 0, ...limits },
    });
    this.#tables = createTableReader({ folders: [this.#folder] });
    this.app = createApi({
      controller: this.controller,
      workflows: await createWorkflowStore(this.#metadata),
      sessions: await createSessionStore(this.#metadata),
      tables: this.#tables,
      gateway: this.gateway,
      catalogue: testCatalogue,
      estimator,
      inputFiles: createInputFiles([this.#filesFolder]),
      settings,
      health,
      tokenKey: Buffer.alloc(32, 2),
      taskDefaults: { maxAttempts: 3, timeoutMs: 60_000 },
      ...more,
    });
    await this.app.listen({ host: '127.0.0.1', port: 0 });
    this.port = (this.app.server.address() as { port: number }).port;
  }

  /** A file that workflows may read. */
  addFile(path: string, text: string): void {
    const file = join(this.#filesFolder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  async stop(): Promise<void> {
    await this.app?.close();
    await this.controller?.stop(0);
    await this.#tables?.close();
    await this.#metadata?.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** A request without any token. */
  send(method: string, path: string, parts: RequestParts = {}): Promise<RawAnswer> {
    return rawRequest(this.port, requestText(method, path, parts));
  }

  async cookie(user = 'ada'): Promise<string> {
    const known = this.#cookies.get(user);
    if (known !== undefined) return known;
    const login = Buffer.from(JSON.stringify([user, this.gateway.passwords.get(user)])).toString('base64');
    const answer = await this.send('POST', '/api-open/v1/connect', {
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${login}` },
      body: '{"address":"127.0.0.1","port":9669}',
    });
    const cookie = answer.headers.get('set-cookie')?.split(';')[0];
    if (cookie === undefined) throw new Error(answer.body);
    this.#cookies.set(user, cookie);
    return cookie;
  }

  /** The next request of this user logs in again. */
  forget(user: string): void {
    this.#cookies.delete(user);
  }

  /** A request of a user who is logged in; a body that is no text goes as JSON. */
  async as(
    user: string,
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<RawAnswer> {
    const parts: RequestParts =
      body === undefined
        ? { headers: { Cookie: await this.cookie(user), ...headers } }
        : {
            headers: { Cookie: await this.cookie(user), 'Content-Type': 'application/json', ...headers },
            body: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
          };
    return this.send(method, path, parts);
  }

  /** The data of an answer. @throws with its message when it is none */
  async data<T>(user: string, method: string, path: string, body?: unknown): Promise<T> {
    const answer = await this.as(user, method, path, body);
    if (answer.json.code !== 0) throw new Error(`${method} ${path}: ${answer.body}`);
    return answer.json.data as T;
  }
}
