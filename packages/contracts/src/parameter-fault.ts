import type { ParameterDescriptor } from './algorithm-descriptor.ts';
import type { FaultPhrase } from './errors.ts';

interface Bounds {
  readonly minimum?: number | undefined;
  readonly exclusiveMinimum?: number | undefined;
  readonly maximum?: number | undefined;
}

type NoArguments = Readonly<Record<string, never>>;

/** Arguments by code of what can be wrong with the value of an algorithm's parameter, and of the phrases in it. */
export interface ParameterFaultArguments {
  'parameter.mustBe': { readonly name: string; readonly expected: FaultPhrase; readonly found: FaultPhrase };
  'parameter.mustBeGiven': { readonly name: string; readonly expected: FaultPhrase };
  'parameter.unknown': {
    readonly algorithm: string;
    readonly name: string;
    readonly near: string | undefined;
    readonly known: readonly string[];
  };
  'expected.int': Bounds;
  'expected.number': Bounds;
  'expected.bool': NoArguments;
  'expected.text': NoArguments;
  'expected.enum': { readonly names: readonly string[] };
  'expected.datetime': NoArguments;
  'expected.vid': NoArguments;
  'expected.vids': NoArguments;
  /** A value as its author wrote it. */
  'found.literal': { readonly text: string };
  'found.list': NoArguments;
  'found.structure': NoArguments;
}

/** One language's words for every code of `A`; `say` puts a nested phrase into words. */
export type PhraseTexts<A> = {
  readonly [C in keyof A]: (args: A[C], say: (phrase: FaultPhrase) => string) => string;
};

/** The words of a phrase by a language's texts; undefined for a code that they do not have. */
export function phraseText(texts: object, phrase: FaultPhrase): string | undefined {
  const text = Object.hasOwn(texts, phrase.code)
    ? (texts as Record<string, (args: unknown, say: (nested: FaultPhrase) => string) => string>)[phrase.code]
    : undefined;
  return text?.(phrase.args, (nested) => phraseText(texts, nested) ?? nested.code);
}

/** `; did you mean X?`, else what there is. */
function hint(near: string | undefined, otherwise: string): string {
  return near === undefined ? `; ${otherwise}` : `; did you mean ${near}?`;
}

export const parameterFaultsEn: PhraseTexts<ParameterFaultArguments> = {
  'parameter.mustBe': ({ name, expected, found }, say) => `${name} must be ${say(expected)}, not ${say(found)}`,
  'parameter.mustBeGiven': ({ name, expected }, say) => `${name} must be given: ${say(expected)}`,
  'parameter.unknown': ({ algorithm, name, near, known }) =>
    `${algorithm} has no parameter ${name}${hint(near, known.length === 0 ? 'it has none' : `it has ${known.join(', ')}`)}`,
  'expected.int': (bounds) => `an int${range(bounds)}`,
  'expected.number': (bounds) => `a number${range(bounds)}`,
  'expected.bool': () => 'true or false',
  'expected.text': () => 'text',
  'expected.enum': ({ names }) => `one of ${names.join(', ')}`,
  'expected.datetime': () => 'a datetime such as 2024-12-31 23:59:59.999 (UTC), or milliseconds since 1970',
  'expected.vid': () => 'a vertex id (text or an int)',
  'expected.vids': () => 'a list of vertex ids (or text with commas between them)',
  'found.literal': ({ text }) => text,
  'found.list': () => 'a list',
  'found.structure': () => 'a structured value',
};

function range({ minimum, exclusiveMinimum, maximum }: Bounds): string {
  if (exclusiveMinimum !== undefined) {
    return maximum === undefined ? ` above ${exclusiveMinimum}` : ` above ${exclusiveMinimum} and at most ${maximum}`;
  }
  if (minimum !== undefined)
    return maximum === undefined ? ` of at least ${minimum}` : ` from ${minimum} to ${maximum}`;
  return maximum === undefined ? '' : ` of at most ${maximum}`;
}

/** A phrase whose arguments are those of its code. */
export function parameterPhrase<C extends keyof ParameterFaultArguments>(
  code: C,
  args: ParameterFaultArguments[C],
): FaultPhrase {
  return { code, args: args as FaultPhrase['args'] };
}

/** What a parameter accepts, as a phrase: `expected.int` with its bounds, `expected.enum` with its values. */
export function expectedOf(parameter: ParameterDescriptor): FaultPhrase {
  const { minimum, exclusiveMinimum, maximum } = parameter;
  switch (parameter.type) {
    case 'int':
      return parameterPhrase('expected.int', { minimum, exclusiveMinimum, maximum });
    case 'double':
      return parameterPhrase('expected.number', { minimum, exclusiveMinimum, maximum });
    case 'enum':
      return parameterPhrase('expected.enum', { names: parameter.values ?? [] });
    case 'string':
      return parameterPhrase('expected.text', {});
    default:
      return parameterPhrase(`expected.${parameter.type}`, {});
  }
}
