import type {
  AlterUserStatement,
  ChangePasswordStatement,
  CreateUserStatement,
  Role,
  RoleStatement,
} from '../ast/user-statement.ts';
import type { Cursor } from './cursor.ts';

/** Behind `CREATE USER`. */
export function parseCreateUser(cursor: Cursor, offset: number): CreateUserStatement {
  const ifNotExists = cursor.ifNotExists();
  const user = cursor.name();
  const { password, ipWhitelist } = parseCredentials(cursor);
  return { kind: 'createUser', offset, end: cursor.end, ifNotExists, user, password: password ?? '', ipWhitelist };
}

/** Behind `ALTER USER`. */
export function parseAlterUser(cursor: Cursor, offset: number): AlterUserStatement {
  const user = cursor.name();
  if (!cursor.at('WITH')) cursor.fail();
  const { password, ipWhitelist } = parseCredentials(cursor);
  return { kind: 'alterUser', offset, end: cursor.end, user, password, ipWhitelist };
}

/** `[WITH PASSWORD "…"] [WITH IP WHITELIST …]` */
function parseCredentials(cursor: Cursor): { password: string | undefined; ipWhitelist: string[] } {
  let password: string | undefined;
  if (cursor.acceptAll('WITH', 'PASSWORD')) password = cursor.string();
  if (!cursor.accept('WITH') && !cursor.at('IP')) return { password, ipWhitelist: [] };
  cursor.expectAll('IP', 'WHITELIST');
  return { password, ipWhitelist: cursor.list((inner) => inner.string()) };
}

/** `CHANGE PASSWORD user FROM "old" TO "new"` */
export function parseChangePassword(cursor: Cursor): ChangePasswordStatement {
  const { offset } = cursor;
  cursor.expectAll('CHANGE', 'PASSWORD');
  const user = cursor.name();
  cursor.expect('FROM');
  const oldPassword = cursor.string();
  cursor.expect('TO');
  const newPassword = cursor.string();
  return { kind: 'changePassword', offset, end: cursor.end, user, oldPassword, newPassword };
}

const ROLES: ReadonlySet<string> = new Set(['GOD', 'ADMIN', 'DBA', 'USER', 'GUEST']);

/** `GRANT [ROLE] role ON space TO user`, `REVOKE [ROLE] role ON space FROM user` */
export function parseRole(cursor: Cursor): RoleStatement {
  const { offset } = cursor;
  const grant = cursor.accept('GRANT');
  if (!grant) cursor.expect('REVOKE');
  cursor.accept('ROLE');
  const role = cursor.type;
  if (!ROLES.has(role)) cursor.fail();
  cursor.advance();
  cursor.expect('ON');
  const space = cursor.name();
  cursor.expect(grant ? 'TO' : 'FROM');
  const user = cursor.name();
  return { kind: grant ? 'grantRole' : 'revokeRole', offset, end: cursor.end, role: role as Role, space, user };
}
