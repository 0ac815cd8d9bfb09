import { requireVertex } from '../../csr/vertex-lookup.ts';
import type { AlgorithmResult } from '../../face.ts';
import type { Algorithm, KernelContext } from '../algorithm.ts';
import { allVids } from '../columns.ts';
import { booleanOf, numberOf, seedOf, vidOf } from '../parameters.ts';
import { allVertices, sampleVertices } from '../sample-vertices.ts';
import { betweennessCentralityDescriptor, slotCount } from './descriptor.ts';

/** Of the drawing of CHOSEN, so that it does not follow that of the roots. */
const CHOSEN_SALT = 0x5851f42d4c957f2dn;

export const betweennessCentrality: Algorithm = {
  descriptor: betweennessCentralityDescriptor,
  orientations: (parameters) => (booleanOf(parameters, 'IS_DIRECTED') ? ['simple-out'] : ['simple']),
  run,
};

interface Sampling {
  readonly roots: Uint32Array;
  readonly chosen: number;
  readonly enough: number;
}

async function samplingOf({ team, projection, parameters }: KernelContext): Promise<Sampling> {
  const n = projection.vertexCount;
  const samples = numberOf(parameters, 'SAMPLES');
  const seed = seedOf(parameters);
  const named = vidOf(parameters, 'CHOSEN');
  const given = String(named) === '-1' ? undefined : requireVertex(projection.vids, 'CHOSEN', named);
  if (samples === 0) return { roots: await allVertices(team, n), chosen: 0, enough: Infinity };
  if (samples > 0)
    return { roots: await sampleVertices(team, n, Math.min(samples, n), seed), chosen: 0, enough: Infinity };
  return {
    roots: await sampleVertices(team, n, Math.min(numberOf(parameters, 'ITERATIONS'), n), seed),
    chosen: given ?? (await sampleVertices(team, n, Math.min(1, n), seed ^ CHOSEN_SALT))[0] ?? 0,
    enough: numberOf(parameters, 'CONSTANT') * n,
  };
}

async function run(context: KernelContext): Promise<AlgorithmResult> {
  const { team, projection, parameters, allocate, progress } = context;
  const { memory, threads } = team;
  const n = projection.vertexCount;
  const { roots, chosen, enough } = await samplingOf(context);
  const directed = booleanOf(parameters, 'IS_DIRECTED');
  const { offsets, neighbours } = await projection.adjacency(team, directed ? 'simple-out' : 'simple');
  const slots = slotCount(n);
  const list = allocate(roots.length * 4);
  memory.u32(list, roots.length).set(roots);
  const values = allocate(n * 8);
  const [used] = await team.run(
    'betweenness-centrality',
    'betweenness',
    [
      offsets, neighbours, n, directed ? 0 : 1, list, roots.length, chosen, enough, slots, allocate(n * 8 * threads),
      allocate(n * 8 * threads), allocate(n * 8 * threads), allocate((n + 2) * 4 * threads), allocate((n + 1) * 4 * slots),
      allocate(n * 8 * slots), allocate(4 * slots), allocate(8 * slots), values,
    ], // prettier-ignore
    { onDone: (done) => progress(done / roots.length, `${done} of ${roots.length} roots`) },
  );
  const samples = used! >>> 0;
  const scale = samples === 0 ? 1 : n / samples;
  const sums = memory.f64(values, n);
  const scaled = new Float64Array(n);
  await team.inPieces(n, (first, stop) => {
    for (let v = first; v < stop; v++) scaled[v] = sums[v]! * scale;
  });
  return {
    columns: [
      { name: 'VID', data: allVids(projection.vids) },
      { name: 'VALUE', data: { type: 'double', values: scaled } },
    ],
    rowCount: n,
    statistics: { samples, exact: samples === n },
  };
}
