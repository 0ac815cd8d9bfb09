import { join } from 'node:path';
import { OrreryError } from '@orrery/contracts';
import type { ResultColumn } from '@orrery/contracts';
import { literalPath } from './engine/engine.ts';
import type { BoundValue, Sql } from './engine/engine.ts';
import { transferExpression } from './engine/chunk-columns.ts';
import { TABLE_FILE } from './face.ts';
import type { ColumnFilter, SortKey, TableQuery } from './face.ts';
import { columnIndex } from './table-columns.ts';
import { dateTimeMicrosOfText, daysOfText, timeMicrosOfText } from './values/date-numbers.ts';

/**
 * SQL over one result table. Columns are called c0, c1, … by position and the stored row r, so no name that a user
 * chose ever stands in the text; every value is bound.
 */
export function tableSource(resultDir: string, columns: readonly ResultColumn[]): Sql {
  const names = [...columns.keys().map((i) => `c${i}`), 'r'].join(', ');
  return {
    text: `read_parquet(?, file_row_number = true) AS t(${names})`,
    values: [literalPath(join(resultDir, TABLE_FILE))],
  };
}

/** All columns of the rows that meet the filters, in the asked order; ties and no order mean stored order. */
export function rowsSql(
  resultDir: string,
  columns: readonly ResultColumn[],
  query: Pick<TableQuery, 'sort' | 'filters'> & Partial<Pick<TableQuery, 'offset' | 'limit'>>,
): Sql {
  const source = tableSource(resultDir, columns);
  const where = whereSql(columns, query.filters);
  const items = columns.map(({ type }, i) => transferExpression(`c${i}`, type)).join(', ');
  const range = query.limit === undefined ? '' : ` LIMIT ${query.limit} OFFSET ${query.offset ?? 0}`;
  return {
    text: `SELECT ${items} FROM ${source.text}${where.text} ORDER BY ${orderSql(columns, query.sort)}${range}`,
    values: [...source.values!, ...where.values!],
  };
}

export function countSql(
  resultDir: string,
  columns: readonly ResultColumn[],
  filters: readonly ColumnFilter[] | undefined,
): Sql {
  const source = tableSource(resultDir, columns);
  const where = whereSql(columns, filters);
  return { text: `SELECT count(*) FROM ${source.text}${where.text}`, values: [...source.values!, ...where.values!] };
}

/** Nulls come last in both directions; NaN counts as the largest number; text orders by code points. */
function orderSql(columns: readonly ResultColumn[], sort: readonly SortKey[] = []): string {
  const keys = sort.map(({ column, descending }) => {
    return `c${columnIndex(columns, column)} ${descending ? 'DESC' : 'ASC'} NULLS LAST`;
  });
  return [...keys, 'r'].join(', ');
}

const COMPARE = { eq: '=', ne: '<>', lt: '<', le: '<=', gt: '>', ge: '>=' } as const;

function whereSql(columns: readonly ResultColumn[], filters: readonly ColumnFilter[] = []): Sql {
  const conditions = filters.map((filter) => conditionSql(columns, filter));
  const text = conditions.map((condition) => condition.text).join(' AND ');
  return { text: text === '' ? '' : ` WHERE ${text}`, values: conditions.flatMap(({ values }) => values!) };
}

function conditionSql(columns: readonly ResultColumn[], filter: ColumnFilter): Sql {
  const index = columnIndex(columns, filter.column);
  const column = columns[index]!;
  const name = `c${index}`;
  switch (filter.operator) {
    case 'isNull':
      return { text: `${name} IS NULL`, values: [] };
    case 'notNull':
      return { text: `${name} IS NOT NULL`, values: [] };
    case 'in': {
      if (filter.values === undefined) throw refuse(`filter in on ${JSON.stringify(column.name)} needs values`);
      const values = filter.values.map((text) => typedValue(column, text));
      if (values.length === 0) return { text: 'false', values };
      return { text: `${transferForCompare(name, column)} IN (${values.map(() => '?').join(', ')})`, values };
    }
    case 'contains':
    case 'startsWith': {
      if (column.type !== 'string' && column.type !== 'json') {
        throw refuse(`${filter.operator} needs a text column, and ${JSON.stringify(column.name)} is ${column.type}`);
      }
      const sql = filter.operator === 'contains' ? 'contains' : 'starts_with';
      return { text: `${sql}(${name}, ?)`, values: [givenValue(filter)] };
    }
    default: {
      const symbol: string | undefined = COMPARE[filter.operator];
      if (symbol === undefined) throw refuse(`there is no filter operator ${JSON.stringify(filter.operator)}`);
      return {
        text: `${transferForCompare(name, column)} ${symbol} ?`,
        values: [typedValue(column, givenValue(filter))],
      };
    }
  }
}

/** Dates and times are compared as their numbers, everything else as it is stored. */
function transferForCompare(name: string, { type }: ResultColumn): string {
  return type === 'date' || type === 'time' || type === 'datetime' ? transferExpression(name, type) : name;
}

function typedValue(column: ResultColumn, text: string): BoundValue {
  const value = readValue(column.type, text);
  if (value === undefined) {
    throw refuse(`filter on ${JSON.stringify(column.name)}: ${JSON.stringify(text)} is no ${WORDS[column.type]}`);
  }
  return value;
}

const WORDS: Readonly<Record<ResultColumn['type'], string>> = {
  int64: '64-bit int',
  double: 'number',
  bool: 'bool (true or false)',
  string: 'text',
  json: 'text',
  date: 'date like 2024-01-31',
  time: 'time like 23:59:58.000001',
  datetime: 'datetime like 2024-01-31T23:59:58',
};

function readValue(type: ResultColumn['type'], text: string): BoundValue | undefined {
  switch (type) {
    case 'int64': {
      const int = /^[+-]?\d{1,20}$/.test(text) ? BigInt(text) : undefined;
      return int !== undefined && BigInt.asIntN(64, int) === int ? int : undefined;
    }
    case 'double':
      if (/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)) return Number(text);
      return /^([+-]?Infinity|NaN)$/.test(text) ? Number(text) : undefined;
    case 'bool':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    case 'string':
    case 'json':
      return text;
    case 'date': {
      const days = daysOfText(text);
      return days === undefined ? undefined : BigInt(days);
    }
    case 'time':
      return timeMicrosOfText(text);
    case 'datetime':
      return dateTimeMicrosOfText(text);
  }
}

function givenValue({ column, operator, value }: ColumnFilter): string {
  if (value === undefined) throw refuse(`filter ${operator} on ${JSON.stringify(column)} needs a value`);
  return value;
}

function refuse(message: string): OrreryError {
  return new OrreryError('ErrParam', message);
}
