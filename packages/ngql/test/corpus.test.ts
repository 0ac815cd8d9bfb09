import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeStatement, NgqlSyntaxError, parse, printStatement } from '@orrery/ngql';
import { describeWith, sharedFolder } from '../../../tools/testing/requirements.ts';
import { treeText } from './same-tree.ts';

interface Step {
  readonly kind?: string;
  readonly query?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly expect?: string;
  readonly type?: string;
  readonly message?: string;
  readonly columns?: readonly string[];
}

interface Example {
  readonly id: string;
  readonly query: string;
  readonly parameters: ReadonlySet<string>;
  /** Start of the message that a SyntaxError must have; undefined: the text must parse. */
  readonly syntaxError: string | undefined;
  readonly columns: readonly string[] | undefined;
}

/** The statements of the conformance cases that are not skipped, with what is expected of the parser. */
function readCorpus(): Example[] {
  const folder = join(sharedFolder()!, 'conformance/ngql/cases');
  const examples: Example[] = [];
  for (const file of readdirSync(folder)) {
    const cases = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
      id: string;
      skip?: string;
      steps: Step[];
    }[];
    for (const { id, skip, steps } of cases) {
      if (skip !== undefined) continue;
      steps.forEach((step, index) => {
        if (step.query === undefined) return;
        const next = steps.findIndex((later, at) => at > index && later.query !== undefined);
        const answers = steps.slice(index + 1, next < 0 ? undefined : next);
        examples.push({
          id,
          query: step.query,
          parameters: new Set(Object.keys(step.params ?? {})),
          syntaxError: answers.find((answer) => answer.type === 'SyntaxError')?.message,
          columns: answers.find((answer) => answer.expect === 'rows')?.columns,
        });
      });
    }
  }
  return examples;
}

describeWith('shared', 'the conformance corpus', () => {
  const examples = readCorpus();

  it('parses every statement that should parse, and refuses the others with the expected message', () => {
    const faults: string[] = [];
    let parsed = 0;
    let refused = 0;
    for (const { id, query, parameters, syntaxError } of examples) {
      let message: string | undefined;
      try {
        parse(query, { parameters });
      } catch (error) {
        if (!(error instanceof NgqlSyntaxError)) throw error;
        message = error.message;
      }
      const met = syntaxError === undefined ? message === undefined : message?.startsWith(syntaxError);
      if (!met) faults.push(`${id}: ${query}\n  expected ${syntaxError ?? 'to parse'}, got ${message}`);
      else if (syntaxError === undefined) parsed++;
      else refused++;
    }
    console.log(
      `corpus: ${parsed} parsed, ${refused} refused as expected, ${faults.length} faults of ${examples.length}`,
    );
    expect(faults).toEqual([]);
    expect(parsed).toBeGreaterThan(4000);
    expect(refused).toBeGreaterThan(100);
  });

  it('prints every statement so that it reads back to the same tree', () => {
    for (const { query, syntaxError } of examples) {
      if (syntaxError !== undefined) continue;
      for (const statement of parse(query).statements) {
        const printed = printStatement(statement);
        expect(treeText(parse(printed).statements[0]), printed).toBe(treeText(statement));
      }
    }
  });

  it('names the columns of results as NebulaGraph does', () => {
    let named = 0;
    for (const { query, columns } of examples) {
      if (columns === undefined) continue;
      const description = describeStatement(query);
      if (description.error !== undefined || description.columns === undefined) continue;
      expect(description.columns, query).toEqual(columns);
      expect(description.yieldsRows, query).toBe(true);
      named++;
    }
    console.log(`corpus: column names of ${named} results`);
    expect(named).toBeGreaterThan(1500);
  });
});
