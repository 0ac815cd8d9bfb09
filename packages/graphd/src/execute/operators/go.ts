import type { Batch, Row } from '../../bind/scope.ts';
import type { EdgeWalk, PlanNodeOf } from '../../plan/plan-node.ts';
import type { VertexIndex } from '../../storage/store.ts';
import { edgeAt, EdgeRef, VertexRef } from '../../values/graph-values.ts';
import { BATCH_ROWS, type Execution } from '../execution.ts';
import { sourceVertices } from './vertex-source.ts';

/** Edges of one type at one vertex. */
const MOST_SORTED = 10_000;
/** An edge with its key while they are sorted. */
const SORTED_EDGE_BYTES = 250;

type GoNode = PlanNodeOf<'go'>;

/**
 * GO: step by step, each vertex of a frontier expanded once. Rows of the steps asked for go out as they are found; only
 * the frontiers are held. With input columns each start vertex has frontiers of its own, so that its rows can be told;
 * but where LIMIT or SAMPLE counts the edges of a step, all start vertices take it together.
 */
export async function* go(node: GoNode, execution: Execution): AsyncGenerator<Batch> {
  const roots = await sourceVertices(node.from, execution);
  if (!node.withInput) yield* steps(node, [...roots.keys()], sameRows([[]]), execution);
  else if (node.truncate) yield* steps(node, [...roots.keys()], new TracedRows(roots, execution), execution);
  else for (const [root, inputs] of roots) yield* steps(node, [root], sameRows(inputs), execution);
}

/** The rows of the input that an edge goes with. */
interface InputRows {
  of(edge: EdgeRef): Iterable<Row>;
  /** An edge was walked whose far end the next step starts from. */
  walked(edge: EdgeRef): void;
  stepped(): void;
}

function sameRows(rows: readonly Row[]): InputRows {
  return { of: () => rows, walked: () => {}, stepped: () => {} };
}

/** Of all start vertices at once: a step that is cut short is cut for all of them together. */
class TracedRows implements InputRows {
  readonly #roots: ReadonlyMap<VertexIndex, readonly Row[]>;
  readonly #execution: Execution;
  /** The start vertices from which each vertex of the frontier was reached. */
  #origins = new Map<VertexIndex, Set<VertexIndex>>();
  #next = new Map<VertexIndex, Set<VertexIndex>>();

  constructor(roots: ReadonlyMap<VertexIndex, readonly Row[]>, execution: Execution) {
    this.#roots = roots;
    this.#execution = execution;
    for (const root of roots.keys()) this.#origins.set(root, new Set([root]));
  }

  *of(edge: EdgeRef): Generator<Row> {
    for (const root of this.#origins.get(edge.from) ?? []) yield* this.#roots.get(root) ?? [];
  }

  walked(edge: EdgeRef): void {
    const origins = this.#next.get(edge.to) ?? new Set();
    this.#next.set(edge.to, origins);
    for (const root of this.#origins.get(edge.from) ?? []) {
      if (!origins.has(root)) this.#execution.memory.hold(16);
      origins.add(root);
    }
  }

  stepped(): void {
    this.#origins = this.#next;
    this.#next = new Map();
  }
}

async function* steps(
  node: GoNode,
  start: readonly VertexIndex[],
  inputs: InputRows,
  execution: Execution,
): AsyncGenerator<Batch> {
  const { reader, pace } = execution;
  let frontier: Iterable<VertexIndex> = start;
  let rows: Batch = [];
  for (let step = 1; step <= node.maxSteps; step++) {
    const emits = step >= node.minSteps;
    const continues = step < node.maxSteps;
    const count = node.truncate?.counts[step - 1];
    const next = new Set<VertexIndex>();
    const visit = (edge: EdgeRef): void => {
      if (continues && !next.has(edge.to)) {
        next.add(edge.to);
        execution.memory.hold(16);
      }
      if (continues) inputs.walked(edge);
      if (!emits) return;
      const source = new VertexRef(reader, edge.from);
      const destination = new VertexRef(reader, edge.to);
      for (const input of inputs.of(edge)) rows.push([source, edge, destination, ...input]);
    };
    const truncated = count === undefined ? undefined : new Truncation(count, node.truncate!.sample, execution);
    for (const vertex of frontier) {
      if (truncated?.full) break;
      for (const walk of node.walks) {
        const found = edgesOf(vertex, walk, emits && node.withProperties, execution);
        for (const edge of node.inIdOrder ? sortedByIds(found, execution) : found) {
          if (truncated) truncated.offer(edge);
          else visit(edge);
          if (rows.length >= BATCH_ROWS) {
            yield rows;
            rows = [];
          }
          if (pace.due()) await pace.pause();
        }
      }
      if (pace.due()) await pace.pause();
    }
    truncated?.chosen.forEach(visit);
    if (next.size === 0) break;
    frontier = next;
    inputs.stepped();
  }
  if (rows.length > 0) yield rows;
}

function* edgesOf(
  vertex: VertexIndex,
  { schema, direction }: EdgeWalk,
  withProperties: boolean,
  { reader }: Execution,
): Generator<EdgeRef> {
  const cursor = reader.adjacent(vertex, schema.id, direction);
  while (cursor.next()) yield edgeAt(reader, schema, cursor, direction, withProperties);
}

/**
 * By rank, then by the bytes of the far id as NebulaGraph stores it: of an int, the lowest byte first. Beyond MOST_SORTED
 * edges they come as the storage has them, which is by rank, too: one vertex must not hold up the server.
 */
function* sortedByIds(found: Generator<EdgeRef>, { reader, memory }: Execution): Generator<EdgeRef> {
  const edges: { readonly edge: EdgeRef; readonly key: Buffer }[] = [];
  while (edges.length < MOST_SORTED) {
    const { done, value: edge } = found.next();
    if (done) break;
    const vid = reader.vidOf(edge.to);
    const key = typeof vid === 'string' ? Buffer.from(vid) : Buffer.alloc(8);
    if (typeof vid === 'bigint') key.writeBigInt64LE(vid);
    memory.hold(SORTED_EDGE_BYTES);
    edges.push({ edge, key });
  }
  if (edges.length < MOST_SORTED) {
    edges.sort((a, b) =>
      a.edge.ranking === b.edge.ranking ? Buffer.compare(a.key, b.key) : a.edge.ranking < b.edge.ranking ? -1 : 1,
    );
  }
  memory.release(edges.length * SORTED_EDGE_BYTES);
  for (const { edge } of edges) yield edge;
  yield* found;
}

/** LIMIT or SAMPLE of one step: the first edges, or some at random. */
class Truncation {
  readonly chosen: EdgeRef[] = [];
  readonly #count: number;
  readonly #sample: boolean;
  readonly #execution: Execution;
  #seen = 0;

  constructor(count: number, sample: boolean, execution: Execution) {
    this.#count = count;
    this.#sample = sample;
    this.#execution = execution;
  }

  get full(): boolean {
    return !this.#sample && this.chosen.length >= this.#count;
  }

  offer(edge: EdgeRef): void {
    this.#seen++;
    if (this.chosen.length < this.#count) this.chosen.push(edge);
    else if (this.#sample) {
      const at = Math.floor(this.#execution.evaluation.random() * this.#seen);
      if (at < this.#count) this.chosen[at] = edge;
    }
  }
}
