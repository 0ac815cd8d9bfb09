import { parameterFaultsEn, type FaultPhrase, type ParameterFaultArguments, type PhraseTexts } from '@orrery/contracts';
import { shortened } from './field-path.ts';

type NoArguments = Readonly<Record<string, never>>;
type Found = { readonly found: FaultPhrase };
/** A name that does not exist, the existing one nearest to it, and all that exist. */
interface Unknown {
  readonly name: string;
  readonly near: string | undefined;
  readonly known: readonly string[];
}

/**
 * Arguments of everything that this package finds fault with, by its code, and of the phrases in it (`expected.…`,
 * `found.…`). Names are as their author wrote them, shortened where they may be long.
 */
export interface FaultArguments extends ParameterFaultArguments {
  'definition.notMap': Found;
  'name.blank': NoArguments;
  'tasks.missing': NoArguments;
  'tasks.notMap': Found;
  'tasks.empty': NoArguments;
  'tasks.tooMany': { readonly maximum: number; readonly count: number };
  'task.id': { readonly id: string };
  'task.notMap': Found;
  'task.typeMissing': { readonly algorithms: readonly string[] };
  'task.typeWrong': { readonly algorithms: readonly string[] } & Found;
  'type.unknown': Unknown;
  'timeout.tooLong': { readonly maximum: string; readonly given: string };
  'cycle.self': { readonly id: string };
  'cycle.tasks': { readonly around: readonly string[] };
  'layout.noTask': { readonly name: string; readonly near: string | undefined };
  'faults.more': { readonly count: number };

  'store.missing': { readonly stores: readonly string[] };
  'store.unavailable': { readonly store: string; readonly stores: readonly string[] };
  'store.unknown': { readonly store: string; readonly stores: readonly string[] };
  'result.name': { readonly name: string; readonly field: 'space' | 'tag' | 'property' };
  'result.columnMissing': { readonly place: 1 | 2; readonly known: readonly string[] };
  'result.noColumn': Unknown;
  'result.notVertex': { readonly name: string; readonly type: string };
  'result.notProperty': { readonly name: string; readonly type: string };

  'params.notMap': Found;
  'params.name': NoArguments;
  'params.list': NoArguments;
  'parameter.missing': { readonly expected: FaultPhrase };
  'parameter.oneValue': { readonly name: string };
  'file.scheme': { readonly scheme: string };
  'file.delimiter': NoArguments;
  'engine.unavailable': { readonly engine: string; readonly engines: readonly string[] };
  'input.timeMissing': { readonly type: string; readonly what: 'property' | 'column' };

  /** `message` is the parser's. */
  'query.syntax': { readonly line: number; readonly column: number; readonly message: string };
  'query.empty': { readonly line: number; readonly column: number };
  'query.noParameter': Unknown;
  'query.quotedColumn': { readonly name: string };
  'query.value': { readonly name: string; readonly reason: FaultPhrase };

  'reference.noTask': Unknown;
  'reference.twice': { readonly name: string };
  'reference.noColumn': Unknown & { readonly from: string };
  'reference.notVertex': ColumnOf;
  'reference.notWeight': ColumnOf;
  'reference.notTime': ColumnOf;

  'input.notMap': Found;
  'input.noTask': Unknown;
  'input.noParameter': Unknown & { readonly task: string };
  'input.null': { readonly name: string };
  'input.value': { readonly name: string; readonly reason: FaultPhrase };
  'input.missing': { readonly task: string; readonly name: string; readonly expected: FaultPhrase };
  'algorithm.unavailable': { readonly type: string };

  /** Reasons, which follow the name of a statement's parameter. */
  'reason.quotedList': NoArguments;
  'reason.nullInList': NoArguments;
  'reason.listInList': NoArguments;
  'reason.map': NoArguments;
  'reason.beyondInt64': { readonly value: string; readonly minimum: string; readonly maximum: string };
  'reason.surrogate': NoArguments;

