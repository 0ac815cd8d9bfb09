import { csvColumns, csvRecords } from './csv-rows.ts';
import type { EdgeFile, ImportMapping, VertexFile } from './mapping.ts';

const SAMPLE_ROWS = 1_000;
const INT = /^[+-]?\d{1,18}$/;
const DOUBLE = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const BOOL = /^(?:true|false)$/i;
const CANONICAL_INT = /^(?:0|-?[1-9]\d{0,17})$/;

/** The narrowest type that all cells of the sample have; empty cells fit every type. */
function inferType(cells: readonly string[]): string {
  const present = cells.filter((cell) => cell !== '');
  if (present.length === 0) return 'string';
  if (present.every((cell) => INT.test(cell))) return 'int';
  if (present.every((cell) => DOUBLE.test(cell))) return 'double';
  return present.every((cell) => BOOL.test(cell)) ? 'bool' : 'string';
}

interface Sample {
  readonly columns: readonly string[];
  /** By position. */
  readonly cells: readonly (readonly string[])[];
}

async function sampleOf(file: string): Promise<Sample> {
  const columns = await csvColumns({ file });
  const cells = columns.map((): string[] => []);
  let rows = 0;
  for await (const record of csvRecords({ file })) {
    columns.forEach((_column, i) => cells[i]!.push(record.cells[i] ?? ''));
    if (++rows === SAMPLE_ROWS) break;
  }
  return { columns, cells };
}

function propsFrom(sample: Sample, first: number): Record<string, string> {
  return Object.fromEntries(
    sample.columns.slice(first).map((column, i) => [column, inferType(sample.cells[first + i]!)]),
  );
}

/**
 * A mapping for a quick start: of a tag's file the first column is the vertex id, of an edge type's file the first two
 * are source and destination; all other columns are properties, typed by the first 1,000 rows. Ids are INT64 when all
 * of the sample are canonical decimals, else FIXED_STRING of the longest, rounded up generously.
 */
export async function inferMapping(request: {
  readonly space: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly edges: Readonly<Record<string, string>>;
}): Promise<ImportMapping> {
  const ids: string[] = [];
  const tags: Record<string, VertexFile> = {};
  const edges: Record<string, EdgeFile> = {};
  for (const [tag, file] of Object.entries(request.tags)) {
    const sample = await sampleOf(file);
    ids.push(...sample.cells[0]!);
    tags[tag] = { file, vid: sample.columns[0]!, props: propsFrom(sample, 1) };
  }
  for (const [edge, file] of Object.entries(request.edges)) {
    const sample = await sampleOf(file);
    if (sample.columns.length < 2) throw new Error(`${file} has one column; edges need a source and a destination`);
    ids.push(...sample.cells[0]!, ...sample.cells[1]!);
    edges[edge] = { file, src: sample.columns[0]!, dst: sample.columns[1]!, props: propsFrom(sample, 2) };
  }
  const allInts = ids.length > 0 && ids.every((id) => CANONICAL_INT.test(id));
  const longest = ids.reduce((length, id) => Math.max(length, Buffer.byteLength(id)), 0);
  const vidType = allInts ? 'INT64' : `FIXED_STRING(${Math.max(32, 2 ** Math.ceil(Math.log2(longest * 2 + 1)))})`;
  return { space: request.space, vidType, tags, edges };
}
