/** What every algorithm of the registry keeps to, whatever it computes: new ones are covered by being registered. */
import { isDeepStrictEqual } from 'node:util';
import { OrreryError, vidColumn, type AlgorithmDescriptor, type EdgeScan } from '@orrery/contracts';
import { afterAll, describe, expect, it } from 'vitest';
import {
  algorithms,
  buildProjection,
  closeAnalytics,
  coerceParameters,
  edgeValueOf,
  estimate,
  MemoryError,
  type AlgorithmResult,
} from '../src/index.ts';
import { choices, given, takes, type Given } from './given-parameters.ts';
import { cells, LIMIT_BYTES, project, projectFor, runOn, scanOf, testGraphs, type TestGraph } from './graphs.ts';

const every = [...algorithms.values()].map((descriptor) => [descriptor.id, descriptor] as const);
afterAll(closeAnalytics);

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
            expect([...idsOf(descriptor, raw, result)].filter((vid) => !known.has(vid))).toEqual([]);
          } catch (error) {
            // a result that cannot be held is the only thing to refuse in these graphs
            if (!(error instanceof MemoryError)) throw error;
            answers.push(error.message);
          } finally {
            projection.close();
          }
        }
        // expect takes a second for 10,000 rows, so it only tells what differs
        for (const [i, answer] of answers.entries()) {
          if (!isDeepStrictEqual(answer, answers[0])) expect(answer, `${i + 1} threads`).toEqual(answers[0]);
        }
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

  it.each(choices(descriptor).map((choice) => [JSON.stringify(choice), choice] as const))(
    'tells a time that grows with the graph: %s',
    (_name, choice) => {
      const parameters = coerceParameters(descriptor, { ...given(descriptor, '1'), ...choice });
      const seconds = Array.from({ length: 12 }, (_, doubling) => {
        const edgeCount = 2 ** (16 + doubling);
        return estimate(id, { vertexCount: edgeCount / 8, edgeCount }, parameters, 2 ** 40).seconds!;
      });
      for (const [i, { least, most }] of seconds.entries()) {
        expect(most).toBeGreaterThan(least);
        expect(least).toBeGreaterThan(seconds[i - 1]?.least ?? 0);
        expect(most).toBeGreaterThan(seconds[i - 1]?.most ?? 0);
      }
      // eight times the edges take at least five times as long, once starting and storing do not matter any more
      expect(seconds.at(-1)!.most).toBeGreaterThan(5 * seconds.at(-4)!.most);
    },
  );
});

const dense = testGraphs.find(({ name }) => name === 'dense random')!;
const strange = testGraphs.find(({ name }) => name === 'strange strings')!;

describe('negative weights', () => {
  it.each(every.filter(([, { graph }]) => graph.weight === 'used'))(
    '%s answers, or names one that it refuses',
    async (id, descriptor) => {
      const graph: TestGraph = { ...dense, weights: dense.edges.map((_edge, i) => (i === 17 ? -2.5 : 1)) };
      const projection = await project(graph);
      const raw = given(descriptor, graph.ids[0]);
      const answers = [];
      for (const threads of [1, 2]) answers.push(await outcome(runOn(projection, id, raw, { threads })));
      expect(answers[1]).toEqual(answers[0]);
      if (refused(answers[0]) !== undefined) expect(refused(answers[0])).toMatch(/weight.*-2\.5/);
      projection.close();
    },
  );
});

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
