import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { printStatement } from '@orrery/ngql';
import { seededRandom } from '../crash/seeded-random.ts';
import { statement } from '../testing/ngql-arbitraries.ts';
import { choiceOf, type Choice } from './choice.ts';
import { StatementGrammar } from './statement-grammar.ts';

const queries = new URL('../../packages/graphd/test/queries/', import.meta.url);

interface QueryFile {
  readonly cases: readonly { readonly query: string }[];
}

/** The statements of graphd's query tests, which mutants are made of. */
const corpus: readonly string[] = readdirSync(queries).flatMap((file) => {
  const content = JSON.parse(readFileSync(new URL(file, queries), 'utf8')) as QueryFile | QueryFile['cases'];
  return ('cases' in content ? content.cases : content).map(({ query }) => query);
});

const INTRUDERS = ['null', '-1', '"x"', '[]', '{}', '9223372036854775807', '0.0', '$-.x', '*', '(', 'NOT', '${x}'];

function tokens(text: string): string[] {
  return text.match(/\w+|\s+|"[^"]*"|./gs) ?? [];
}

/** What a token may be taken for another of. */
function tokenClass(token: string): string {
  if (token.startsWith('"')) return 'text';
  if (/^\s/.test(token)) return 'blank';
  if (/^\d/.test(token)) return 'number';
  return /^\w/.test(token) ? 'word' : token;
}

/** A statement of the corpus with pieces of another put into it, doubled, dropped or changed for others of their kind. */
function mutant({ pick, below, chance }: Choice): string {
  const parts = tokens(pick(corpus));
  const donor = tokens(pick(corpus));
  for (let edits = 1 + below(3); edits > 0 && parts.length > 0; edits--) {
    const at = below(parts.length);
    const alike = donor.filter((token) => tokenClass(token) === tokenClass(parts[at]!));
    if (chance(0.6) && alike.length > 0) parts[at] = pick(alike);
    else if (chance(0.25)) parts.splice(at, 1);
    else if (chance(0.3)) parts.splice(at, 0, ...donor.slice(below(donor.length)).slice(0, 5));
    else if (chance(0.5)) parts[at] = pick([...donor, ...INTRUDERS]);
    else parts.splice(at, 2, ...parts.slice(at, at + 3).reverse());
  }
  return parts.join('');
}

/** Bytes that the lexer minds, and any others. */
function byte({ pick, below, chance }: Choice): number {
  return chance(0.5) ? below(256) : pick([...Buffer.from('"\'`\\$(){}[];|-#/*=<>.:@,\n\0 019azAZ_\u00e9')]);
}

/** A statement of the corpus with a few bytes changed, or bytes alone; not always text that UTF-8 allows. */
function bytes(choice: Choice): string {
  const { pick, below, chance } = choice;
  const content = chance(0.3)
    ? Buffer.from(Array.from({ length: below(60) }, () => byte(choice)))
    : Buffer.from(pick(corpus));
  for (let edits = below(4); edits > 0 && content.length > 0; edits--) content[below(content.length)] = byte(choice);
  return content.subarray(0, chance(0.2) ? below(content.length + 1) : content.length).toString('utf8');
}

/** A tree of any shape, printed. */
function printedTree({ below }: Choice): string {
  const [tree] = fc.sample(statement, { seed: below(2 ** 31), numRuns: 1 });
  return printStatement(tree!);
}

/**
 * The statement at an index of a run: the same for the same seed and index, whatever came before. Half come from the
 * grammar over the sample graph, the others are mutants of the query tests, printed trees and bytes.
 */
export function fuzzInput(seed: number, index: number): string {
  const choice = choiceOf(seededRandom((seed ^ Math.imul(index + 1, 0x9e3779b1)) >>> 0));
  switch (index % 10) {
    case 0:
    case 1:
    case 2:
      return mutant(choice);
    case 3:
      return bytes(choice);
    case 4:
      return printedTree(choice);
    default:
      return new StatementGrammar(choice).statement();
  }
}
