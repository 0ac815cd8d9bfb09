import { expect, it } from 'vitest';
import type { WorkflowDefinition } from '@orrery/contracts';
import { Double } from '@orrery/contracts';
import { createSessionStore, createWorkflowStore, type Viewer } from '@orrery/jobs';
import { describeOnBoth } from './databases.ts';

const ADA = { graphAddress: '127.0.0.1:9669', user: 'ada' };
const VIEWER: Viewer = { ...ADA, isRoot: false };
const BOB: Viewer = { ...ADA, user: 'bob', isRoot: false };
const ROOT: Viewer = { ...ADA, user: 'root', isRoot: true };

const definition = (query: string, name?: string): WorkflowDefinition => ({
  ...(name === undefined ? {} : { name }),
  tasks: {
    query_1: {
      type: 'Query',
      space: 'basketballplayer',
      query,
      params: { big: 9007199254740993n, real: new Double(1) },
    },
  },
});

describeOnBoth('workflows', (databases) => {
  it('get random ids and default names, and keep the definition to the digit', async () => {
    const store = await createWorkflowStore(await databases.open());
    const made = await store.create(ADA, definition('YIELD 1'));
    expect(made.id).toMatch(/^[1-9]\d{9}$/);
    expect(made.name).toMatch(/^workflow_[a-z0-9]{5}$/);
    expect(made).toMatchObject({ account: ADA, version: 1, definition: { name: made.name } });
    expect(await store.get(VIEWER, made.id)).toEqual(made);
    expect((await store.get(VIEWER, made.id)).definition.tasks).toEqual(definition('YIELD 1').tasks);
    const demo = await store.create(ADA, definition('YIELD 1', 'demo'), { id: '4216617528' });
    expect(demo).toMatchObject({ id: '4216617528', name: 'demo' });
    await expect(store.create(ADA, definition('x'), { id: '4216617528' })).rejects.toMatchObject({
      name: 'ErrBadRequest',
    });
    await expect(store.create(ADA, definition('x'), { id: '12345678901' })).rejects.toMatchObject({ name: 'ErrParam' });
    await expect(store.create(ADA, definition('x', ' '))).rejects.toMatchObject({ name: 'ErrParam' });
  });

  it('every save is a version that stays as it is', async () => {
    const store = await createWorkflowStore(await databases.open());
    const { id } = await store.create(ADA, definition('YIELD 1', 'w'), { comment: 'one' });
    const second = await store.update(VIEWER, id, definition('YIELD 2'), { ifVersion: 1, comment: 'two' });
    expect(second).toMatchObject({ version: 2, name: 'w' });
    await expect(store.update(VIEWER, id, definition('YIELD 3'), { ifVersion: 1 })).rejects.toMatchObject({
      name: 'ErrBadRequest',
      message: expect.stringContaining(`workflow ${id} is at version 2, not 1`),
    });
    // Of two that save at once, one is refused.
    const both = await Promise.allSettled([
      store.update(VIEWER, id, definition('YIELD 3'), { ifVersion: 2 }),
      store.update(VIEWER, id, definition('YIELD 4'), { ifVersion: 2 }),
    ]);
    expect(both.map((result) => result.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect((await store.get(VIEWER, id, 1)).definition.tasks['query_1']).toMatchObject({ query: 'YIELD 1' });
    expect((await store.get(VIEWER, id, 2)).definition.tasks['query_1']).toMatchObject({ query: 'YIELD 2' });
    expect((await store.versions(VIEWER, id)).map(({ version, comment }) => [version, comment])).toEqual([
      [3, undefined],
      [2, 'two'],
      [1, 'one'],
    ]);
    const renamed = await store.rename(VIEWER, id, 'other');
    expect(renamed).toMatchObject({ version: 3, name: 'other', definition: { name: 'other' } });
    for (const odd of [4, 0, -1, 1e12]) {
      await expect(store.get(VIEWER, id, odd)).rejects.toMatchObject({ name: 'ErrNotFound' });
    }
  });

  it('belong to their account; root sees all; deleted ones are found by their jobs only', async () => {
    const store = await createWorkflowStore(await databases.open());
    const { id } = await store.create(ADA, definition('YIELD 1', 'w'));
    await store.update(VIEWER, id, definition('YIELD 2'));
    for (const refused of [
      () => store.get(BOB, id),
      () => store.update(BOB, id, definition('x')),
      () => store.rename(BOB, id, 'x'),
      () => store.clone(BOB, id),
      () => store.delete(BOB, id),
      () => store.versions(BOB, id),
      () => store.ofJob(BOB, id, 1),
      () => store.get({ ...ROOT, graphAddress: 'elsewhere:1' }, id),
      () => store.get(VIEWER, '\0'),
    ]) {
      await expect(refused()).rejects.toMatchObject({ name: 'ErrNotFound' });
    }
    const cloned = await store.clone(ROOT, id);
    expect(cloned).toMatchObject({ name: 'w_copy', version: 1, account: { user: 'root' } });
    expect(cloned.definition.tasks['query_1']).toMatchObject({ query: 'YIELD 2' });
    await store.delete(VIEWER, id);
    await expect(store.get(ROOT, id)).rejects.toMatchObject({ name: 'ErrNotFound' });
    expect((await store.list(ROOT, { page: 1, pageSize: 10 })).items.map((item) => item.id)).toEqual([cloned.id]);
    expect((await store.ofJob(VIEWER, id, 1)).definition.tasks['query_1']).toMatchObject({ query: 'YIELD 1' });
    // Its id is not given away.
    await expect(store.create(ADA, definition('x'), { id })).rejects.toMatchObject({ name: 'ErrBadRequest' });
  });

  it('are listed by name or id, newest first, in pages', async () => {
    const store = await createWorkflowStore(await databases.open());
    const names = ['Neighbours_of', 'pagerank', 'Page 100%', 'ÄRGER'];
    const made = [];
    for (const name of names) made.push(await store.create(ADA, definition('YIELD 1', name)));
    await store.update(VIEWER, made[0]!.id, definition('YIELD 2'));
    const search = async (text?: string) => {
      const { items, total } = await store.list(VIEWER, {
        ...(text === undefined ? {} : { search: text }),
        page: 1,
        pageSize: 10,
      });
      expect(total).toBe(items.length);
      return items.map((item) => item.name).toSorted();
    };
    expect(await search()).toEqual(names.toSorted());
    expect(await search('PAGE')).toEqual(['Page 100%', 'pagerank']);
    expect(await search('%')).toEqual(['Page 100%']);
    expect(await search('s_o')).toEqual(['Neighbours_of']);
    expect(await search('ärger')).toEqual(['ÄRGER']);
    expect(await search(made[1]!.id)).toEqual(['pagerank']);
    expect(await search('x'.repeat(60_000))).toEqual([]);
    const page = await store.list(VIEWER, { page: 2, pageSize: 3 });
    expect([page.items.length, page.total]).toEqual([1, 4]);
    const first = (await store.list(VIEWER, { search: 'neigh', page: 1, pageSize: 1 })).items[0]!;
    expect([first.version, first.definition.tasks['query_1']]).toEqual([
      2,
      expect.objectContaining({ query: 'YIELD 2' }),
    ]);
  });
});

describeOnBoth('revocations', (databases) => {
  it('of tokens and of accounts outlive a restart', async () => {
    const location = await databases.fresh();
    const metadata = await databases.open(location);
    const sessions = await createSessionStore(metadata);
    const later = Date.now() + 3_600_000;
    expect(await sessions.isRevoked('t1', ADA, 5000)).toBe(false);
    await sessions.revokeToken('t1', later);
    await sessions.revokeToken('t1', later);
    await sessions.revokeAccount(ADA, 6000);
    await sessions.revokeAccount(ADA, 4000);
    await metadata.close();
    for (const store of [sessions, await createSessionStore(await databases.open(location))]) {
      expect(await store.isRevoked('t1', BOB, 9000)).toBe(true);
      expect(await store.isRevoked('t2', ADA, 5999)).toBe(true);
      expect(await store.isRevoked('t2', ADA, 6000)).toBe(false);
      expect(await store.isRevoked('t2', BOB, 5000)).toBe(false);
    }
  });
});