  'value.surrogate': NoArguments;
  'value.mustBe': { readonly expected: FaultPhrase } & Found;
  'value.twice': { readonly value: FaultPhrase };
  'field.missing': { readonly expected: FaultPhrase };
  'field.notAllowed': { readonly name: string };
  'field.unknown': Unknown;
  'fields.none': { readonly names: readonly string[] };
  'fields.several': { readonly names: readonly string[] };
  'items.tooFew': { readonly minimum: number; readonly count: number };
  'items.tooMany': { readonly maximum: number; readonly count: number };
  'entries.tooFew': { readonly minimum: number; readonly count: number };
  'entries.tooMany': { readonly maximum: number; readonly count: number };

  'expected.anyOf': { readonly options: readonly FaultPhrase[] };
  'expected.literal': { readonly text: string };
  'expected.described': { readonly text: string };
  'expected.value': NoArguments;
  'expected.map': NoArguments;
  'expected.mapWith': { readonly names: readonly string[] };
  'expected.names': NoArguments;
  'expected.list': NoArguments;
  'expected.pattern': { readonly example: string; readonly pattern: string };
  'expected.character': NoArguments;
  'expected.textLength': { readonly minimum: number; readonly maximum: number };
  'found.map': NoArguments;

  'text.tooLong': { readonly maximum: number; readonly count: number };
  'text.tooDeep': { readonly maximum: number };
  /** `message` is the parser's. */
  'text.notJson': { readonly message: string };
  'text.notYaml': { readonly message: string };
  'text.keyTwice': { readonly key: string };
  'yaml.alias': NoArguments;
  'yaml.anchor': NoArguments;
  'yaml.tag': { readonly tag: string };
  'yaml.node': NoArguments;
  'yaml.key': NoArguments;
  'yaml.notFinite': { readonly text: string };
}

interface ColumnOf {
  readonly name: string;
  readonly from: string;
  readonly type: string;
}

export type FaultCode = keyof FaultArguments;
/** One language's words for every code. */
export type FaultTexts = PhraseTexts<FaultArguments>;

/** Longest list of tasks, columns or parameters in a message, in characters. */
const MAX_LISTED = 300;

/** The first names, as many as a message shows, with one more where some are left out. */
export function firstNames(names: Iterable<string>): string[] {
  const first: string[] = [];
  let length = 0;
  for (const name of names) {
    first.push(name);
    length += name.length + 2;
    if (length > MAX_LISTED + 2) break;
  }
  return first;
}

function listed(names: readonly string[]): string {
  return shortened(names.join(', '), MAX_LISTED);
}

/** `; did you mean X?`, else what there is. */
function hint(near: string | undefined, otherwise: string): string {
  return near === undefined ? otherwise : `; did you mean ${near}?`;
}

const types = (algorithms: readonly string[]) => `must be Query or an algorithm (${algorithms.join(', ')})`;
const count = (least: string, words: string, found: number) => `must have at ${least} ${words}, not ${found}`;

