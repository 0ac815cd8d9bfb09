import type { ColumnData, OutputColumn, ParameterDescriptor, ParameterValues } from '@orrery/contracts';
import type { Orientation } from '../csr/graph-projection.ts';
import type { AlgorithmResult } from '../face.ts';
import type { KernelContext } from './algorithm.ts';
import { allVids } from './columns.ts';
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

/** Shared memory of the counts of {@link degreeResult} and their sum. */
export const DEGREE_BYTES_PER_VERTEX = 24;

/**
 * count: the address of i64[n], counts by vertex index along the edges (`out`) or against them (`in`), at a place of its own
 * for each; undirected, `both` is asked for once.
 */
export async function degreeResult(
  context: KernelContext,
  count: (orientation: 'out' | 'in' | 'both') => Promise<number>,
): Promise<Pick<AlgorithmResult, 'columns' | 'rowCount'>> {
  const { team, projection, parameters, allocate } = context;
  const n = projection.vertexCount;
  const type = textOf(parameters, 'TYPE');
  const directed = booleanOf(parameters, 'IS_DIRECTED');
  const outward = type !== 'in' || !directed ? await count(directed ? 'out' : 'both') : undefined;
  const inward = type === 'out' ? undefined : directed ? await count('in') : outward;
  // copied in one piece: widened value by value in JavaScript, the column took as long as counting on a road grid
  const column = (address: number): ColumnData => ({ type: 'int64', values: team.memory.i64(address, n).slice() });
  const columns: { name: string; data: ColumnData }[] = [{ name: 'VID', data: allVids(projection.vids) }];
  if (type === 'both') {
    const sum = allocate(n * 8);
    await team.run('degree-columns', 'add', [outward!, inward!, n, sum]);
    columns.push({ name: 'BOTH_DEGREE', data: column(sum) });
  }
  if (type !== 'in') columns.push({ name: 'OUT_DEGREE', data: column(outward!) });
  if (type !== 'out') columns.push({ name: 'IN_DEGREE', data: column(inward!) });
  return { columns, rowCount: n };
}
