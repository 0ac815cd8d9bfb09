import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { configTable } from '../src/config/docs.ts';
import { ConfigError, configFaults, loadConfig } from '../src/config/load.ts';
import { announcedHosts } from '../src/engines/announced-hosts.ts';
import { bytesText, durationText, parseBytes, parseDurationMs } from '../src/config/units.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'orrery-config-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function load(yaml: string, environment: Record<string, string> = {}, overrides = {}) {
  const file = join(folder, 'app-config.yaml');
  writeFileSync(file, yaml);
  return loadConfig({ file, environment, overrides, baseDir: '/srv/orrery' }).values;
}

it('takes defaults, then the file, then the environment, then the command line', () => {
  const yaml = 'server: { port: 1 }\nqueue: { runningJobs: 7 }\nresults: { maxSize: 2GiB, retention: 36h }\n';
  expect(load(yaml)).toMatchObject({
    'server.host': '127.0.0.1',
    'server.port': 1,
    'queue.runningJobs': 7,
    'results.maxSize': 2 * 1024 ** 3,
    'results.retention': 36 * 3_600_000,
    'data.dir': '/srv/orrery/data',
  });
  expect(load(yaml, { ORRERY_SERVER_PORT: '2' })['server.port']).toBe(2);
  expect(load(yaml, { ORRERY_SERVER_PORT: '2' }, { 'server.port': 3 })['server.port']).toBe(3);
  expect(load('', { ORRERY_FILES_FOLDERS: 'graphs, /data/more' })['files.folders']).toEqual([
    '/srv/orrery/graphs',
    '/data/more',
  ]);
});

it('names every key that is unknown, of the wrong type or out of range, all at once', () => {
  let message = '';
  try {
    load('server: { prot: 1, port: 70000 }\nqueu: { x: 1 }\nexecution: { taskTimeout: soon }\n', {
      ORRERY_GRAPH_EMBEDDED: 'yes',
    });
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    message = (error as Error).message;
  }
  expect(message).toContain('server.prot: unknown key; did you mean server.port?');
  expect(message).toContain('queu: unknown key');
  expect(message).toContain('server.port: must be at most 65535');
  expect(message).toContain('execution.taskTimeout: expected a duration such as 30s, 5m, 1h or 30d, found "soon"');
  expect(message).toContain('ORRERY_GRAPH_EMBEDDED: expected true or false, found "yes"');
});

it('takes only ways that there are to read a cluster, and pairs of addresses', () => {
  expect(load('graph: { clusterScan: storage, clusterHosts: ["storaged0:9779=10.0.0.5:19779"] }')).toMatchObject({
    'graph.clusterScan': 'storage',
    'graph.clusterHosts': ['storaged0:9779=10.0.0.5:19779'],
  });
  expect(configFaults('graph: { clusterScan: fast, clusterHosts: ["a:1=b:2", "storaged0=10.0.0.5:9779"] }')).toEqual([
    'graph.clusterScan: must be one of auto, storage, statements',
    'graph.clusterHosts: expected announced:port=reachable:port, found "storaged0=10.0.0.5:9779"',
  ]);
  expect([...announcedHosts(['Storaged0:9779=10.0.0.5:19779', '[fd00::1]:9559=[::1]:9559'])]).toEqual([
    ['storaged0:9779', { host: '10.0.0.5', port: 19_779 }],
    ['[fd00::1]:9559', { host: '::1', port: 9559 }],
  ]);
});

it.each(['a:1=b:2=c:3', 'a:1=b:0', 'a:0=b:1', 'a:09779=b:1', 'a:1', 'a b:1=c:2', 'a:1=b:70000', ' a:1=b:2'])(
  'takes no pair of addresses but one of each that can be connected to: %s',
  (entry) => {
    expect(configFaults(`graph: { clusterHosts: [${JSON.stringify(entry)}] }`)).toEqual([
      `graph.clusterHosts: expected announced:port=reachable:port, found ${JSON.stringify(entry)}`,
    ]);
  },
);

it('announces only what clients can connect to', () => {
  const faults = (host: string): readonly string[] =>
    configFaults(`graph: { storage: { announcedHost: ${JSON.stringify(host)} } }`);
  for (const host of ['', 'graph.example', 'graph_1', 'graph-1.example.', '10.0.0.5', 'fd00::1']) {
    expect(faults(host), host).toEqual([]);
  }
  for (const host of ['0.0.0.0', '::', '::0', '0:0:0:0:0:0:0:0']) {
    const fault = `${host} stands for all addresses, and clients need one that leads to this machine`;
    expect(faults(host)).toEqual([`graph.storage.announcedHost: ${fault}`]);
  }
  for (const host of [' x:1 ', 'x:1', 'x y', '0', '127.1', '[::1]', '-x']) {
    const fault = `expected a host’s name or address, without a port, found ${JSON.stringify(host)}`;
    expect(faults(host)).toEqual([`graph.storage.announcedHost: ${fault}`]);
  }
});

it('refuses storage services without a graph, or on all addresses with none to announce', () => {
  expect(configFaults('graph: { embedded: false, storage: { enabled: true } }')).toEqual([
    'graph.storage.enabled: lets storage clients scan the embedded graph, and graph.embedded is false; set it to true, or this to false',
  ]);
  expect(configFaults('graph: { storage: { enabled: true, host: "::0" } }')).toEqual([
    'graph.storage.announcedHost: must be set to the name or address by which clients reach this machine, as graph.storage.host is ::0, which stands for all addresses',
  ]);
  for (const storage of [
    'enabled: true',
    'host: "::0"',
    'enabled: true, host: 0.0.0.0, announcedHost: graph.example',
  ]) {
    expect(configFaults(`graph: { storage: { ${storage} } }`), storage).toEqual([]);
  }
});

it('refuses a file that is missing or no YAML', () => {
  expect(() => loadConfig({ file: join(folder, 'none.yaml'), environment: {}, baseDir: '/' })).toThrow(/no such/);
  expect(() => load('server: [')).toThrow(ConfigError);
});

it('says where each value came from', () => {
  const { sources } = loadConfig({
    environment: { ORRERY_LOG_LEVEL: 'warn' },
    overrides: { 'server.port': 0 },
    baseDir: '/',
  });
  expect(sources).toMatchObject({
    'log.level': 'environment',
    'server.port': 'command line',
    'server.host': 'default',
  });
});

it('finds the faults of a text without using it', () => {
  expect(configFaults('queue: { runningTasks: 4 }')).toEqual([]);
  expect(configFaults('queue: { runningTasks: 0, x: 1 }')).toEqual([
    'queue.x: unknown key',
    'queue.runningTasks: must be at least 1',
  ]);
});

it('reads what it writes, for durations and sizes', () => {
  for (const ms of [1, 30_000, 5 * 60_000, 3_600_000, 90_000, 2_592_000_000]) {
    expect(parseDurationMs(durationText(ms))).toBe(ms);
  }
  for (const bytes of [1, 1024, 1536 * 1024, 2 * 1024 ** 3]) expect(parseBytes(bytesText(bytes))).toBe(bytes);
  expect(parseDurationMs('5 fortnights')).toBeUndefined();
});

it('is described key by key in docs/configuration.md', () => {
  const docs = readFileSync(join(import.meta.dirname, '../../../docs/configuration.md'), 'utf8');
  expect(docs).toContain(configTable());
});
