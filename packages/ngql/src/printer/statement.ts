import type { Script, Statement } from '../ast/statement.ts';
import { isOfFamily } from '../ast/statement-family.ts';
import { printAdmin, printUser } from './admin.ts';
import { printMutation } from './mutation.ts';
import { printQuery } from './query.ts';
import { printSchema } from './schema.ts';

/**
 * A statement as nGQL in canonical form (keywords in upper case, names in backticks where needed), which parses back to
 * the same tree.
 * @throws RangeError on names and values that nGQL cannot write
 */
export function printStatement(statement: Statement): string {
  if (isOfFamily(statement, 'mutation')) return printMutation(statement);
  if (isOfFamily(statement, 'schema')) return printSchema(statement);
  if (isOfFamily(statement, 'user')) return printUser(statement);
  if (isOfFamily(statement, 'admin')) return printAdmin(statement);
  return printQuery(statement, printStatement);
}

/** All statements, one to a line. */
export function printScript(script: Script): string {
  return script.statements.map(printStatement).join(';\n');
}
