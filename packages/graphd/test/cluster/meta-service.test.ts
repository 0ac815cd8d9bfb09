import { ErrorCode, ListHostsType } from '@orrery/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MetaService } from '../../src/cluster/meta-service.ts';
import { TestEngine } from '../engine/test-engine.ts';
import { CALL } from './scan-parts.ts';

const PARTS = 10_000;
const storage = { host: 'graph.example', port: 9779 };

describe('the meta service, of a space with very many parts', () => {
  let engine: TestEngine;
  let spaceId: number;
  let meta: MetaService;

  beforeAll(async () => {
    engine = await TestEngine.start();
    await engine.must(`CREATE SPACE wide(partition_num=${PARTS}, vid_type=INT64)`);
    spaceId = engine.store.catalog.view.spaces.get('wide')!.definition.id;
    let looks = 0;
    // Every look ends a slice.
    const clock = (): number => 5 * ++looks;
    const addresses = { graph: storage, meta: storage, storage };
    meta = new MetaService(engine.store.catalog, addresses, '3.8.0', clock);
  });
  afterAll(() => engine.close());

  /** The answer, and how often others had a turn meanwhile. */
  async function withTurns<T>(call: () => T | Promise<T>): Promise<{ answer: T; turns: number }> {
    let [turns, done] = [0, false];
    const others = (async () => {
      for (; !done; turns++) await new Promise<void>((resolve) => setImmediate(resolve));
    })();
    const answer = await call();
    done = true;
    await others;
    return { answer, turns };
  }

  it('lets others have their turns while it makes an answer', async () => {
    const alloc = await withTurns(() => meta.getPartsAlloc(spaceId, CALL));
    expect([...alloc.answer.parts!.keys()]).toEqual(Array.from({ length: PARTS }, (_none, i) => i + 1));
    const parts = await withTurns(() => meta.listParts(spaceId, [], CALL));
    expect(parts.answer.parts).toHaveLength(PARTS);
    const hosts = await withTurns(() => meta.listHosts(ListHostsType.ALLOC, CALL));
    expect(hosts.answer.hosts![0]!.allParts.get('wide')).toHaveLength(PARTS);
    for (const { turns } of [alloc, parts, hosts]) expect(turns).toBeGreaterThan(100);
  });

  it('tells a part once, however often it is asked for', async () => {
    const often = Array.from({ length: 100_000 }, (_none, i) => (i % 2) + 7);
    const { parts } = await meta.listParts(spaceId, often, CALL);
    expect(parts).toEqual([7, 8].map((id) => ({ id, leader: storage, peers: [storage], lost: [] })));
    expect(await meta.listParts(spaceId, [...often, PARTS + 1], CALL)).toEqual({
      errorCode: ErrorCode.E_PART_NOT_FOUND,
    });
  });

  it('stops when its client has gone', async () => {
    const controller = new AbortController();
    const answers = Array.from({ length: 10 }, () =>
      meta.getPartsAlloc(spaceId, { ...CALL, connection: { ...CALL.connection, signal: controller.signal } }),
    );
    controller.abort();
    for (const answer of await Promise.all(answers)) expect(answer).toEqual({ errorCode: ErrorCode.E_RPC_FAILURE });
    expect((await meta.getPartsAlloc(spaceId, CALL)).parts!.size).toBe(PARTS);
  });
});
