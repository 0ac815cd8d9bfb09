import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { GRAPH_FAULT_POINTS, type GraphFaultPoint } from '../../src/storage/fault-point.ts';
import { openStore } from '../../src/storage/lmdb-store.ts';
import type { SpaceReader } from '../../src/storage/store.ts';
import { randomSource, tempFolder } from './temp-store.ts';

const PROGRAM = fileURLToPath(new URL('crash-writer.ts', import.meta.url));
const SEED = 4711;

/**
 * Which passings of a point are the process' last. The first ones are those of the catalog; later ones split blocks and
 * run several statements at once.
 */
const PASSINGS: Readonly<Record<GraphFaultPoint, readonly number[]>> = {
  'graph-before-write': [40],
  'graph-in-write': [4, 1000],
  'graph-before-commit': [1, 40],
  'graph-after-commit': [4, 40],
  'graph-before-acknowledge': [4, 40],
  'graph-before-counts': [40],
  'graph-in-catalog': [6],
  'graph-between-pieces': [2],
  'graph-in-bulk': [2],
  'graph-in-rebuild': [3],
  'graph-in-purge': [1],
};

interface Run {
  readonly acknowledged: Set<number>;
  /** `large 1`, `bulk 1` … */
  readonly rounds: Set<string>;
  readonly signal: string | null;
}

/** Runs the writer until it is killed: by its fault point, or after so many milliseconds of writing. */
async function runWriter(dataDir: string, from: number, fault: string, killAfterMs?: number): Promise<Run> {
  const child = spawn(process.execPath, [PROGRAM, dataDir, String(from)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ORRERY_FAULT: fault },
  });
  let text = '';
  let timer: NodeJS.Timeout | undefined;
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part;
    if (killAfterMs !== undefined && timer === undefined && text.includes('ready')) {
      timer = setTimeout(() => child.kill('SIGKILL'), killAfterMs);
    }
  });
  const [[, signal]] = (await Promise.all([once(child, 'exit'), once(child.stdout, 'end')])) as [
    [number | null, string | null],
    unknown,
  ];
  // The last line may be cut.
  const lines = text.split('\n').slice(0, -1);
  const isNumber = (line: string): boolean => /^\d+$/.test(line);
  const acknowledged = new Set(lines.filter(isNumber).map(Number));
  return { acknowledged, rounds: new Set(lines.filter((line) => !isNumber(line))), signal };
}

interface Found {
  readonly tags: ReadonlyMap<string, bigint>;
  readonly edges: ReadonlyMap<string, bigint>;
  /** Of tags. */
  readonly names: ReadonlySet<string>;
  /** Ids of the vertices in the index x, where there is one. */
  readonly indexed: readonly string[] | undefined;
}

/** Reads all that is there, and checks that edges, their other direction and all index entries agree. */
async function readConsistent(dataDir: string): Promise<Found> {
  const store = await openStore({ dataDir });
  try {
    await store.purged();
    const space = store.catalog.view.spaces.get('s');
    if (!space) return { tags: new Map(), edges: new Map(), names: new Set(), indexed: undefined };
    using snapshot = store.snapshot();
    const reader = snapshot.space(space.definition.id);
    const tags = new Map<string, bigint>();
    const tag = space.tags.get('t')!;
    const vertices = reader.scanTag(tag.id);
    while (vertices.next()) tags.set(String(reader.vidOf(vertices.vertex)), vertices.row().get('n') as bigint);
    const edges = new Map<string, bigint>();
    const edge = space.edges.get('e')!;
    const inwards: string[] = [];
    const scan = reader.scanEdges(edge.id);
    const targets = new Set<number>();
    while (scan.next()) {
      edges.set(edgeName(reader, scan), scan.row().get('n') as bigint);
      targets.add(scan.dst);
    }
    for (const target of targets) {
      const cursor = reader.adjacent(target, edge.id, 'in');
      while (cursor.next()) inwards.push(`${edgeName(reader, cursor)}=${cursor.row().get('n') as bigint}`);
    }
    expect(inwards.toSorted()).toEqual([...edges].map(([name, n]) => `${name}=${n}`).toSorted());
    const tagEntries: string[] = [];
    const tagIndex = reader.scanTagIndex(space.tagIndexes.get('ti')!, { equal: [] });
    while (tagIndex.next()) tagEntries.push(`${reader.vidOf(tagIndex.vertex)}=${tagIndex.row().get('n') as bigint}`);
    expect(tagEntries.toSorted()).toEqual([...tags].map(([vid, n]) => `${vid}=${n}`).toSorted());
    const edgeEntries: string[] = [];
    const edgeIndex = reader.scanEdgeIndex(space.edgeIndexes.get('ei')!, { equal: [] });
    while (edgeIndex.next()) edgeEntries.push(`${edgeName(reader, edgeIndex)}=${edgeIndex.row().get('n') as bigint}`);
    expect(edgeEntries.toSorted()).toEqual([...edges].map(([name, n]) => `${name}=${n}`).toSorted());
    let vertexCount = 0;
    const all = reader.scanVertices();
    while (all.next()) vertexCount++;
    const statistics = reader.statistics();
    expect(statistics).toMatchObject({ vertexCount, edgeCount: edges.size });
    expect(statistics.tags.get('t')).toBe(tags.size);
    const x = space.tagIndexes.get('x');
    const entries = x && reader.scanTagIndex(x, { equal: [] });
    const indexed: string[] | undefined = entries && [];
    while (entries?.next()) indexed!.push(String(reader.vidOf(entries.vertex)));
    indexed?.sort();
    return { tags, edges, names: new Set(space.tags.keys()), indexed };
  } finally {
    await store.close();
  }
}

