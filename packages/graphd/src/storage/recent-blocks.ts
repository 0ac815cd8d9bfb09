import { Block } from './block.ts';
import type { BlockTree, ReadContext, StoredBlock } from './block-tree.ts';
import type { BlockMemory } from './store.ts';

/** Blocks of one tree, as look-ups ask for them. */
export interface BlockSource<B extends StoredBlock> {
  /** The block that holds the entry if any does. */
  floor(vertex: number, rank: bigint, other: number): B | undefined;
  /** The block after another of this source, or the first. */
  after(block: B | undefined): B | undefined;
}

/** The blocks as they are now: inside a write transaction they change under their keys. */
export class ChangingBlocks implements BlockSource<StoredBlock> {
  readonly #tree: BlockTree;
  readonly #context: ReadContext;

  constructor(tree: BlockTree, context: ReadContext) {
    this.#tree = tree;
    this.#context = context;
  }

  floor(vertex: number, rank: bigint, other: number): StoredBlock | undefined {
    return this.#tree.floor(vertex, rank, other, this.#context);
  }

  after(block: StoredBlock | undefined): StoredBlock | undefined {
    return this.#tree.after(block?.key, 1, this.#context)[0];
  }
}

/** Bytes that the blocks of all trees of a reader may take together. */
const MOST_BYTES = 32 << 20;
/** Larger blocks are single large rows. */
const LARGEST_KEPT = 16 << 10;

/** The room that the trees of one reader share: the one that has most gives way. */
export class BlockRoom {
  readonly #trees: RecentBlocks[] = [];
  readonly #memory: BlockMemory | undefined;
  readonly #mostBytes: number;
  #bytes = 0;

  constructor(memory?: BlockMemory, mostBytes = MOST_BYTES) {
    this.#memory = memory;
    this.#mostBytes = mostBytes;
  }

  join(tree: RecentBlocks): void {
    this.#trees.push(tree);
  }

