/** What every algorithm of the registry keeps to, whatever it computes: new ones are covered by being registered. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OrreryError, vidColumn, type AlgorithmDescriptor, type EdgeScan, type VertexId } from '@orrery/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GraphProjection } from '../src/csr/graph-projection.ts';
import {
  algorithms,
  buildProjection,
  closeAnalytics,
  coerceParameters,
  edgeValueOf,
  estimate,
  generateRmat,
  MemoryError,
  runAlgorithm,
  type AlgorithmResult,
  type EdgeValueKind,
  type Projection,
} from '../src/index.ts';
import { cells, LIMIT_BYTES, project, projectFor, runOn, scanOf, testGraphs, type TestGraph } from './graphs.ts';

const every = [...algorithms.values()].map((descriptor) => [descriptor.id, descriptor] as const);
const folder = mkdtempSync(join(tmpdir(), 'orrery-every-'));
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await closeAnalytics();
});

type Given = Record<string, unknown>;

/** Something for what has no default that holds on every graph: vertices, and a range of times that holds all. */
function given({ parameters }: AlgorithmDescriptor, vid: VertexId | undefined): Given {
  const filled: Given = {};
  for (const { name, type, default: value } of parameters) {
    const isAny = value === '-1' || (Array.isArray(value) ? value.length === 0 : value === '');
    if (type.startsWith('vid') && !isAny) filled[name] = type === 'vids' ? [vid ?? '1'] : (vid ?? '1');
    else if (value === null) filled[name] = name.startsWith('BEGIN') ? '1970-01-01 00:00:00' : '2100-01-01 00:00:00';
  }
  return filled;
}

const takes = ({ parameters }: AlgorithmDescriptor, name: string): boolean =>
  parameters.some((parameter) => parameter.name === name);

/** What is the same for any number of threads. */
function bits({ columns, rowCount, statistics }: AlgorithmResult): unknown {
  return { columns, rowCount, statistics };
}

/** The result or the refusal; anything else than a refusal by the catalogue of errors is a fault. */
async function outcome(work: Promise<AlgorithmResult>): Promise<unknown> {
  try {
    return bits(await work);
  } catch (error) {
    if (!(error instanceof OrreryError)) throw error;
    expect(error.message.length).toBeGreaterThan(10);
    return { refused: error.message };
  }
}

const refused = (answer: unknown): string | undefined => (answer as { refused?: string }).refused;

/** Ids in the columns that the descriptor declares as vertices. */
function idsOf(descriptor: AlgorithmDescriptor, raw: Given, result: AlgorithmResult): Set<unknown> {
  const columns = descriptor.columns(coerceParameters(descriptor, raw)).filter(({ type }) => type === 'vid');
  return new Set(columns.flatMap(({ name }) => cells(result, name)));
}

