import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { GRAPH_FAULT_POINTS } from '../../src/storage/fault-point.ts';
import { openStore } from '../../src/storage/lmdb-store.ts';
import type { SpaceReader } from '../../src/storage/store.ts';
import { randomSource, tempFolder } from './temp-store.ts';

const PROGRAM = fileURLToPath(new URL('crash-writer.ts', import.meta.url));
const SEED = 4711;

interface Run {
  readonly acknowledged: Set<number>;
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
  const numbers = text.split('\n').filter((line) => /^\d+$/.test(line));
  return { acknowledged: new Set(numbers.map(Number)), signal };
}

/** Reads all that is there, and checks that edges, their other direction and all index entries agree. */
async function readConsistent(dataDir: string): Promise<{ tags: Map<string, bigint>; edges: Map<string, bigint> }> {
  const store = await openStore({ dataDir });
  try {
    const space = store.catalog.view.spaces.get('s');
    if (!space) return { tags: new Map(), edges: new Map() };
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
    expect(reader.statistics()).toMatchObject({ vertexCount: tags.size, edgeCount: edges.size });
    return { tags, edges };
  } finally {
    await store.close();
  }
}

function edgeName(reader: SpaceReader, edge: { src: number; dst: number; rank: bigint }): string {
  return `${reader.vidOf(edge.src)}->${reader.vidOf(edge.dst)}@${edge.rank}`;
}

/** Statement n is there as a whole, or (not acknowledged) not at all. */
function expectWhole(
  found: Awaited<ReturnType<typeof readConsistent>>,
  acknowledged: Set<number>,
  from: number,
): number {
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
        // The first passings are those of the catalog; later ones split blocks and run several statements at once.
        for (const [i, passing] of [1, 4, 40].entries()) {
          const from = i * 100_000;
          const run = await runWriter(folder.path, from, `${point}@${passing}`);
          expect(run.signal).toBe('SIGKILL');
          total += expectWhole(await readConsistent(folder.path), run.acknowledged, from);
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
      for (let i = 0; i < 4; i++) {
        const from = i * 100_000;
        const run = await runWriter(folder.path, from, '', 20 + random(250));
        expect(run.signal).toBe('SIGKILL');
        expectWhole(await readConsistent(folder.path), run.acknowledged, from);
      }
    } finally {
      folder.remove();
    }
  });
});
