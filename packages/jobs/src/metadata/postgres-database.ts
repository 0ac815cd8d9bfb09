import { hostname } from 'node:os';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { OrreryError } from '@orrery/contracts';
import type { Db, Schema } from './schema.ts';

/** Key of the advisory lock: "orrery" in ASCII, cut to 32 bits, and a number for what is locked. */
const LOCK_CLASS = 0x6f72_7265;
const LOCK_OBJECT = 1;

export interface PostgresMetadata {
  readonly db: Db;
  readonly lock: PostgresLock;
}

export interface PostgresLock {
  release(): Promise<void>;
  /** Settles with a reason when the lock is gone for good: somebody else has it. */
  readonly lost: Promise<string>;
}

/** @throws OrreryError ErrInternalDatabase when it can't be reached, ErrBadRequest naming the holder when it is in use. */
export async function openPostgres(connectionString: string): Promise<PostgresMetadata> {
  const lock = await acquireLock(connectionString);
  const pool = new pg.Pool({ connectionString, max: 4, application_name: applicationName(), keepAlive: true });
  // An idle connection that breaks is replaced at its next use; without a listener it would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => {
    client.on('error', () => {});
  });
  return { db: new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) }), lock };
}

function applicationName(): string {
  return `orrery ${process.pid}@${hostname()}`.slice(0, 63);
}

async function acquireLock(connectionString: string): Promise<PostgresLock> {
  let released = false;
  let tellLost!: (reason: string) => void;
  const lost = new Promise<string>((resolve) => {
    tellLost = resolve;
  });

  const connect = async (): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString, application_name: applicationName(), keepAlive: true });
    // The loss is noticed at `end`; the error event only has to be listened to.
    client.on('error', () => {});
    try {
      await client.connect();
    } catch (error) {
      throw new OrreryError(
        'ErrInternalDatabase',
        `the metadata database could not be reached: ${(error as Error).message}. Check the connection string and that PostgreSQL runs.`,
        { cause: error },
      );
    }
    const taken = await client.query<{ locked: boolean }>('select pg_try_advisory_lock($1, $2) as locked', [
      LOCK_CLASS,
      LOCK_OBJECT,
    ]);
    if (taken.rows[0]!.locked) return client;
    const holder = await client.query<{ name: string | null; address: string | null; since: Date }>(
      `select a.application_name as name, host(a.client_addr) as address, a.backend_start as since
         from pg_locks l join pg_stat_activity a on a.pid = l.pid
        where l.locktype = 'advisory' and l.classid = $1 and l.objid = $2 and l.granted
          and l.database = (select oid from pg_database where datname = current_database())`,
      [LOCK_CLASS, LOCK_OBJECT],
    );
    await client.end();
    const row = holder.rows[0];
    throw new OrreryError(
      'ErrBadRequest',
      `the metadata database is in use by ${row ? `${row.name ?? 'another client'} from ${row.address ?? 'a local socket'} (since ${row.since.toISOString()})` : 'another server'}. ` +
        'Stop that one first, or use another database.',
    );
  };

  let current = await connect();
  const watch = (client: pg.Client): void => {
    client.once('end', () => void reacquire());
  };
  // PostgreSQL gave the lock up with the connection: take it again before anybody else, or step down.
  const reacquire = async (): Promise<void> => {
    while (!released) {
      try {
        current = await connect();
        if (released) await current.end();
        else watch(current);
        return;
      } catch (error) {
        if (error instanceof OrreryError && error.name === 'ErrBadRequest') {
          tellLost(error.message);
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    }
  };
  watch(current);
  return {
    lost,
    async release() {
      released = true;
      await current.end().catch(() => {});
    },
  };
}
