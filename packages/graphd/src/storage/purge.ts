import type { Garbage } from '../catalog/state-editor.ts';
import { BlockTree, prefixEnd } from './block-tree.ts';
import type { BinaryDatabase } from './block-tree.ts';
import type { Environment } from './environment.ts';
import { faultPoint } from './fault-point.ts';
import { edgePrefix, uint32Key } from './keys.ts';
import { Block, BlockBuilder } from './block.ts';
import { countsKey } from './space-data.ts';
import type { Counts } from './space-data.ts';
import type { WriteQueue } from './write-queue.ts';

const GARBAGE_KEY = Buffer.from('garbage');
/** Keys or blocks in one transaction: some milliseconds. */
const KEYS_PER_STEP = 1000;
const BLOCKS_PER_STEP = 128;
/** After a step that failed, most likely for want of space, which even removing takes. */
const RETRY_MS = 2000;

interface Task {
  readonly garbage: Garbage;
  /** For tags: key of the last entry that was looked at. Others may have put what follows it into other blocks since. */
  readonly after?: string;
}

/**
 * Removes the data of what was dropped, in small transactions between other work. The list of what is left to do is
 * stored with every step, so that a restart goes on where it stopped.
 */
export class Purger {
  readonly #env: Environment;
  readonly #queue: Pick<WriteQueue, 'run'>;
  readonly #retryMs: number;
  #running: Promise<void> | undefined;
  #stopped = false;
  #wake = (): void => {};

  constructor(env: Environment, queue: Pick<WriteQueue, 'run'>, retryMs = RETRY_MS) {
    this.#env = env;
    this.#queue = queue;
    this.#retryMs = retryMs;
  }

  /** Within the transaction that drops it. */
  add(garbage: readonly Garbage[]): void {
    if (garbage.length === 0) return;
    this.#store([...this.#tasks(), ...garbage.map((item) => ({ garbage: item }))]);
  }

  resume(): void {
    if (this.#stopped) return;
    const running = (this.#running ?? Promise.resolve()).then(() => this.#work());
    this.#running = running;
  }

  async idle(): Promise<void> {
    await this.#running;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake();
    await this.#running;
  }

  async #work(): Promise<void> {
    while (!this.#stopped && this.#tasks().length > 0) {
      try {
        await this.#queue.run(() => {
          const [task, ...rest] = this.#tasks();
          const left = task && this.#step(task);
          faultPoint('graph-in-purge');
          this.#store(left ? [left, ...rest] : rest);
          return { result: undefined, committed: () => {} };
        });
      } catch {
        // Nobody waits for this work: it is tried until it succeeds, and the list outlives the process.
        await this.#pause();
      }
    }
  }

  #pause(): Promise<void> {
    if (this.#stopped) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.#retryMs);
      timer.unref();
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #tasks(): Task[] {
    const bytes = this.#env.meta.getBinary(GARBAGE_KEY);
    return bytes ? (JSON.parse(bytes.toString()) as Task[]) : [];
  }

  #store(tasks: readonly Task[]): void {
    this.#env.meta.putSync(GARBAGE_KEY, Buffer.from(JSON.stringify(tasks)));
  }

  /** Does a part; returns what is left of the task. */
  #step(task: Task): Task | undefined {
    const { garbage } = task;
    const { ids, vids, tags, edges, index, meta } = this.#env;
    switch (garbage.kind) {
      case 'space': {
        const prefix = uint32Key(garbage.dataId);
        for (const db of [edges, tags, index, ids, vids]) if (!this.#removeSome(db, prefix)) return task;
        meta.removeSync(countsKey(garbage.dataId));
        return undefined;
      }
      case 'edge': {
        const done =
          this.#removeSome(edges, edgePrefix(garbage.dataId, garbage.id, 'out')) &&
          this.#removeSome(edges, edgePrefix(garbage.dataId, garbage.id, 'in'));
        if (done) this.#changeCounts(garbage.dataId, (counts) => delete counts.edges[garbage.id]);
        return done ? undefined : task;
      }
      case 'index':
        return this.#removeSome(index, uint32Key(garbage.dataId, garbage.id)) ? undefined : task;
      case 'tag':
        return this.#removeTagRows(task, garbage.dataId, garbage.id);
    }
  }

  /** True when nothing is left. */
  #removeSome(db: BinaryDatabase, prefix: Buffer): boolean {
    const keys = [...db.getKeys({ start: prefix, end: prefixEnd(prefix), limit: KEYS_PER_STEP })];
    for (const key of keys) db.removeSync(key);
    return keys.length < KEYS_PER_STEP;
  }

  #removeTagRows(task: Task, dataId: number, tagId: number): Task | undefined {
    const { tags } = this.#env;
    const prefix = uint32Key(dataId);
    const entries = [
      ...tags.getRange({ start: this.#blockOf(prefix, task.after), end: prefixEnd(prefix), limit: BLOCKS_PER_STEP }),
    ];
    const removedVertices: number[] = [];
    const builder = new BlockBuilder();
    const tree = new BlockTree(tags, prefix);
    let last: string | undefined;
    for (const { key, value } of entries) {
      const block = new Block(new Uint8Array(value));
      const end = block.count - 1;
      last = tree.keyOf(block.vertex(end), block.rank(end), block.other(end)).toString('hex');
      builder.clear();
      for (let i = 0; i < block.count; i++) {
        if (block.other(i) === tagId) removedVertices.push(block.vertex(i));
        else builder.addFrom(block, i, i + 1);
      }
      if (builder.count === block.count) continue;
      // A block may keep a key below its first entry: it is found by the last key that is not above.
      if (builder.count === 0) tags.removeSync(key);
      else tags.putSync(key, builder.finish());
    }
    const gone = removedVertices.filter((vertex) => !this.#hasEntry(prefix, vertex)).length;
    this.#changeCounts(dataId, (counts) => {
      counts.vertices -= gone;
      delete counts.tags[tagId];
    });
    return last === undefined || entries.length < BLOCKS_PER_STEP ? undefined : { garbage: task.garbage, after: last };
  }

  /** Key of the block that an entry is in, or would be: where a walk that has come to it goes on. */
  #blockOf(prefix: Buffer, after: string | undefined): Uint8Array {
    if (after === undefined) return prefix;
    const start = Buffer.from(after, 'hex');
    const [key] = this.#env.tags.getKeys({ start, end: prefix, reverse: true, limit: 1 });
    return key ?? prefix;
  }

  #hasEntry(prefix: Buffer, vertex: number): boolean {
    const start = Buffer.concat([prefix, Buffer.alloc(16, 0xff)]);
    start.writeUInt32BE(vertex, prefix.length);
    for (const { key, value } of this.#env.tags.getRange({ start, end: prefix, reverse: true, limit: 2 })) {
      const block = new Block(new Uint8Array(value));
      const at = block.firstOf(vertex);
      if (at < block.count && block.vertex(at) === vertex) return true;
      if (Buffer.from(key).readUInt32BE(prefix.length) < vertex) return false;
    }
    return false;
  }

  #changeCounts(dataId: number, change: (counts: Counts) => void): void {
    const bytes = this.#env.meta.getBinary(countsKey(dataId));
    if (!bytes) return;
    const counts = JSON.parse(bytes.toString()) as Counts;
    change(counts);
    this.#env.meta.putSync(countsKey(dataId), Buffer.from(JSON.stringify(counts)));
  }
}
