import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import {
  Kysely,
  SqliteAdapter,
  SqliteDialect,
  type DialectAdapter,
  type SqliteDatabase,
  type SqliteStatement,
} from 'kysely';
import { OrreryError } from '@orrery/contracts';
import type { Db, Schema } from './schema.ts';

/** SQLite's DDL is transactional, so a migration that was cut off leaves nothing behind. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class TransactionalSqliteDialect extends SqliteDialect {
  override createAdapter(): DialectAdapter {
    return new TransactionalSqliteAdapter();
  }
}

export interface SqliteMetadata {
  readonly db: Db;
  readonly database: Database.Database;
}

/** Opens or creates the file with WAL and synchronous=FULL: a COMMIT that returned is on the disk. */
export function openSqlite(path: string): SqliteMetadata {
  mkdirSync(dirname(path), { recursive: true });
  let database: Database.Database;
  try {
    // For its owner alone; SQLite gives its log the same mode.
    closeSync(openSync(path, 'a', 0o600));
    database = new Database(path);
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    database.pragma('cache_size = -16384');
    database.pragma('journal_size_limit = 67108864');
  } catch (error) {
    throw new OrreryError(
      'ErrInternalDatabase',
      `the metadata database ${path} could not be opened: ${(error as Error).message}. ` +
        'Check that it is a file of Orrery and that this user may read and write it, or restore a backup.',
      { cause: error },
    );
  }
  return {
    db: new Kysely<Schema>({ dialect: new TransactionalSqliteDialect({ database: cached(database) }) }),
    database,
  };
}

/** Kysely prepares every statement anew; the texts are few, so prepared ones are kept (7 µs a statement, not 25). */
function cached(database: Database.Database): SqliteDatabase {
  const statements = new Map<string, Database.Statement>();
  return {
    close: () => void database.close(),
    prepare(sql) {
      let statement = statements.get(sql);
      if (statement === undefined) {
        statement = database.prepare(sql);
        // Texts grow with the number of rows inserted at once; a bound keeps odd ones from piling up.
        if (statements.size >= 500) statements.clear();
        statements.set(sql, statement);
      }
      return sql === 'rollback' && !database.inTransaction ? NOTHING_TO_ROLL_BACK : statement;
    },
  };
}

/** A full disk makes SQLite roll back by itself; a second rollback would fail and hide what had happened. */
const NOTHING_TO_ROLL_BACK: SqliteStatement = {
  reader: false,
  all: () => [],
  run: () => ({ changes: 0, lastInsertRowid: 0 }),
  iterate: () => [][Symbol.iterator](),
};
