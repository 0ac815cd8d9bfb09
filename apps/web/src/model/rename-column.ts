import { parse, printName, type Statement, type YieldColumn } from '@orrery/ngql';
import { describeQuery } from '@orrery/workflow';
import type { QueryTask } from '@orrery/contracts';
import { setField, setStatement } from './commands.ts';
import type { Draft } from './draft.ts';
import { editAllReferences } from './references.ts';

/**
 * The draft with a result column of a query renamed: its alias in the statement, and every reference to it. Undefined
 * where that can't be done: no query, a statement that does not name its columns itself, or a name that is taken.
 */
export function renameColumn(draft: Draft, id: string, name: string, newName: string): Draft | undefined {
  const task = draft.tasks[id];
  if (task?.type !== 'Query' || newName.trim() === '') return undefined;
  const { query, result } = task as QueryTask;
  const columns = describeQuery(query).columns ?? [];
  const index = columns.indexOf(name);
  if (index === -1 || columns.includes(newName)) return undefined;
  const column = namingColumns(query)?.[index];
  if (column === undefined) return undefined;
  const text = `${query.slice(0, column.expression.end)} AS ${printName(newName)}${query.slice(column.end)}`;
  if (describeQuery(text).columns?.[index] !== newName) return undefined;
  let next = editAllReferences(setStatement(draft, id, text), {
    column: (from, present) => (from === id && present === name ? newName : present),
  });
  if (result?.store === 'nebula') {
    if (result.vid === name) next = setField(next, id, ['result', 'vid'], newName);
    if (result.value === name) next = setField(next, id, ['result', 'value'], newName);
  }
  return next;
}

/** The columns of the clause that names the last statement's result, one for each; undefined where there is none. */
function namingColumns(query: string): readonly YieldColumn[] | undefined {
  const last = parse(query, { placeholders: true }).statements.at(-1);
  return last === undefined ? undefined : columnsOf(last);
}

function columnsOf(statement: Statement): readonly YieldColumn[] | undefined {
  switch (statement.kind) {
    case 'match':
      return statement.return.all ? undefined : statement.return.columns;
    case 'pipe': {
      const own = columnsOf(statement.right);
      return (
        own ?? (['limit', 'sample', 'orderBy'].includes(statement.right.kind) ? columnsOf(statement.left) : undefined)
      );
    }
    default: {
      const clause = 'yield' in statement ? statement.yield : undefined;
      return clause ? clause.columns : undefined;
    }
  }
}
