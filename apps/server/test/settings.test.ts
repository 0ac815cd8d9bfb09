import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GraphCredentials, SettingCheck } from '@orrery/contracts';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadConfig } from '../src/config/load.ts';
import { graphAddresses } from '../src/engines/graph-addresses.ts';
import { createSettings } from '../src/engines/settings.ts';
import { startGraphProcess, type GraphProcess } from '../src/graph/graph-process.ts';

let folder: string;
let graph: GraphProcess;
const servers: Server[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'orrery-settings-'));
  const limits = { statementBytes: 1_000_000, rows: 100_000, memoryBytes: 2 ** 27, timeoutMs: 10_000, nesting: 100 };
  graph = await startGraphProcess(
    { dataDir: join(folder, 'graph'), host: '127.0.0.1', port: 0, limits, logLevel: 'error' },
    pino({ level: 'silent' }),
  );
}, 60_000);
afterAll(async () => {
  for (const server of servers) server.close();
  await graph?.stop();
  rmSync(folder, { recursive: true });
}, 30_000);

async function addressOf(server: Server): Promise<string> {
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

interface Installation {
  readonly resultsDir?: string;
  readonly addresses?: readonly string[];
  readonly files?: readonly string[];
  readonly minFreeSpace?: string;
  readonly caller?: Partial<GraphCredentials>;
}

/** The findings by name, of an installation that is whole but for what a test says. */
async function findings(installation: Installation = {}): Promise<Map<string, SettingCheck>> {
  const { addresses = [], files = [], minFreeSpace = '1MiB', caller = {} } = installation;
  const resultsDir = installation.resultsDir ?? join(folder, 'results');
  if (installation.resultsDir === undefined) mkdirSync(resultsDir, { recursive: true });
  const file = join(folder, 'app-config.yaml');
  writeFileSync(file, JSON.stringify({ data: { dir: folder }, results: { minFreeSpace }, files: { folders: files } }));
  const loaded = loadConfig({ file, environment: {}, overrides: {}, baseDir: folder });
  const graphs = graphAddresses({ host: '127.0.0.1', port: graph.port }, addresses);
  const root = { address: '127.0.0.1', port: graph.port, user: 'root', password: 'nebula', ...caller };
  const items = await createSettings(loaded, resultsDir, graphs).check(root);
  return new Map(items.map((item) => [item.name, item]));
}

it('finds a whole installation whole, having really written and opened a session', async () => {
  const found = await findings({ files: [folder] });
  expect([...found.values()].filter(({ ok }) => !ok)).toEqual([]);
  expect(found.get(`graph 127.0.0.1:${graph.port}`)!.message).toMatch(/graphd at .* answers and takes this client/);
  expect(found.get('result store nebula')!.message).toMatch(
    /"root" opened a session .*there is none yet: CREATE SPACE/,
  );
  expect(found.get('result store local')!.message).toBe(`${join(folder, 'results')} can be written`);
  expect(readdirSync(join(folder, 'results'))).toEqual([]);
});

it('says of each graph address what is there and what to do', async () => {
  const closed = createServer();
  const refused = await addressOf(closed);
  closed.close();
  await once(closed, 'close');
  const http = await addressOf(createHttpServer());
  const silent = await addressOf(createServer(() => {}));
  const found = await findings({ addresses: [refused, http, silent, 'nowhere.invalid:9669', 'no-port'] });
  const message = (address: string): string => {
    const { ok, message: text, setting } = found.get(`graph ${address}`)!;
    expect({ ok, setting }).toEqual({ ok: false, setting: 'graph.addresses' });
    return text;
  };
  expect(message(refused)).toMatch(/ECONNREFUSED.*start graphd there/);
  expect(message(http)).toMatch(/Another program listens on that port, such as graphd’s own HTTP service/);
  expect(message(silent)).toMatch(/no answer .*takes connections and says nothing/);
  expect(message('nowhere.invalid:9669')).toMatch(/nowhere\.invalid.*Correct the name/);
  expect(message('no-port')).toMatch(/not of the form host:port/);
  expect(found.get(`graph 127.0.0.1:${graph.port}`)!.ok).toBe(true);
}, 20_000);

it('tries the nebula store with the caller’s account', async () => {
  const refused = (await findings({ caller: { password: 'changed' } })).get('result store nebula')!;
  expect(refused.ok).toBe(false);
  expect(refused.message).toMatch(/refused user "root".*Sign in again/);
  const gone = createServer();
  const port = Number((await addressOf(gone)).split(':')[1]);
  gone.close();
  await once(gone, 'close');
  const unreachable = (await findings({ caller: { port } })).get('result store nebula')!;
  expect(unreachable.ok).toBe(false);
  expect(unreachable.message).toMatch(/is not reached.*no result can be written back/);
});

it('notices a result store that cannot be written, whatever its rights say', async () => {
  // Rights don't bind root: a folder of the kernel's takes no files from anybody.
  let readOnly = '/proc';
  if (process.getuid!() !== 0) {
    readOnly = join(folder, 'read-only');
    mkdirSync(readOnly);
    chmodSync(readOnly, 0o500);
  }
  const noFolder = join(folder, 'a-file');
  writeFileSync(noFolder, '');
  for (const resultsDir of [readOnly, noFolder, join(folder, 'missing')]) {
    const { ok, message, setting } = (await findings({ resultsDir })).get('result store local')!;
    expect({ ok, setting }).toEqual({ ok: false, setting: 'data.dir' });
    expect(message).toContain(`${resultsDir} cannot be written: E`);
    expect(message).toContain('Create the folder or correct its rights or data.dir.');
  }
  expect(existsSync(join(folder, 'missing'))).toBe(false);
  const files = join(folder, 'no-files');
  expect((await findings({ files: [files] })).get(`files in ${files}`)!.message).toMatch(/cannot be read: ENOENT/);
});

it('holds the free space of the results against what must stay free', async () => {
  const { ok, message } = (await findings({ minFreeSpace: '900000GiB' })).get('disk space')!;
  expect(ok).toBe(false);
  expect(message).toMatch(/are free, tasks start while at least .* are\. Delete jobs, lower/);
  const unread = (await findings({ resultsDir: join(folder, 'missing') })).get('disk space')!;
  expect(unread.ok).toBe(false);
  expect(unread.message).toMatch(/cannot be read: ENOENT/);
});