describe.each(every)('%s on awkward graphs', (id, descriptor) => {
  it.each(testGraphs.map((graph) => [graph.name, graph] as const))(
    '%s: answers, the same for 1, 2 and 3 threads, with the ids as they went in',
    { timeout: 120_000 },
    async (_name, graph) => {
      const known = new Set<unknown>(graph.ids);
      for (const directed of takes(descriptor, 'IS_DIRECTED') ? [true, false] : [true]) {
        const raw = {
          ...given(descriptor, graph.ids[0]),
          ...(takes(descriptor, 'IS_DIRECTED') ? { IS_DIRECTED: directed } : {}),
        };
        const answers: unknown[] = [];
        for (const threads of [1, 2, 3]) {
          const projection = await projectFor(descriptor, graph, threads);
          try {
            const result = await runOn(projection, id, raw, { threads, directed });
            answers.push(bits(result));
            for (const vid of idsOf(descriptor, raw, result)) expect(known).toContain(vid);
          } catch (error) {
            // a result that cannot be held is the only thing to refuse in these graphs
            if (!(error instanceof MemoryError)) throw error;
            answers.push(error.message);
          } finally {
            projection.close();
          }
        }
        expect(answers[1], '2 threads').toEqual(answers[0]);
        expect(answers[2], '3 threads').toEqual(answers[0]);
      }
    },
  );

  it('no vertex at all: an answer, or a refusal that names the vertex', async () => {
    for (const vidType of ['int64', 'string'] as const) {
      const scan: EdgeScan = { vidType, edgeCount: 0, async *batches() {}, close: () => Promise.resolve() };
      const edgeValue = edgeValueOf(descriptor.graph, false);
      const options = { threads: 2, edgeValue, memoryLimitBytes: LIMIT_BYTES };
      const projection = await buildProjection({ kind: 'scan', scan, vertices: vidColumn([], vidType) }, options);
      const raw = given(descriptor, undefined);
      const answer = await outcome(runOn(projection, id, raw));
      if (refused(answer) !== undefined) expect(refused(answer)).toMatch(/no vertex|not.*vertex|has no/);
      projection.close();
    }
  });

  const vertexParameters = descriptor.parameters.filter(({ type }) => type.startsWith('vid'));
  it.each(vertexParameters.map((parameter) => [parameter.name, parameter] as const))(
    '%s that is in no graph is refused by name',
    async (name, parameter) => {
      for (const graph of [dense, strange]) {
        const projection = await projectFor(descriptor, graph);
        for (const unknown of ['123454321', '-9223372036854775809', 'nosuch', '__proto__x', ' ']) {
          const raw = { ...given(descriptor, graph.ids[0]), [name]: parameter.type === 'vids' ? [unknown] : unknown };
          const error = await runOn(projection, id, raw).then(
            () => undefined,
            (thrown: unknown) => thrown as OrreryError,
          );
          expect(error, `${name} = ${unknown} on ${graph.name}`).toBeInstanceOf(OrreryError);
          expect(error!.message).toContain(name);
          expect(error!.message).toContain(unknown);
        }
        projection.close();
      }
    },
  );

  it.runIf(descriptor.graph.weight === 'used')('negative weights: an answer, or a refusal that names one', async () => {
    const graph: TestGraph = { ...dense, weights: dense.edges.map((_edge, i) => (i === 17 ? -2.5 : 1)) };
    const projection = await project(graph);
    const raw = given(descriptor, graph.ids[0]);
    const answers = [];
    for (const threads of [1, 2]) answers.push(await outcome(runOn(projection, id, raw, { threads })));
    expect(answers[1]).toEqual(answers[0]);
    if (refused(answers[0]) !== undefined) expect(refused(answers[0])).toMatch(/weight.*-2\.5/);
    projection.close();
  });

  it('tells a time, if any, that grows with the graph', () => {
    const raw = given(descriptor, '1');
    const seconds = [1e6, 1e7, 1e8].map((edgeCount) => {
      const size = { vertexCount: edgeCount / 8, edgeCount };
      return estimate(id, size, coerceParameters(descriptor, raw), 2 ** 40).seconds;
    });
    if (descriptor.cost === undefined) return expect(seconds).toEqual([undefined, undefined, undefined]);
    for (const range of seconds) expect(range!.most).toBeGreaterThan(range!.least);
    expect(seconds[1]!.least).toBeGreaterThan(seconds[0]!.least);
    expect(seconds[2]!.most).toBeGreaterThan(5 * seconds[1]!.most);
  });
});

const dense = testGraphs.find(({ name }) => name === 'dense random')!;
const strange = testGraphs.find(({ name }) => name === 'strange strings')!;

describe('weights that are no numbers', () => {
  it.each([Number.NaN, Infinity, -Infinity])('%s is refused when the graph is built', async (weight) => {
    const graph: TestGraph = { ...dense, weights: dense.edges.map((_edge, i) => (i === 4000 ? weight : 1)) };
    const building = buildProjection(
      { kind: 'scan', scan: scanOf(graph) },
      { threads: 2, edgeValue: 'weight', memoryLimitBytes: LIMIT_BYTES },
    );
    const error = await building.then(
      () => undefined,
      (thrown: unknown) => thrown as OrreryError,
    );
    expect(error).toBeInstanceOf(OrreryError);
    expect(error!.message).toMatch(new RegExp(`4001.*${weight}|${weight}.*4001`));
  });
});

/** Rounds, samples and steps without end, so that a run lasts. */
function endless(descriptor: AlgorithmDescriptor): Given {
  const raw: Given = {};
  for (const { name, type, maximum, minimum } of descriptor.parameters) {
    if (/^(.*_)?iter(ation|ations)?$/i.test(name)) raw[name] = Math.min(maximum ?? 100_000, 100_000);
    if (/^(EPS|pagerank_threshold)$/.test(name)) raw[name] = minimum ?? 1e-300;
    if (name.endsWith('SAMPLES')) raw[name] = 0;
    if (name === 'STEP') raw[name] = -1;
    if (type === 'int' && /^(epoch|step)$/.test(name)) raw[name] = Math.min(maximum ?? 200, 200);
  }
  return raw;
}

