import { DatabaseSync } from 'node:sqlite';

/** Mean milliseconds of one insert with synchronous=FULL in WAL mode, each its own transaction. */
export function flushedInsertMs(path: string, count: number): number {
  const database = new DatabaseSync(path);
  database.exec(
    'PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE job (id INTEGER PRIMARY KEY, body TEXT)',
  );
  const insert = database.prepare('INSERT INTO job (body) VALUES (?)');
  const begin = performance.now();
  for (let i = 0; i < count; i++) insert.run('{"input":{"query_1":{"name":"Tim Duncan"}}}');
  const mean = (performance.now() - begin) / count;
  database.close();
  return mean;
}
