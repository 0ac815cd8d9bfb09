import type { ColumnData, OutputColumn, ParameterDescriptor, ParameterValues } from '@orrery/contracts';
import type { Orientation } from '../csr/graph-projection.ts';
import type { AlgorithmResult } from '../face.ts';
import type { KernelContext } from './algorithm.ts';
import { allVids, int64Column } from './columns.ts';
import { booleanOf, textOf } from './parameters.ts';

/** What DegreeCentrality and DegreeWithTime have in common: TYPE, and the columns that it asks for. */
export const degreeTypeParameter: ParameterDescriptor = {
  name: 'TYPE',
  type: 'enum',
  values: ['both', 'in', 'out'],
  default: 'both',
  help: 'Which counts to compute',
};

/** The columns that TYPE asks for. */
export function degreeColumns(
  parameters: ParameterValues,
  help: { readonly out: string; readonly in: string },
): readonly OutputColumn[] {
  const both: OutputColumn = { name: 'BOTH_DEGREE', type: 'int64', help: 'OUT_DEGREE + IN_DEGREE' };
  const out: OutputColumn = { name: 'OUT_DEGREE', type: 'int64', help: help.out };
  const into: OutputColumn = { name: 'IN_DEGREE', type: 'int64', help: help.in };
  const asked = { both: [both, out, into], in: [into], out: [out] }[parameters['TYPE'] as 'both' | 'in' | 'out'];
  return [{ name: 'VID', type: 'vid', help: 'Vertex' }, ...asked];
}

/** What is read of the graph. Undirected, in and out are the same. */
export function degreeOrientations(parameters: ParameterValues): readonly Orientation[] {
  if (!booleanOf(parameters, 'IS_DIRECTED')) return ['both'];
  return textOf(parameters, 'TYPE') === 'out' ? ['out'] : ['out', 'in'];
}

/** Counts of a vertex by vertex index, along the edges (`out`) or against them (`in`); undirected, `both` is asked for once. */
export async function degreeResult(
  { team, projection, parameters }: KernelContext,
  count: (orientation: 'out' | 'in' | 'both') => Promise<Uint32Array>,
): Promise<Pick<AlgorithmResult, 'columns' | 'rowCount'>> {
  const type = textOf(parameters, 'TYPE');
  const directed = booleanOf(parameters, 'IS_DIRECTED');
  const outward = type !== 'in' || !directed ? await count(directed ? 'out' : 'both') : undefined;
  const inward = type === 'out' ? undefined : directed ? await count('in') : outward;
  const columns: { name: string; data: ColumnData }[] = [{ name: 'VID', data: allVids(projection.vids) }];
  if (type === 'both') {
    const sum = new Uint32Array(projection.vertexCount);
    await team.inPieces(sum.length, (first, stop) => {
      for (let v = first; v < stop; v++) sum[v] = outward![v]! + inward![v]!;
    });
    columns.push({ name: 'BOTH_DEGREE', data: await int64Column(team, sum) });
  }
  if (type !== 'in') columns.push({ name: 'OUT_DEGREE', data: await int64Column(team, outward!) });
  if (type !== 'out') columns.push({ name: 'IN_DEGREE', data: await int64Column(team, inward!) });
  return { columns, rowCount: projection.vertexCount };
}