describe('cancel', () => {
  const THREADS = 2;
  /** Processor time of all threads: on a busy machine a clock on the wall would measure the others. */
  const MOST_CPU_MS = 200 * THREADS;
  /** Vertices are 2 to this; a graph whose result could not be held is followed by a smaller one. */
  const SCALES = [17, 13, 11];
  const ROOT = '1';
  const graphs = new Map<string, Promise<Projection>>();

  beforeAll(async () => {
    for (const scale of SCALES) {
      await generateRmat({ scale, edgeFactor: 16, seed: 3, threads: THREADS }, join(folder, `${scale}.csv`));
    }
  });
  afterAll(async () => {
    for (const projection of graphs.values()) (await projection).close();
  });

  /** Times are the ids of the sources: milliseconds after 1970. */
  function graphOf(scale: number, edgeValue: EdgeValueKind): Promise<Projection> {
    const made = graphs.get(`${scale} ${edgeValue}`);
    if (made !== undefined) return made;
    const building = buildProjection(
      {
        kind: 'csv',
        path: join(folder, `${scale}.csv`),
        header: true,
        delimiter: ',',
        src: 'src',
        dst: 'dst',
        time: 'src',
      },
      { threads: THREADS, edgeValue, memoryLimitBytes: LIMIT_BYTES },
    );
    graphs.set(`${scale} ${edgeValue}`, building);
    return building;
  }

  interface Ended {
    readonly how: 'answered' | 'cancelled';
    /** From its begin, on the wall. */
    readonly ms: number;
    /** Of the processor, from the cancel to the end. */
    readonly cpuMs: number;
  }

  async function runFor(id: string, projection: Projection, raw: Given, ms: number): Promise<Ended> {
    const controller = new AbortController();
    const reason = new Error('enough');
    const begin = performance.now();
    let cpu: NodeJS.CpuUsage | undefined;
    const timer = setTimeout(() => {
      cpu = process.cpuUsage();
      controller.abort(reason);
    }, ms);
    const ended = (how: Ended['how']): Ended => {
      const used = cpu === undefined ? { user: 0, system: 0 } : process.cpuUsage(cpu);
      return { how, ms: performance.now() - begin, cpuMs: (used.user + used.system) / 1000 };
    };
    try {
      const parameters = coerceParameters(algorithms.get(id)!, raw);
      const options = { threads: THREADS, directed: true, memoryLimitBytes: LIMIT_BYTES, signal: controller.signal };
      await runAlgorithm(id, projection, parameters, options);
      return ended('answered');
    } catch (error) {
      if (error !== reason) throw error;
      return ended('cancelled');
    } finally {
      clearTimeout(timer);
    }
  }

  /** Bytes without what can be made again, and what a run over it answers. */
  async function stateOf(projection: Projection): Promise<unknown> {
    const graph = projection as GraphProjection;
    const answer = bits(await runOn(projection, 'PageRank', { ITERATIONS: 2, EPS: 0, IS_DIRECTED: false }));
    graph.drop([]);
    return { answer, bytes: graph.memoryBytes };
  }

  it.each(every)(
    '%s ends soon after a cancel, and leaves projection and threads as they were',
    { timeout: 180_000 },
    async (id, descriptor) => {
      const raw = { ...given(descriptor, ROOT), ...endless(descriptor) };
      for (const scale of SCALES) {
        const projection = await graphOf(scale, edgeValueOf(descriptor.graph, false));
        try {
          const before = await stateOf(projection);
          const whole = await runFor(id, projection, raw, 1500);
          expect(whole.cpuMs, 'after 1.5 s').toBeLessThan(MOST_CPU_MS);
          for (const share of [0.02, 0.45, 0.9]) {
            (projection as GraphProjection).drop([]);
            const { how, cpuMs } = await runFor(id, projection, raw, share * Math.min(whole.ms, 1500));
            if (whole.how === 'cancelled' && share < 0.1) expect(how).toBe('cancelled');
            expect(cpuMs, `after ${share} of ${whole.ms.toFixed(0)} ms, 2^${scale} vertices`).toBeLessThan(MOST_CPU_MS);
          }
          expect(await stateOf(projection)).toEqual(before);
          return;
        } catch (error) {
          if (!(error instanceof MemoryError)) throw error;
        }
      }
      expect.fail('it refuses even the smallest graph');
    },
  );
});
