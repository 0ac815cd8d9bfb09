import { afterAll, describe, expect, it } from 'vitest';
import {
  byVertex,
  cells,
  neededParameters,
  project,
  projectFor,
  runOn,
  SEED,
  testGraphs,
  timed,
  type TestGraph,
} from '../../../test/graphs.ts';
import { closeAnalytics } from '../../index.ts';
import { degreeWithTimeDescriptor } from './descriptor.ts';
import { degreeWithTimeOracle, type TimedEdge } from './oracle.ts';

afterAll(closeAnalytics);

const FIRST = -(2n ** 63n);
const LAST = 2n ** 63n - 1n;

function timedEdges({ edges, times }: TestGraph): TimedEdge[] {
  return edges.map(([from, to], i) => ({ from, to, timeMs: times![i]! }));
}

/** Ranges that hold everything, nothing, one moment, or end exactly at the times of edges. */
function ranges({ times }: TestGraph): [bigint, bigint][] {
  const sorted = [...times!].toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const at = (share: number): bigint => sorted[Math.floor(share * (sorted.length - 1))] ?? 0n;
  return [
    [FIRST, LAST],
    [FIRST, FIRST],
    [LAST, LAST],
    [at(0.25), at(0.75)],
    [at(0.25) + 1n, at(0.75) - 1n],
    [2n ** 53n, 2n ** 53n],
    [2n ** 53n + 1n, 2n ** 53n + 1n],
    [at(0.5), at(0.5)],
  ].map(([from, to]) => (from! <= to! ? [from!, to!] : [to!, from!])) as [bigint, bigint][];
}

describe.each(testGraphs)(`DegreeWithTime on $name, times of seed ${SEED}`, (graph) => {
  const given = timed(graph);
  const edges = timedEdges(given);

  it.each([true, false])('is the oracle in every range, IS_DIRECTED %s', async (IS_DIRECTED) => {
    const projection = await project(given, 2, 'time');
    for (const [BEGIN_TIME, END_TIME] of ranges(given)) {
      const used = IS_DIRECTED
        ? edges
        : [...edges, ...edges.map(({ from, to, timeMs }) => ({ from: to, to: from, timeMs }))];
      const expected = degreeWithTimeOracle(graph.n, used, BEGIN_TIME, END_TIME);
      const inRange = edges.filter(({ timeMs }) => timeMs >= BEGIN_TIME && timeMs <= END_TIME).length;
      for (const TYPE of ['both', 'out', 'in']) {
        const result = await runOn(projection, 'DegreeWithTime', { IS_DIRECTED, BEGIN_TIME, END_TIME, TYPE });
        const where = `${BEGIN_TIME} … ${END_TIME}, ${TYPE}`;
        expect(result.statistics, where).toEqual({ edgesInRange: inRange });
        const names = { both: ['BOTH_DEGREE', 'OUT_DEGREE', 'IN_DEGREE'], out: ['OUT_DEGREE'], in: ['IN_DEGREE'] }[
          TYPE
        ]!;
        expect(result.columns.map(({ name }) => name)).toEqual(['VID', ...names]);
        if (TYPE !== 'in') expect(byVertex(graph, result, 'OUT_DEGREE'), where).toEqual(expected.out.map(BigInt));
        if (TYPE !== 'out') expect(byVertex(graph, result, 'IN_DEGREE'), where).toEqual(expected.in.map(BigInt));
        if (TYPE === 'both') {
          const sums = expected.out.map((out, v) => BigInt(out + expected.in[v]!));
          expect(byVertex(graph, result, 'BOTH_DEGREE'), where).toEqual(sums);
        }
      }
    }
    projection.close();
  });

  it('over all times is DegreeCentrality of one step, on the same projection', async () => {
    const projection = await project(given, 3, 'time');
    for (const IS_DIRECTED of [true, false]) {
      const all = await runOn(projection, 'DegreeWithTime', {
        ...neededParameters(degreeWithTimeDescriptor, graph),
        IS_DIRECTED,
      });
      const one = await runOn(projection, 'DegreeCentrality', { STEP: 1, IS_DIRECTED });
      expect(all.columns).toEqual(one.columns);
    }
    projection.close();
  });

  it('is the same for 1, 2 and 3 threads', async () => {
    const answers = [];
    for (const threads of [1, 2, 3]) {
      const projection = await projectFor(degreeWithTimeDescriptor, graph, threads);
      const range = { BEGIN_TIME: '2005-01-01', END_TIME: '2020-01-01' };
      const { columns, statistics } = await runOn(projection, 'DegreeWithTime', range, { threads });
      answers.push({ columns, statistics });
      projection.close();
    }
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });
});

