import { OrreryError } from '@orrery/contracts';
import type { VidType } from '@orrery/contracts';
import type { Engine, Sql } from '../engine/engine.ts';
import type { FileColumn } from './file-columns.ts';

/** SQL that makes ids, weights and times of a file's columns; NULL where a value is none or missing. */
const INTEGERS = /^(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|UTINYINT|USMALLINT|UINTEGER|UBIGINT)$/;
const NUMBERS = /^(FLOAT|DOUBLE|DECIMAL\(.*\))$/;
const MOMENTS = /^(DATE|TIMESTAMP.*)$/;
/** Digits as an int64 prints: no sign but `-`, no leading zeros, no `-0`. */
const CANONICAL = "'0|-?[1-9][0-9]{0,18}'";

/** The ids' type: of integer columns int64, of text columns string; of text in CSV int64 when all of it is canonical. */
export async function vidTypeOf(engine: Engine, source: Sql, src: FileColumn, dst: FileColumn): Promise<VidType> {
  const types = [src, dst].map((column, i): VidType => {
    if (INTEGERS.test(column.type)) return 'int64';
    if (column.type === 'VARCHAR') return 'string';
    throw refuse(
      `${i === 0 ? 'src' : 'dst'} column ${JSON.stringify(column.name)} is ${column.type}; vertex ids are integers or text`,
    );
  });
  if (types[0] !== types[1]) {
    throw refuse(
      `src column ${JSON.stringify(src.name)} is ${src.type} but dst column ${JSON.stringify(dst.name)} is ${dst.type}; set vidType to read both as int64 or as string`,
    );
  }
  if (types[0] === 'int64' || !source.text.startsWith('read_csv')) return types[0]!;
  const all = [src, dst].map(
    ({ sql }) =>
      `bool_and(${sql} IS NULL OR regexp_full_match(${sql}, ${CANONICAL}) AND TRY_CAST(${sql} AS BIGINT) IS NOT NULL)`,
  );
  const [row] = await engine.rows({ text: `SELECT ${all.join(' AND ')} FROM ${source.text}`, values: source.values! });
  return row![0] === false ? 'string' : 'int64';
}

export function vidExpression({ sql, type, name }: FileColumn, vidType: VidType): string {
  if (!INTEGERS.test(type) && type !== 'VARCHAR') {
    throw refuse(`column ${JSON.stringify(name)} is ${type}; vertex ids are integers or text`);
  }
  if (vidType === 'string') return type === 'VARCHAR' ? sql : `${sql}::VARCHAR`;
  if (type === 'BIGINT') return sql;
  // A plain cast would also take '1.0' and ' 7 '.
  return type === 'VARCHAR'
    ? `CASE WHEN regexp_full_match(${sql}, '[+-]?[0-9]+') THEN TRY_CAST(${sql} AS BIGINT) END`
    : `TRY_CAST(${sql} AS BIGINT)`;
}

/** Nothing counts as 1. */
export function weightExpression({ sql, type, name }: FileColumn): string {
  if (!INTEGERS.test(type) && !NUMBERS.test(type) && type !== 'VARCHAR') {
    throw refuse(`weight column ${JSON.stringify(name)} is ${type}, not a number`);
  }
  const empty = type === 'VARCHAR' ? `${sql} IS NULL OR ${sql} = ''` : `${sql} IS NULL`;
  return `CASE WHEN ${empty} THEN 1::DOUBLE ELSE TRY_CAST(${sql} AS DOUBLE) END`;
}

/** As timeMsOfText of contracts has it; DuckDB would also take 24:00:00, months of one digit and words. */
const MOMENT_TEXT =
  "'[0-9]{4}-[0-9]{2}-[0-9]{2}([T ]([01][0-9]|2[0-3]):[0-5][0-9]" +
  "(:[0-5][0-9](\\.[0-9]{1,9})?(Z|[+-]([01][0-9]|2[0-3])(:?[0-5][0-9])?)?)?)?'";

/** Milliseconds since 1970, UTC; text and timestamps without a zone are UTC (the engine's time zone). */
export function timeExpression({ sql, type, name }: FileColumn): string {
  if (type === 'TIMESTAMP_NS') return floored(`epoch_ns(${sql})`, 1_000_000);
  if (MOMENTS.test(type)) return floored(`epoch_us(TRY_CAST(${sql} AS TIMESTAMPTZ))`, 1000);
  if (INTEGERS.test(type)) return `TRY_CAST(${sql} AS BIGINT)`;
  if (type !== 'VARCHAR') throw refuse(`time column ${JSON.stringify(name)} is ${type}, not a datetime or an integer`);
  // what is finer than a microsecond would be rounded
  const text = `regexp_replace(${sql}, '(\\.[0-9]{6})[0-9]+', '\\1')`;
  return (
    `CASE WHEN regexp_full_match(${sql}, '-?[0-9]{1,19}') THEN TRY_CAST(${sql} AS BIGINT) ` +
    `WHEN regexp_full_match(${sql}, ${MOMENT_TEXT}) THEN ${floored(`epoch_us(TRY_CAST(${text} AS TIMESTAMPTZ))`, 1000)} END`
  );
}

/** The quotient of integers towards the past: DuckDB's own division goes towards 0, its epoch_ms too. */
function floored(value: string, divisor: number): string {
  return `((${value} - (${value} % ${divisor} + ${divisor}) % ${divisor}) // ${divisor})`;
}

function refuse(message: string): OrreryError {
  return new OrreryError('ErrParam', message);
}
