import type { AdminStatement } from './admin-statement.ts';
import type { MutationStatement } from './mutation-statement.ts';
import type { QueryStatement } from './query-statement.ts';
import type { SchemaStatement } from './schema-statement.ts';
import type { UserStatement } from './user-statement.ts';

export type Statement = QueryStatement | MutationStatement | SchemaStatement | UserStatement | AdminStatement;

export type StatementKind = Statement['kind'];

/** What a text holds: its statements, in order, without the empty ones. */
export interface Script {
  readonly statements: readonly Statement[];
}