  /** Makes room for a block; false when it can't be kept. */
  take(bytes: number): boolean {
    if (bytes > LARGEST_KEPT) return false;
    while (this.#bytes + bytes > this.#mostBytes) if (!this.#giveUpOne()) return false;
    while (this.#memory && !this.#memory.tryHold(bytes)) if (!this.#giveUpOne()) return false;
    this.#bytes += bytes;
    return true;
  }

  #giveUpOne(): boolean {
    let most = this.#trees[0];
    for (const tree of this.#trees) if (tree.count > most!.count) most = tree;
    const bytes = most?.giveUpOne() ?? 0;
    this.#bytes -= bytes;
    this.#memory?.release(bytes);
    return bytes > 0;
  }
}

const PLACES_PER_BLOCK = 32;
/** From one block that is given up to the next: all come in turn, neighbours far from each other. */
const STRIDE = 2729;
const FIRST_PLACES = 64;
/** What is left of one that had to go: a place or a cursor may still name it. */
const GONE = new Block(new Uint8Array(16));

interface KnownBlock extends StoredBlock {
  block: Block;
  /** False of one that was given up, and of one that is too large to keep. */
  isKept: boolean;
  /** Undefined as long as it was not asked for; null: there is none. */
  next: KnownBlock | null | undefined;
  previous: KnownBlock | undefined;
}

/**
 * Blocks of one tree that a reader of one state has read: a look-up in LMDB makes a cursor and copies 4 KiB, 4 to 10 µs; here it takes
 * 0.1. Places, each of a few vertices, name the block that was asked for last; blocks that were read in a row know each
 * other, which answers for vertices at their ends and for those that have no entries.
 */
export class RecentBlocks implements BlockSource<KnownBlock> {
  readonly #tree: BlockTree;
  readonly #context: ReadContext;
  readonly #room: BlockRoom;
  readonly #shift: number;
  #places: (KnownBlock | undefined)[] = Array.from({ length: FIRST_PLACES });
  readonly #kept: KnownBlock[] = [];
  #givenUp = 0;
  #first: KnownBlock | null | undefined;

  /** `placeVertices`: how many vertices have a place together, as a power of two: a small part of those in a block. */
  constructor(tree: BlockTree, context: ReadContext, placeVertices: number, room = new BlockRoom()) {
    this.#tree = tree;
    this.#context = context;
    this.#room = room;
    this.#shift = placeVertices;
    room.join(this);
  }

  /** How many blocks are kept. */
  get count(): number {
    return this.#kept.length;
  }

  /** Bytes that it frees; 0 when nothing is kept. */
  giveUpOne(): number {
    if (this.#kept.length === 0) return 0;
    this.#givenUp = (this.#givenUp + STRIDE) % this.#kept.length;
    const known = this.#kept[this.#givenUp]!;
    const last = this.#kept.pop()!;
    if (last !== known) this.#kept[this.#givenUp] = last;
    const bytes = known.block.bytes.length;
    forget(known);
    return bytes;
  }

  floor(vertex: number, rank: bigint, other: number): KnownBlock | undefined {
    const known = this.#find(vertex, rank, other);
    if (known) return known;
    const read = this.#tree.floor(vertex, rank, other, this.#context);
    if (!read) return undefined;
    const found = this.#keep(read);
    if (found.isKept) this.#places[this.#placeOf(vertex)] = found;
    return found;
  }

  after(block: KnownBlock | undefined): KnownBlock | undefined {
    const known = block ? block.next : this.#first;
    if (known === null) return undefined;
    if (known?.isKept) return known;
    const read = this.#tree.after(block?.key, 1, this.#context)[0];
    const next = read ? this.#keep(read) : null;
    if (next && !next.isKept) return next;
    if (!block) this.#first = next;
    else if (block.isKept) {
      block.next = next;
      if (next) next.previous = block;
    }
    return next ?? undefined;
  }

  #find(vertex: number, rank: bigint, other: number): KnownBlock | undefined {
    const startsAbove = ({ block }: KnownBlock): boolean => block.compare(0, vertex, rank, other) > 0;
    const endsBelow = ({ block }: KnownBlock): boolean => block.compare(block.count - 1, vertex, rank, other) < 0;
    let found = this.#places[this.#placeOf(vertex)];
    if (!found?.isKept) return undefined;
    if (startsAbove(found)) {
      found = found.previous;
      if (!found?.isKept || startsAbove(found)) return undefined;
    }
    if (!endsBelow(found)) return found;
    // Behind its last entry: this one, unless the next begins before.
    const { next } = found;
    if (next === null) return found;
    if (!next?.isKept) return undefined;
    if (startsAbove(next)) return found;
    return endsBelow(next) ? undefined : next;
  }

  #placeOf(vertex: number): number {
    return (vertex >>> this.#shift) & (this.#places.length - 1);
  }

  #keep(read: StoredBlock): KnownBlock {
    const { block } = read;
    const there = this.#places[this.#placeOf(block.vertex(0))];
    const isThere = there?.isKept && there.block.compare(0, block.vertex(0), block.rank(0), block.other(0)) === 0;
    if (isThere) return there;
    const isKept = this.#room.take(block.bytes.length);
    const known: KnownBlock = { ...read, isKept, next: undefined, previous: undefined };
    if (!isKept) return known;
    this.#kept.push(known);
    if (this.#kept.length * PLACES_PER_BLOCK <= this.#places.length) this.#place(known);
    else {
      this.#places = Array.from({ length: 2 * this.#places.length });
      for (const each of this.#kept) this.#place(each);
    }
    return known;
  }

  #place(known: KnownBlock): void {
    const { block } = known;
    const first = block.vertex(0) >>> this.#shift;
    const last = Math.min(block.vertex(block.count - 1) >>> this.#shift, first + FIRST_PLACES);
    const mask = this.#places.length - 1;
    for (let place = first; place <= last; place++) this.#places[place & mask] = known;
  }
}

/** Without it, blocks that were read in a row would keep each other for ever. */
function forget(known: KnownBlock): void {
  if (known.next) known.next.previous = undefined;
  if (known.previous) known.previous.next = undefined;
  known.next = undefined;
  known.previous = undefined;
  known.block = GONE;
  known.isKept = false;
}
