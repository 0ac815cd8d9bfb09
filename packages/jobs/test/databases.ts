import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { openMetadata, type Metadata, type MetadataLocation } from '../src/metadata/open-metadata.ts';
import { describeWith } from '../../../tools/testing/requirements.ts';
import { startPostgresCluster, type PostgresCluster } from './postgres-cluster.ts';

export interface TestDatabases {
  readonly kind: MetadataLocation['kind'];
  /** A database that nobody has opened yet. */
  fresh(): Promise<MetadataLocation>;
  /** A fresh one, opened; closed after the test unless the test does. */
  open(location?: MetadataLocation): Promise<Metadata>;
  /** The cluster, where this is PostgreSQL. */
  cluster(): PostgresCluster;
}

/** The same tests on SQLite and on PostgreSQL. */
export function describeOnBoth(name: string, body: (databases: TestDatabases) => void): void {
  describe(`${name} on SQLite`, () => body(sqliteDatabases()));
  describeWith('postgres', `${name} on PostgreSQL`, () => body(postgresDatabases()));
}

export function sqliteDatabases(): TestDatabases {
  const folders: string[] = [];
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });
  const fresh = async (): Promise<MetadataLocation> => {
    const folder = mkdtempSync(join(tmpdir(), 'orrery-metadata-'));
    folders.push(folder);
    return { kind: 'sqlite', path: join(folder, 'metadata.db') };
  };
  return {
    kind: 'sqlite',
    fresh,
    open: opener(fresh),
    cluster: () => {
      throw new Error('SQLite has no cluster');
    },
  };
}

function postgresDatabases(): TestDatabases {
  let cluster: PostgresCluster;
  beforeAll(async () => {
    cluster = await startPostgresCluster();
  });
  afterAll(() => cluster.stop());
  const fresh = async (): Promise<MetadataLocation> => ({
    kind: 'postgres',
    connectionString: await cluster.createDatabase(),
  });
  return { kind: 'postgres', fresh, open: opener(fresh), cluster: () => cluster };
}

function opener(fresh: () => Promise<MetadataLocation>): TestDatabases['open'] {
  const open = new Set<Metadata>();
  afterEach(async () => {
    for (const metadata of open) await metadata.close();
    open.clear();
  });
  return async (location) => {
    const metadata = await openMetadata(location ?? (await fresh()));
    const close = metadata.close.bind(metadata);
    const tracked: Metadata = {
      ...metadata,
      close: async () => {
        if (open.delete(tracked)) await close();
      },
    };
    open.add(tracked);
    return tracked;
  };
}
