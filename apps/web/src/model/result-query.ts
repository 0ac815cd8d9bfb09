import type { ColumnFilter, SortKey } from '@orrery/sdk';

/** What is shown of a result, as it stands in the URL. */
export interface ResultQuery {
  readonly sort: readonly SortKey[];
  readonly filters: readonly ColumnFilter[];
}

export const FILTER_OPERATORS = [
  'eq',
  'ne',
  'lt',
  'le',
  'gt',
  'ge',
  'contains',
  'startsWith',
  'isNull',
  'notNull',
] as const satisfies readonly ColumnFilter['operator'][];

export function needsValue(operator: ColumnFilter['operator']): boolean {
  return operator !== 'isNull' && operator !== 'notNull';
}

/** Operators that mean something for a column's type. */
export function operatorsOf(type: string): readonly ColumnFilter['operator'][] {
  if (type === 'bool') return ['eq', 'ne', 'isNull', 'notNull'];
  if (type === 'string' || type === 'json') return FILTER_OPERATORS;
  return FILTER_OPERATORS.filter((operator) => operator !== 'contains' && operator !== 'startsWith');
}

/** `-VALUE,_id` for a sort; names are percent-encoded so that commas and signs in them survive. */
export function sortText(sort: readonly SortKey[]): string {
  return sort
    .map(({ column, descending }) => `${descending === true ? '-' : '+'}${encodeURIComponent(column)}`)
    .join(',');
}

export function parseSort(text: string | null): readonly SortKey[] {
  return parts(text).flatMap((part) => {
    const column = decoded(part.slice(1));
    if (!/^[+ -]/.test(part) || column === undefined || column === '') return [];
    return [{ column, descending: part.startsWith('-') }];
  });
}

/** `VALUE:ge:0.5,name:contains:Tim`, percent-encoded within. */
export function filtersText(filters: readonly ColumnFilter[]): string {
  return filters
    .map(({ column, operator, value }) =>
      [column, operator, ...(value === undefined ? [] : [value])].map(encodeURIComponent).join(':'),
    )
    .join(',');
}

/** Parts that a hand has broken are left out: a link must open. */
export function parseFilters(text: string | null): readonly ColumnFilter[] {
  return parts(text).flatMap((part): ColumnFilter[] => {
    const [column, operator, value] = part.split(':').map(decoded);
    const known = FILTER_OPERATORS.find((name) => name === operator);
    if (column === undefined || column === '' || known === undefined) return [];
    if (!needsValue(known)) return [{ column, operator: known }];
    return value === undefined ? [] : [{ column, operator: known, value }];
  });
}

export function resultQueryOf(parameters: URLSearchParams): ResultQuery {
  return { sort: parseSort(parameters.get('sort')), filters: parseFilters(parameters.get('filter')) };
}

/** The URL's parameters with another selection; what else they say stays. */
export function withResultQuery(parameters: URLSearchParams, { sort, filters }: ResultQuery): URLSearchParams {
  const next = new URLSearchParams(parameters);
  for (const [name, text] of [
    ['sort', sortText(sort)],
    ['filter', filtersText(filters)],
  ] as const) {
    if (text === '') next.delete(name);
    else next.set(name, text);
  }
  return next;
}

/** The next state of a column's header: ascending, descending, off. Without `add` other columns' keys go. */
export function nextSort(sort: readonly SortKey[], column: string, add: boolean): readonly SortKey[] {
  const present = sort.find((key) => key.column === column);
  const next =
    present === undefined
      ? { column, descending: false }
      : present.descending === true
        ? undefined
        : { column, descending: true };
  if (!add) return next === undefined ? [] : [next];
  if (present === undefined) return [...sort, next!];
  return sort.flatMap((key) => (key !== present ? [key] : next === undefined ? [] : [next]));
}

function parts(text: string | null): readonly string[] {
  return text === null || text === '' ? [] : text.split(',');
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
