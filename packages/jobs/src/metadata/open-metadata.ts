import type Database from 'better-sqlite3';
import { OrreryError } from '@orrery/contracts';
import { isDiskFull } from './disk-full.ts';
import { lockFile } from './folder-lock.ts';
import { GroupCommit } from './group-commit.ts';
import { migrate } from './migrations.ts';
import type { Db } from './schema.ts';

export type MetadataLocation =
  { readonly kind: 'sqlite'; readonly path: string } | { readonly kind: 'postgres'; readonly connectionString: string };

/** An open, locked and migrated metadata database. */
export interface Metadata {
  readonly kind: MetadataLocation['kind'];
  readonly db: Db;
  /** All writes go through here. */
  readonly writer: GroupCommit;
  /** The SQLite connection, for its online backup. */
  readonly sqlite: Database.Database | undefined;
  /** Settles with a reason if another server took the database over; this one must stop then. */
  readonly lost: Promise<string>;
  close(): Promise<void>;
}

/**
 * Opens the metadata database, creating or migrating it as needed. One process has it at a time.
 * @throws OrreryError ErrBadRequest naming the holder when it is in use; ErrInternalDatabase when it can't be opened
 * or was written by a newer version.
 */
export async function openMetadata(location: MetadataLocation): Promise<Metadata> {
  return location.kind === 'sqlite' ? openOnSqlite(location.path) : openOnPostgres(location.connectionString);
}

async function openOnSqlite(path: string): Promise<Metadata> {
  const lock = lockFile(`${path}.lock`, `the metadata database ${path}`);
  try {
    const { openSqlite } = await import('./sqlite-database.ts');
    const { db, database } = openSqlite(path);
    try {
      await migrate(db, `the metadata database ${path}`);
    } catch (error) {
      await db.destroy();
      throw error;
    }
    const writer = new GroupCommit(db);
    return {
      kind: 'sqlite',
      db,
      writer,
      sqlite: database,
      lost: new Promise(() => {}),
      async close() {
        await writer.idle();
        await db.destroy();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function openOnPostgres(connectionString: string): Promise<Metadata> {
  const { openPostgres } = await import('./postgres-database.ts');
  const { db, lock } = await openPostgres(connectionString);
  try {
    await migrate(db, 'the metadata database on PostgreSQL');
  } catch (error) {
    await db.destroy();
    await lock.release();
    throw error;
  }
  const writer = new GroupCommit(db);
  return {
    kind: 'postgres',
    db,
    writer,
    sqlite: undefined,
    lost: lock.lost,
    async close() {
      await writer.idle();
      await db.destroy();
      await lock.release();
    },
  };
}

/** What a caller of the API gets when the database failed; errors meant for users pass as they are. */
export function databaseError(error: unknown): OrreryError {
  if (error instanceof OrreryError) return error;
  const code = (error as { code?: string }).code ?? '';
  const advice = isDiskFull(error) ? ' The disk is full: free some space.' : '';
  return new OrreryError(
    'ErrInternalDatabase',
    `the metadata database failed (${code || (error as Error).name}).${advice} Nothing was changed unless a later look shows it; try again.`,
    { cause: error },
  );
}
