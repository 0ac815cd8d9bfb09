/** Writes the table of docs/algorithms.md from the descriptors: `node tools/docs/algorithms.ts`. A test compares them. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { algorithms, coerceParameters } from '@orrery/analytics';
import {
  PLACEHOLDER_VALUE,
  type AlgorithmDescriptor,
  type OutputColumn,
  type ParameterDescriptor,
} from '@orrery/contracts';

const ROOT = join(import.meta.dirname, '../..');
const SOURCES = 'packages/analytics/src/algorithms';
const BEGIN = '<!-- algorithms: written by tools/docs/algorithms.ts -->';
const END = '<!-- /algorithms -->';
/** Columns of one name and a number are told by the first and the last of them when there are more. */
const MOST_NUMBERED = 3;

export const ALGORITHMS_DOCUMENT = join(ROOT, 'docs/algorithms.md');

const grouped = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 10 });

function parameterText({ name, type, default: value, ours, ...range }: ParameterDescriptor): string {
  const { minimum, exclusiveMinimum, maximum, values } = range;
  const least = exclusiveMinimum === undefined ? minimum : exclusiveMinimum;
  const from = least === undefined ? '' : `${exclusiveMinimum === undefined ? '' : 'above '}${grouped(least)}`;
  const to = maximum === undefined ? '' : grouped(maximum);
  let allowed = values?.join(', ') ?? '';
  if (from !== '' && to !== '') allowed = `${from} to ${to}`;
  else if (from !== '') allowed = exclusiveMinimum === undefined ? `at least ${from}` : from;
  if (type === 'bool') allowed = 'true, false';
  const isNone = Array.isArray(value) && value.length === 0;
  const shown = value === null ? 'must be given' : isNone ? 'none' : typeof value === 'number' ? grouped(value) : value;
  return `\`${name}\`${ours === true ? ' (ours)' : ''}: ${String(shown)}${allowed === '' ? '' : ` [${allowed}]`}`;
}

const TYPES: Readonly<Partial<Record<OutputColumn['type'], string>>> = { vid: 'id', int64: 'int', json: 'list' };

function columnsText(columns: readonly OutputColumn[]): string {
  const [first, last] = [columns[0]!, columns.at(-1)!];
  const stem = first.name.replace(/1$/, '');
  const isNumbered = columns.every(({ name }, i) => name === `${stem}${i + 1}`);
  const named = ({ name, type }: OutputColumn): string => `${name} ${TYPES[type] ?? type}`;
  if (isNumbered && columns.length > MOST_NUMBERED) return `${first.name} … ${named(last)}`;
  return columns.map(named).join(', ');
}

/** The columns by default, and those of the values of a list that give others. */
function columnCases(descriptor: AlgorithmDescriptor): string {
  const needed = descriptor.parameters.filter(({ default: value }) => value === null);
  const given = Object.fromEntries(needed.map(({ name }) => [name, PLACEHOLDER_VALUE]));
  const columnsOf = (choice: Readonly<Record<string, string>>): string =>
    columnsText(descriptor.columns(coerceParameters(descriptor, { ...given, ...choice })));
  const usual = columnsOf({});
  const others = descriptor.parameters.flatMap(({ name, values = [] }) =>
    values.flatMap((value) => {
      const columns = columnsOf({ [name]: value });
      return columns === usual ? [] : [`${name} = ${value}: ${columns}`];
    }),
  );
  return [usual, ...others].join('<br>');
}

const reads = ({ graph }: AlgorithmDescriptor): string =>
  graph.time === 'required' ? 'time' : graph.weight === 'used' ? 'weight' : '';

/** The folder whose descriptor has this id. */
function folderOf(id: string): string {
  const folders = readdirSync(join(ROOT, SOURCES), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const found = folders.find(({ name }) => name.replaceAll(/[-_]/g, '') === id.toLowerCase().replaceAll(/[-_]/g, ''));
  if (found === undefined) throw new Error(`${SOURCES} has no folder of ${id}`);
  return found.name;
}

/** Rows in the order of the catalogue. */
export function algorithmsTable(): string {
  const rows = [...algorithms.values()].map((descriptor) => {
    const { id, category, parameters } = descriptor;
    const name = `[${id}](../${SOURCES}/${folderOf(id)}/README.md)`;
    const cells = [
      name,
      category,
      parameters.map(parameterText).join('<br>'),
      reads(descriptor),
      columnCases(descriptor),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  const head = [
    '| algorithm | category | parameters: default [allowed] | reads | columns |',
    '| --- | --- | --- | --- | --- |',
  ];
  return [...head, ...rows].join('\n');
}

/** The document with the present table in place of the one that it has. */
export function withTable(document: string): string {
  const begin = document.indexOf(BEGIN);
  const end = document.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`docs/algorithms.md needs the lines ${BEGIN} and ${END}`);
  return `${document.slice(0, begin)}${BEGIN}\n\n${algorithmsTable()}\n\n${document.slice(end)}`;
}

if (import.meta.main) {
  writeFileSync(ALGORITHMS_DOCUMENT, withTable(readFileSync(ALGORITHMS_DOCUMENT, 'utf8')));
}
