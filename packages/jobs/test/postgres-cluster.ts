import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { postgresBin } from '../../../tools/testing/requirements.ts';

export interface PostgresCluster {
  readonly port: number;
  /** Makes an empty database and returns its connection string. */
  createDatabase(): Promise<string>;
  /** Ends every connection of a database, as a restart of PostgreSQL would. */
  cutConnections(connectionString: string): Promise<void>;
  /** Stops PostgreSQL and removes the cluster. */
  stop(): Promise<void>;
}

/**
 * A PostgreSQL of one's own: initdb in a temporary folder, listening on a free port of 127.0.0.1, gone after `stop` or
 * with this process. Needs the binaries that `describeWith('postgres')` looks for. PostgreSQL refuses to run as root:
 * then it runs as the user `postgres`, or `nobody`.
 */
export async function startPostgresCluster(): Promise<PostgresCluster> {
  const bin = postgresBin()!;
  const folder = mkdtempSync(join(tmpdir(), 'orrery-postgres-'));
  const data = join(folder, 'data');
  const user = process.getuid?.() === 0 ? unprivilegedUser() : {};
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid!);
  execFileSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'orrery', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    {
      ...user,
      stdio: 'pipe',
      cwd: folder,
    },
  );
  const port = await freePort();
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: folder,
    fsync: 'off',
    max_connections: '60',
  };
  const server = spawn(
    join(bin, 'postgres'),
    [
      '-D',
      data,
      '-p',
      String(port),
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    { ...user, stdio: ['ignore', 'pipe', 'pipe'], cwd: folder },
  );
  let output = '';
  for (const stream of [server.stdout!, server.stderr!]) stream.on('data', (text) => (output += String(text)));
  const kill = (): void => void server.kill('SIGQUIT');
  process.on('exit', kill);

  const urlOf = (database: string): string => `postgres://orrery@127.0.0.1:${port}/${database}`;
  const admin = await connect(urlOf('postgres'), server, () => output);
  return {
    port,
    async createDatabase() {
      const name = `orrery_${randomBytes(6).toString('hex')}`;
      await admin.query(`create database ${name}`);
      return urlOf(name);
    },
    async cutConnections(connectionString) {
      const name = connectionString.slice(connectionString.lastIndexOf('/') + 1);
      await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
    },
    async stop() {
      await admin.end();
      const exited = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGINT');
      await exited;
      process.off('exit', kill);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function connect(url: string, server: ChildProcess, output: () => string): Promise<pg.Client> {
  for (let tries = 0; ; tries++) {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => {});
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (server.exitCode !== null || tries > 400) {
        throw new Error(`PostgreSQL did not start:\n${output()}`, { cause: error });
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

function unprivilegedUser(): { uid?: number; gid?: number } {
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string): number =>
        Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      // No such user: the next one.
    }
  }
  throw new Error('PostgreSQL refuses to run as root, and there is neither a user "postgres" nor "nobody"');
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