function edgeName(reader: SpaceReader, edge: { src: number; dst: number; rank: bigint }): string {
  return `${reader.vidOf(edge.src)}->${reader.vidOf(edge.dst)}@${edge.rank}`;
}

/** What a round has acknowledged is there; of the rest whole loads, whole pieces in their order, indexes with right entries. */
function expectRounds({ tags, edges, names, indexed }: Found, rounds: ReadonlySet<string>, from: number): void {
  for (let n = from; n === from || rounds.has(`large ${n - 1}`); n++) {
    const large = Array.from({ length: 600 }, (_none, i) => tags.get(`large${n}_${i}`) === BigInt(i));
    const written = large.lastIndexOf(true) + 1;
    expect(rounds.has(`large ${n}`) ? [600] : [0, 256, 512, 600], `rows of large ${n}`).toContain(written);
    expect(large.filter(Boolean)).toHaveLength(written);
    const bulk = Array.from({ length: 40 }, (_none, i) => `bulk${n}_${i}`).filter((vid) => tags.has(vid)).length;
    expect(rounds.has(`bulk ${n}`) ? [40] : [0, 40], `rows of bulk ${n}`).toContain(bulk);
    const loaded = [...edges.keys()].filter((name) => name.startsWith(`bulk${n}_`)).length;
    expect(loaded, `edges of bulk ${n}`).toBe(bulk);
    if (rounds.has(`dropped ${n}`)) expect(names).not.toContain(`u${n}`);
  }
  const isBuilt = [...rounds].some((line) => line.startsWith('index') && !rounds.has(line.replace('index', 'dropped')));
  // It may have been dropped without having said so.
  if (isBuilt && indexed !== undefined) expect(indexed).toEqual([...tags.keys()].toSorted());
  else for (const vid of indexed ?? []) expect(tags.has(vid), `entry of ${vid}`).toBe(true);
}

/** Statement n is there as a whole, or (not acknowledged) not at all. */
function expectWhole(found: Found, acknowledged: ReadonlySet<number>, from: number): number {
  const last = Math.max(from - 1, ...acknowledged);
  let present = 0;
  for (let n = from; n <= last + 9; n++) {
    // Deleted by statement n+2, which may be there without having been acknowledged.
    const deleter = n + 2;
    const canBeDeleted = deleter % 5 === 4;
    const edges = [0, 1, 2].filter((rank) => found.edges.get(`a${n}->b${n % 7}@${rank}`) === BigInt(n)).length;
    const there = found.tags.get(`a${n}`) === BigInt(n);
    expect(edges, `edges of statement ${n}`).toBe(there ? 3 : 0);
    if (there) {
      present++;
      if (canBeDeleted) expect(acknowledged, `statement ${deleter} deletes ${n}`).not.toContain(deleter);
    } else if (acknowledged.has(n)) {
      expect(canBeDeleted, `acknowledged statement ${n} is missing`).toBe(true);
    }
  }
  return present;
}

describe('a graph whose process is killed', () => {
  it.each(GRAPH_FAULT_POINTS)(
    'at %s has every acknowledged statement and no half one',
    { timeout: 60_000 },
    async (point) => {
      const folder = tempFolder();
      try {
        let total = 0;
        for (const [i, passing] of PASSINGS[point].entries()) {
          const from = i * 100_000;
          const run = await runWriter(folder.path, from, `${point}@${passing}`);
          expect(run.signal).toBe('SIGKILL');
          const found = await readConsistent(folder.path);
          total += expectWhole(found, run.acknowledged, from);
          expectRounds(found, run.rounds, from);
        }
        expect(total).toBeGreaterThan(0);
      } finally {
        folder.remove();
      }
    },
  );

  it(`at random moments (seed ${SEED}) has them, too`, { timeout: 60_000 }, async () => {
    const random = randomSource(SEED);
    const folder = tempFolder();
    try {
      for (let i = 0; i < 3; i++) {
        const from = i * 100_000;
        const run = await runWriter(folder.path, from, '', 20 + random(250));
        expect(run.signal).toBe('SIGKILL');
        const found = await readConsistent(folder.path);
        expectWhole(found, run.acknowledged, from);
        expectRounds(found, run.rounds, from);
      }
    } finally {
      folder.remove();
    }
  });
});
