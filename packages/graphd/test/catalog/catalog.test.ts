import { lstatSync, readlinkSync, symlinkSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { DateValue } from '@orrery/contracts';
import { open } from 'lmdb';
import { describe, expect, it } from 'vitest';
import type { CatalogEditor } from '../../src/catalog/catalog.ts';
import { openEnvironment } from '../../src/storage/environment.ts';
import { openStore } from '../../src/storage/lmdb-store.ts';
import { Purger } from '../../src/storage/purge.ts';
import { StoreError } from '../../src/storage/store.ts';
import { WriteQueue } from '../../src/storage/write-queue.ts';
import { property, spaceOptions, tempFolder, withStore } from '../storage/temp-store.ts';

describe('the catalog', () => {
  it('is the same after reopening: schemas with defaults of every kind, indexes, users, roles, counters', async () => {
    const folder = tempFolder();
    try {
      const store = await openStore({ dataDir: folder.path });
      const hash = await store.catalog.hashPassword('secret');
      await store.catalog.edit((editor) => {
        editor.createSpace('gone', spaceOptions());
        editor.dropSpace('gone');
        editor.createSpace('s', { ...spaceOptions({ kind: 'int64' }), comment: 'a "comment"' });
        editor.createTag('s', {
          name: 't',
          comment: 'ü',
          properties: [
            property(
              'd',
              { kind: 'date' },
              { default: { text: 'date("2020-01-01")', constant: new DateValue(2020, 1, 1) } },
            ),
            property('i', { kind: 'int64' }, { default: { text: '9007199254740993', constant: 9007199254740993n } }),
            property('now', { kind: 'timestamp' }, { default: { text: 'now()' }, nullable: false }),
          ],
          ttl: { column: 'i', durationSeconds: 2n ** 40n },
        });
        editor.createEdge('s', { name: 'e', properties: [] });
        editor.createIndex('s', { name: 'i', kind: 'tag', schemaName: 't', fields: [{ property: 'd' }] });
        editor.createUser('ann', hash);
        editor.grantRole('ann', 's', 'DBA');
      });
      await store.catalog.edit((editor) => editor.alterTag('s', 't', { add: [property('more', { kind: 'string' })] }));
      const before = store.catalog.view;
      await store.close();
      const again = await openStore({ dataDir: folder.path });
      expect(again.catalog.view).toEqual(before);
      expect(again.catalog.view.spaces.get('s')!.definition.id).toBe(2);
      expect(await again.catalog.verifyPassword('ann', 'secret')).toBe(true);
      expect(await again.catalog.verifyPassword('ann', 'wrong')).toBe(false);
      expect(await again.catalog.verifyPassword('nobody', 'secret')).toBe(false);
      await again.close();
    } finally {
      folder.remove();
    }
  });

  it('knows whether root still has the first password', async () => {
    await withStore(async (store) => {
      expect(await store.catalog.hasDefaultRootPassword()).toBe(true);
      const hash = await store.catalog.hashPassword('better');
      await store.catalog.edit((editor) => editor.setPassword('root', hash));
      expect(await store.catalog.hasDefaultRootPassword()).toBe(false);
      expect(await store.catalog.verifyPassword('root', 'better')).toBe(true);
    });
  });

  it.each<{ what: string; change: (editor: CatalogEditor) => void; code: string }>([
    { what: 'a name twice', change: (e) => e.createSpace('s', spaceOptions()), code: 'Existed' },
    {
      what: 'a tag named as an edge type',
      change: (e) => e.createTag('s', { name: 'e', properties: [] }),
      code: 'NameTaken',
    },
    {
      what: 'a property twice',
      change: (e) =>
        e.createTag('s', { name: 'n', properties: [property('p', { kind: 'bool' }), property('p', { kind: 'bool' })] }),
      code: 'InvalidProperty',
    },
    { what: 'a missing space', change: (e) => e.dropSpace('absent'), code: 'SpaceNotFound' },
    { what: 'a missing edge', change: (e) => e.alterEdge('s', 'absent', {}), code: 'EdgeNotFound' },
    { what: 'dropping a property with an index', change: (e) => e.alterTag('s', 't', { drop: ['p'] }), code: 'InUse' },
    {
      what: 'changing the type of one',
      change: (e) => e.alterTag('s', 't', { change: [property('p', { kind: 'string' })] }),
      code: 'InUse',
    },
    { what: 'dropping a tag with an index', change: (e) => e.dropTag('s', 't'), code: 'InUse' },
    {
      what: 'TTL on a string',
      change: (e) => e.alterTag('s', 't', { ttl: { column: 'text', durationSeconds: 1n } }),
      code: 'InvalidTtl',
    },
    {
      what: 'dropping the column of the TTL',
      change: (e) => e.alterEdge('s', 'e', { drop: ['at'] }),
      code: 'InvalidTtl',
    },
    {
      what: 'an index without a length',
      change: (e) => e.createIndex('s', { name: 'x', kind: 'tag', schemaName: 't', fields: [{ property: 'text' }] }),
      code: 'InvalidIndex',
    },
    {
      what: 'an index on a list',
      change: (e) => e.createIndex('s', { name: 'x', kind: 'tag', schemaName: 't', fields: [{ property: 'list' }] }),
      code: 'InvalidIndex',
    },
    {
      what: 'an index that exists under another name',
      change: (e) => e.createIndex('s', { name: 'x', kind: 'tag', schemaName: 't', fields: [{ property: 'p' }] }),
      code: 'Existed',
    },
    { what: 'dropping root', change: (e) => e.dropUser('root'), code: 'NotAllowed' },
    { what: 'a role that nobody has', change: (e) => e.revokeRole('root', 's', 'USER'), code: 'NotAllowed' },
    {
      what: 'an endless vertex id',
      change: (e) => e.createSpace('x', spaceOptions({ kind: 'fixed_string', length: 5000 })),
      code: 'InvalidProperty',
    },
  ])('refuses $what with $code and changes nothing', async ({ change, code }) => {
    await withStore(async (store) => {
      await store.catalog.edit((editor) => {
        editor.createSpace('s', spaceOptions());
        editor.createTag('s', {
          name: 't',
          properties: [
            property('p', { kind: 'int64' }),
            property('text', { kind: 'string' }),
            property('list', { kind: 'list', element: 'int64' }),
          ],
        });
        editor.createEdge('s', {
          name: 'e',
          properties: [property('at', { kind: 'int64' })],
          ttl: { column: 'at', durationSeconds: 5n },
        });
        editor.createIndex('s', { name: 'i', kind: 'tag', schemaName: 't', fields: [{ property: 'p' }] });
      });
      const before = store.catalog.view;
      const editing = store.catalog.edit((editor) => {
        editor.createTag('s', { name: 'goes_too', properties: [] });
        change(editor);
      });
      await expect(editing).rejects.toMatchObject({ name: 'CatalogError', code });
      expect(store.catalog.view).toBe(before);
    });
  });

  it('removes the data of what was dropped, and what is made anew under the name starts empty', async () => {
    await withStore(async (store) => {
      const make = (): Promise<{ id: number; tag: number; other: number; edge: number }> =>
        store.catalog.edit((editor) => ({
          id: editor.createSpace('s', spaceOptions()).id,
          tag: editor.createTag('s', { name: 't', properties: [] }).id,
          other: editor.createTag('s', { name: 'o', properties: [] }).id,
          edge: editor.createEdge('s', { name: 'e', properties: [] }).id,
        }));
      const fill = ({ id, tag, other, edge }: Awaited<ReturnType<typeof make>>): Promise<void> =>
        store.write(id, (writer) => {
          for (let i = 0; i < 3000; i++) {
            const vertex = writer.indexFor(`v${i}`);
            if (i % 3 > 0) writer.putTag(vertex, tag, []);
            if (i % 3 < 2) writer.putTag(vertex, other, []);
            writer.putEdge({ src: vertex, dst: 0, typeId: edge, rank: 0n }, []);
          }
        });
      const first = await make();
      await fill(first);
      const old = store.snapshot();
      await store.catalog.edit((editor) => {
        editor.dropTag('s', 't');
        editor.dropEdge('s', 'e');
      });
      const counts = (): unknown => {
        using snapshot = store.snapshot();
        const { vertexCount, edgeCount, tags } = snapshot.space(first.id).statistics();
        const cursor = snapshot.space(first.id).scanVertices();
        let seen = 0;
        while (cursor.next()) seen++;
        return { vertexCount, edgeCount, tags: [...tags], seen };
      };
      // Invisible at once, removed from the file after a while.
      expect(counts()).toMatchObject({ edgeCount: 0, tags: [['o', 2000]], seen: 2000 });
      await store.purged();
      expect(counts()).toEqual({ vertexCount: 2000, edgeCount: 0, tags: [['o', 2000]], seen: 2000 });
      expect(old.space(first.id).statistics()).toMatchObject({ vertexCount: 3000, edgeCount: 3000 });
      old.close();
      await store.catalog.edit((editor) => editor.clearSpace('s'));
      expect(counts()).toEqual({ vertexCount: 0, edgeCount: 0, tags: [['o', 0]], seen: 0 });
      await store.catalog.edit((editor) => editor.dropSpace('s'));
      const second = await make();
      expect(second.id).not.toBe(first.id);
      using snapshot = store.snapshot();
      expect(snapshot.space(second.id).indexOf('v1')).toBeUndefined();
      expect(() => snapshot.space(first.id)).toThrow(/no space with id/);
      await store.purged();
    });
  });
});

describe('removing what was dropped', () => {
  it('is tried again after a failure, and a stop does not wait for that', async () => {
    const folder = tempFolder();
    const env = openEnvironment({ dataDir: folder.path });
    try {
      const queue = new WriteQueue(env);
      const garbage = Buffer.from('garbage');
      const listed = (): unknown => JSON.parse(env.meta.getBinary(garbage)!.toString());
      let failures = 2;
      const failing: Pick<WriteQueue, 'run'> = {
        run: (work) => (failures-- > 0 ? Promise.reject(new StoreError('Full', 'the disk is full')) : queue.run(work)),
      };
      const add = (purger: Purger, dataId: number): Promise<void> =>
        queue.run(() => {
          purger.add([{ kind: 'space', dataId }]);
          return { result: undefined, committed: () => {} };
        });
      const purger = new Purger(env, failing, 1);
      await add(purger, 1);
      purger.resume();
      await purger.idle();
      expect(failures).toBe(-1);
      expect(listed()).toEqual([]);

      failures = Infinity;
      const patient = new Purger(env, failing, 2 ** 30);
      await add(patient, 2);
      patient.resume();
      await new Promise((resolve) => setImmediate(resolve));
      await patient.stop();
      expect(listed()).toEqual([{ garbage: { kind: 'space', dataId: 2 } }]);
    } finally {
      await env.root.close();
      folder.remove();
    }
  });
});

describe('a data folder', () => {
  it('has one owner; a second is refused with the pid, also in another process', async () => {
    await withStore(async (_store, dataDir) => {
      await expect(openStore({ dataDir })).rejects.toMatchObject({ code: 'Locked' });
      await expect(openStore({ dataDir })).rejects.toThrow(`in use by process ${process.pid}`);
      const module = new URL('../../src/storage/lmdb-store.ts', import.meta.url).href;
      const program = `
        const { openStore } = await import(${JSON.stringify(module)});
        await openStore({ dataDir: process.argv[1] }).then(() => process.exit(3), (error) => console.log(error.message));`;
      const child = spawnSync(process.execPath, ['--input-type=module', '-e', program, dataDir], { encoding: 'utf8' });
      expect(child.stdout).toContain(`in use by process ${process.pid}`);
      expect(child.status).toBe(0);
    });
  });

  it('is taken over from a process that is gone, and from another that got its pid', async () => {
    const folder = tempFolder();
    try {
      const lock = join(folder.path, 'graphd.lock');
      for (const content of ['999999999 1', `${process.pid} 1`, 'nonsense']) {
        symlinkSync(content, lock);
        const store = await openStore({ dataDir: folder.path });
        expect(readlinkSync(lock)).toMatch(new RegExp(`^${process.pid} `));
        await store.close();
        expect(lstatSync(lock, { throwIfNoEntry: false })).toBeUndefined();
      }
    } finally {
      folder.remove();
    }
  });

  it('of an unknown format stops the start and says which', async () => {
    const folder = tempFolder();
    try {
      await (await openStore({ dataDir: folder.path })).close();
      const raw = open({ path: join(folder.path, 'graph.mdb'), overlappingSync: false, mapSize: 2 ** 30 });
      const meta = raw.openDB('meta', { encoding: 'binary', keyEncoding: 'binary' });
      meta.putSync(Buffer.from('format'), Buffer.from('orrery-graph 99'));
      await raw.close();
      await expect(openStore({ dataDir: folder.path })).rejects.toMatchObject({ code: 'FormatVersion' });
      await expect(openStore({ dataDir: folder.path })).rejects.toThrow('"orrery-graph 99"');
    } finally {
      folder.remove();
    }
  });
});