describe('DegreeWithTime', () => {
  const graph: TestGraph = {
    name: 'three moments of one contact',
    n: 2,
    ids: ['a', 'b'],
    edges: [[0, 1], [0, 1], [0, 1]],
    times: [1_696_331_475_488n, 1_696_331_475_489n, 1_696_331_475_490n],
  }; // prettier-ignore
  const outOf = async (raw: Record<string, unknown>): Promise<unknown> => {
    const projection = await project(graph, 1, 'time');
    const { statistics } = await runOn(projection, 'DegreeWithTime', raw).finally(() => projection.close());
    return statistics['edgesInRange'];
  };

  it('reads the range as text of UTC, with an offset, or as milliseconds, both ends included', async () => {
    const moment = '2023-10-03 11:11:15.489';
    expect(await outOf({ BEGIN_TIME: moment, END_TIME: moment })).toBe(1);
    expect(await outOf({ BEGIN_TIME: '2023-10-03T13:11:15.489+02:00', END_TIME: '2023-10-03T11:11:15.489Z' })).toBe(1);
    expect(await outOf({ BEGIN_TIME: 1_696_331_475_489, END_TIME: '1696331475490' })).toBe(2);
    expect(await outOf({ BEGIN_TIME: '2023-10-03', END_TIME: '2023-10-04' })).toBe(3);
    expect(await outOf({ BEGIN_TIME: '2023-10-02', END_TIME: '2023-10-03' })).toBe(0);
  });

  it('refuses a range that is none, one that is not given, and one that ends before it begins', async () => {
    const END_TIME = '2024-01-01';
    await expect(outOf({ END_TIME })).rejects.toThrow('BEGIN_TIME must be given: a datetime such as');
    await expect(outOf({ BEGIN_TIME: '2023-02-29', END_TIME })).rejects.toThrow(
      'BEGIN_TIME must be a datetime such as 2024-12-31 23:59:59.999 (UTC), or milliseconds since 1970, not "2023-02-29"',
    );
    await expect(outOf({ BEGIN_TIME: '2024-01-02', END_TIME })).rejects.toThrow(/BEGIN_TIME .* is after END_TIME/);
  });

  it('is refused on a graph without times, and never takes weights for times', async () => {
    const raw = neededParameters(degreeWithTimeDescriptor, graph);
    for (const edgeValue of ['none', 'weight'] as const) {
      const projection = await project({ ...graph, weights: [1, 2, 3] }, 1, edgeValue);
      await expect(runOn(projection, 'DegreeWithTime', raw)).rejects.toThrow(
        'DegreeWithTime needs the time of every edge, but the graph was built without times',
      );
      projection.close();
    }
    const { times: _times, ...untimed } = graph;
    await expect(project(untimed, 1, 'time')).rejects.toThrow('the input has no time: name the column or property');
  });

  it('leaves times out of the weights of the algorithms that read weights', async () => {
    const projection = await project(graph, 1, 'time');
    const result = await runOn(projection, 'SSSP', { ROOT: 'a' });
    expect(cells(result, 'DISTANCE')).toEqual([0, 1]);
    projection.close();
  });
});