export const faultTextsEn: FaultTexts = {
  ...parameterFaultsEn,
  'definition.notMap': ({ found }, say) => `a workflow definition must be a map with tasks, not ${say(found)}`,
  'name.blank': () => 'must not begin or end with a blank, nor contain control characters',
  'tasks.missing': () => 'is missing: a workflow has at least one task',
  'tasks.notMap': ({ found }, say) => `must be a map of task ids to tasks, not ${say(found)}`,
  'tasks.empty': () => 'is empty: a workflow has at least one task',
  'tasks.tooMany': ({ maximum, count: has }) => `a workflow has at most ${maximum} tasks; this one has ${has}`,
  'task.id': ({ id }) => `the task id ${JSON.stringify(id)} must be 1 to 63 of a-z, 0-9 and _, a letter first`,
  'task.notMap': ({ found }, say) => `must be a map with type and what belongs to it, not ${say(found)}`,
  'task.typeMissing': ({ algorithms }) => `is missing: it ${types(algorithms)}`,
  'task.typeWrong': ({ algorithms, found }, say) => `${types(algorithms)}, not ${say(found)}`,
  'type.unknown': ({ name, near, known }) =>
    `there is no component type ${name}${hint(near, `; there are ${known.join(', ')}`)}`,
  'timeout.tooLong': ({ maximum, given }) => `must be at most ${maximum}, not ${given}`,
  'cycle.self': ({ id }) => `${id} waits for itself`,
  'cycle.tasks': ({ around }) => `tasks wait for each other in a circle: ${around.join(' -> ')}`,
  'layout.noTask': ({ name, near }) => `there is no task ${name}${hint(near, '')}`,
  'faults.more': ({ count: more }) => `and ${more} more faults`,

  'store.missing': ({ stores }) => `must name a store: ${stores.join(' or ')}`,
  'store.unavailable': ({ store, stores }) => `the store ${store} is not available; available: ${stores.join(', ')}`,
  'store.unknown': ({ store, stores }) => `the store ${store} does not exist; available: ${stores.join(', ')}`,
  'result.name': ({ name, field }) =>
    `${JSON.stringify(name)} can't be the name of a ${field}: no backticks, control characters or blanks around it`,
  'result.columnMissing': ({ place, known }) =>
    `is missing: the result has no ${place === 1 ? 'first' : 'second'} column (its columns: ${known.join(', ') || 'none'})`,
  'result.noColumn': ({ name, near, known }) =>
    `the result has no column ${name}${hint(near, `; it has ${known.join(', ') || 'none'}`)}`,
  'result.notVertex': ({ name, type }) =>
    `the column ${name} holds ${type === 'json' ? 'lists' : type}, which can't be a vertex id`,
  'result.notProperty': ({ name, type }) =>
    `the column ${name} holds ${type === 'json' ? 'lists' : type}, which can't be written as a property`,

  'params.notMap': ({ found }, say) => `must be a map of parameters to values, not ${say(found)}`,
  'params.name': () => 'a parameter is named with letters, digits and _, no digit first',
  'params.list': () => 'a list must hold text, numbers and booleans only',
  'parameter.missing': ({ expected }, say) =>
    `is missing: give ${say(expected)}, connect it ({from, column, row}), or write null when the job gives it`,
  'parameter.oneValue': ({ name }) =>
    `${name} takes one value, not all rows of a column: add row (row: 0 for the first)`,
  'file.scheme': ({ scheme }) => `${scheme}:// is not available; name a CSV or Parquet file below a configured folder`,
  'file.delimiter': () => 'must not be a quote or a line break',
  'engine.unavailable': ({ engine, engines }) =>
    `the engine ${engine} is not available; available: ${engines.join(', ')}`,
  'input.timeMissing': ({ type, what }) => `is missing: ${type} needs the ${what} with the time of each edge`,

  'query.syntax': ({ line, column, message }) => `line ${line}, column ${column}: ${message}`,
  'query.empty': ({ line, column }) => `line ${line}, column ${column}: there is no statement`,
  'query.noParameter': ({ name, near, known }) =>
    `the statement has no \${${name}}${hint(near, known.length === 0 ? '; it has no parameters' : `; it has ${known.join(', ')}`)}`,
  'query.quotedColumn': ({ name }) =>
    `\${${name}} stands inside a quoted string, which takes one value: add row (row: 0 for the first), or take \${${name}} out of the quotes`,
  'query.value': ({ name, reason }, say) => `\${${name}} ${say(reason)}`,

  'reference.noTask': ({ name, near, known }) =>
    `there is no task ${name}${hint(near, known.length === 0 ? '' : `; there are ${listed(known)}`)}`,
  'reference.twice': ({ name }) => `${name} is named twice`,
  'reference.noColumn': ({ from, name, near, known }) =>
    `${from} has no column ${name}${hint(near, known.length === 0 ? ': its result has no columns' : `; it has ${listed(known)}`)}`,
  'reference.notVertex': ({ name, from, type }) =>
    `the column ${name} of ${from} is ${type}, which can't be a vertex id`,
  'reference.notWeight': ({ name, from, type }) =>
    `the column ${name} of ${from} is ${type}, which can't be a weight: it must be a number`,
  'reference.notTime': ({ name, from, type }) =>
    `the column ${name} of ${from} is ${type}, which can't be a time: it must be a datetime, or milliseconds since 1970`,

  'input.notMap': ({ found }, say) => `must be a map of task ids to parameters, not ${say(found)}`,
  'input.noTask': ({ name, near, known }) =>
    `the workflow has no task ${name}${hint(near, `; it has ${listed(known)}`)}`,
  'input.noParameter': ({ task, name, near, known }) =>
    `the task ${task} has no parameter ${name}${hint(near, known.length === 0 ? '; it has none' : `; it has ${listed(known)}`)}`,
  'input.null': ({ name }) => `${name} must have a value, not null; leave it out to take its default`,
  'input.value': ({ name, reason }, say) => `${name} ${say(reason)}`,
  'input.missing': ({ task, name, expected }, say) =>
    `the task ${task} needs the parameter ${name}, which has no default: give ${say(expected)} in the job's input, {"input":{"${task}":{"${name}":…}}}`,
  'algorithm.unavailable': ({ type }) => `the algorithm ${type} is not available`,

  'reason.quotedList': () => 'stands inside a quoted string, which takes one value, not a list',
  'reason.nullInList': () => 'has a null in its list',
  'reason.listInList': () => 'has a list in its list',
  'reason.map': () => 'must be text, a number, true, false or a list of these, not a map',
  'reason.beyondInt64': ({ value, minimum, maximum }) =>
    `is ${value}, beyond the range of a 64-bit int (${minimum} to ${maximum}); send it as text, or as a double with a fraction`,
  'reason.surrogate': () => 'has half a surrogate pair, which is no text in UTF-8',

  'value.surrogate': () => 'has half a surrogate pair, which is no text in UTF-8',
  'value.mustBe': ({ expected, found }, say) => `must be ${say(expected)}, not ${say(found)}`,
  'value.twice': ({ value }, say) => `${say(value)} occurs twice`,
  'field.missing': ({ expected }, say) => `is missing: it must be ${say(expected)}`,
  'field.notAllowed': ({ name }) => `${name} is not allowed as a name here`,
  'field.unknown': ({ name, near, known }) => `unknown field ${name}${hint(near, `; allowed are ${known.join(', ')}`)}`,
  'fields.none': ({ names }) => `must have one of the fields ${names.join(', ')}`,
  'fields.several': ({ names }) => `has ${names.join(' and ')}, of which only one is possible`,
  'items.tooFew': ({ minimum, count: found }) => count(`least ${minimum}`, 'of its items', found),
  'items.tooMany': ({ maximum, count: found }) => count(`most ${maximum}`, 'items', found),
  'entries.tooFew': ({ minimum, count: found }) => count(`least ${minimum}`, 'of its entries', found),
  'entries.tooMany': ({ maximum, count: found }) => count(`most ${maximum}`, 'entries', found),

  'expected.anyOf': ({ options }, say) => {
    const words = options.map(say);
    return words.length === 1 ? words[0]! : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
  },
  'expected.literal': ({ text }) => text,
  'expected.described': ({ text }) => text,
  'expected.value': () => 'a value',
  'expected.map': () => 'a map of names to values',
  'expected.mapWith': ({ names }) => `a map with ${names.join(', ')}`,
  'expected.names': () => 'a list of names',
  'expected.list': () => 'a list',
  'expected.pattern': ({ example, pattern }) => `text like ${example} (${pattern})`.replace('  ', ' '),
  'expected.character': () => 'one character',
  'expected.textLength': ({ minimum, maximum }) => `text of ${minimum} to ${maximum} characters`,
  'found.map': () => 'a map',

  'text.tooLong': ({ maximum, count: has }) => `a definition has at most ${maximum} characters; this one has ${has}`,
  'text.tooDeep': ({ maximum }) => `nested deeper than ${maximum} levels`,
  'text.notJson': ({ message }) => `not JSON: ${message}`,
  'text.notYaml': ({ message }) => message,
  'text.keyTwice': ({ key }) => `the key ${JSON.stringify(key)} occurs twice`,
  'yaml.alias': () => 'aliases (*name) are not supported: write the value out',
  'yaml.anchor': () => 'anchors (&name) are not supported: write the value out',
  'yaml.tag': ({ tag }) => `tags (${tag}) are not supported`,
  'yaml.node': () => 'expected a value, a list or a map',
  'yaml.key': () => 'a key must be text',
  'yaml.notFinite': ({ text }) => `${text} is not a finite number`,
};
