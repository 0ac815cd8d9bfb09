import { describeStatement } from '@orrery/ngql';

/** What a statement's text tells without a graph. */
export interface QueryDescription {
  /** Its `${name}`s in order of appearance. `quoted`: it stands inside a quoted string somewhere. */
  readonly parameters: ReadonlyMap<string, { readonly quoted: boolean }>;
  /** Names of the result's columns; undefined where only the graph knows them (`RETURN *`, SHOW, a missing YIELD). */
  readonly columns: readonly string[] | undefined;
  /** True when no statement changes anything. */
  readonly readOnly: boolean;
  /** Line and column from 1. */
  readonly faults: readonly QueryFault[];
}

export interface QueryFault {
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** There is no statement at all. */
  readonly isEmpty: boolean;
}

/** Descriptions of the last few statements: a workflow's are asked for several times with every job. */
const remembered = new Map<string, QueryDescription>();
const REMEMBERED = 256;
const LONGEST_REMEMBERED = 16_384;

/** Parameters, columns and faults of a query's text. Cost: one parse, unless it was described lately. */
export function describeQuery(text: string): QueryDescription {
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const described = describe(text);
  if (text.length <= LONGEST_REMEMBERED) {
    if (remembered.size >= REMEMBERED) remembered.delete(remembered.keys().next().value!);
    remembered.set(text, described);
  }
  return described;
}

function describe(text: string): QueryDescription {
  const { parameters, columns, readOnly, yieldsRows, statementCount, error } = describeStatement(text);
  const faults: QueryFault[] =
    error === undefined ? [] : [{ line: error.line, column: error.column, message: error.message, isEmpty: false }];
  if (error === undefined && statementCount === 0)
    faults.push({ line: 1, column: 1, message: 'there is no statement', isEmpty: true });
  return {
    parameters: new Map(
      parameters.map(({ name, occurrences }) => [
        name,
        { quoted: occurrences.some(({ context }) => context === 'string') },
      ]),
    ),
    columns: error === undefined && !yieldsRows ? [] : knownNames(columns),
    readOnly,
    faults,
  };
}

/** A column whose name hangs on a parameter's value could be any: then none is known. */
function knownNames(columns: readonly (string | undefined)[] | undefined): readonly string[] | undefined {
  const names = columns?.filter((name) => name !== undefined);
  return names?.length === columns?.length ? names : undefined;
}
