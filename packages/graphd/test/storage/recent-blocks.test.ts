import { INT64_MIN } from '@orrery/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StoredBlock } from '../../src/storage/block-tree.ts';
import { BlockTree } from '../../src/storage/block-tree.ts';
import { VertexEntries } from '../../src/storage/cursors.ts';
import { MemoryAccount, MemoryPool } from '../../src/execute/memory-account.ts';
import { beginRead, openEnvironment, type Environment } from '../../src/storage/environment.ts';
import { BlockRoom, ChangingBlocks, RecentBlocks } from '../../src/storage/recent-blocks.ts';
import { randomSource, tempFolder } from './temp-store.ts';

const SEED = 20_261_124;
const VERTICES = 3000;
const ROW_BYTES = 40;

const folder = tempFolder();
let env: Environment;
let tree: BlockTree;
const pick = randomSource(SEED);
/** Some have no entries, some hundreds, which fill several blocks; ids have gaps. */
const idOf = (i: number): number => (i < VERTICES / 2 ? i : 7 * i + 5000);

beforeAll(() => {
  env = openEnvironment({ dataDir: folder.path, mapSizeBytes: 2 ** 28 });
  tree = new BlockTree(env.edges, Buffer.from([0, 0, 0, 9]));
  env.root.transactionSync(() => {
    for (let i = 0; i < VERTICES; i++) {
      const degree = i % 3 === 0 ? 0 : i % 500 === 1 ? 400 : pick(9);
      for (let k = 0; k < degree; k++) {
        const row = new Uint8Array(1 + pick(ROW_BYTES));
        tree.put(idOf(i), BigInt(pick(3) - 1), pick(VERTICES), row, 0, row.length);
      }
    }
  });
});
afterAll(async () => {
  await env.root.close();
  folder.remove();
});

const nameOf = (stored: StoredBlock | undefined): string | undefined =>
  stored && Buffer.from(stored.key).toString('hex');

test('kept blocks are accounted for: they take a quarter of what there is, and a large row is not kept', () => {
  const transaction = beginRead(env);
  const memory = new MemoryAccount(400_000, new MemoryPool());
  const room = new BlockRoom(memory);
  try {
    const [recent, other] = [0, 0].map(() => new RecentBlocks(tree, { transaction }, 0, room)) as [
      RecentBlocks,
      RecentBlocks,
    ];
    for (let i = 0; i < VERTICES; i++) recent.floor(idOf(i), 0n, 0);
    expect(memory.heldBytes).toBeGreaterThan(80_000);
    expect(memory.heldBytes).toBeLessThanOrEqual(100_000);
    const { count } = recent;
    for (let i = 0; i < VERTICES; i++) other.floor(idOf(i), 0n, 0);
    expect(Math.abs(recent.count - other.count)).toBeLessThan(count / 4);
    // Others need it: what is kept makes way for what is read.
    memory.hold(290_000);
    for (let i = 0; i < VERTICES; i++)
      expect(nameOf(recent.floor(idOf(i), 0n, 0))).toBe(nameOf(tree.floor(idOf(i), 0n, 0, { transaction })));
    expect(memory.heldBytes).toBe(290_000);
    expect(room.take(1 << 20)).toBe(false);
  } finally {
    transaction.done();
  }
});

test.each([
  [0, 4096],
  [0, 7 * 4096],
  [3, 40 * 4096],
  [2, undefined],
])('look-ups find what the tree has: places of 2^%i vertices, %s bytes kept', (placeVertices, mostBytes) => {
  const transaction = beginRead(env);
  try {
    const recent = new RecentBlocks(tree, { transaction }, placeVertices, new BlockRoom(undefined, mostBytes));
    const plain = new ChangingBlocks(tree, { transaction });
    // Near vertices after each other, as walks ask, and others in between.
    let near = 0;
    for (let i = 0; i < 20_000; i++) {
      near = pick(20) === 0 ? pick(VERTICES) : Math.min(VERTICES - 1, near + pick(3));
      const vertex = pick(4) === 0 ? pick(8 * VERTICES) : idOf(near);
      const position = [vertex, pick(3) === 0 ? INT64_MIN : BigInt(pick(5) - 2), pick(VERTICES)] as const;
      const found = recent.floor(...position);
      const at = `seed ${SEED}, look-up ${i} of ${position.join()}`;
      expect(nameOf(found), at).toBe(nameOf(plain.floor(...position)));
      if (found && pick(4) === 0) expect(nameOf(recent.after(found)), at).toBe(nameOf(plain.after(found)));
      if (i % 10 === 0) {
        const [some, all] = [new VertexEntries(recent, vertex), new VertexEntries(plain, vertex)];
        while (all.next()) {
          expect(some.next(), at).toBe(true);
          expect(some.block!.other(some.at), at).toBe(all.block!.other(all.at));
        }
        expect(some.next(), at).toBe(false);
      }
    }
    expect(nameOf(recent.after(undefined))).toBe(nameOf(plain.after(undefined)));
  } finally {
    transaction.done();
  }
});
