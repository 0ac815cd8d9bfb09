import type {
  AlterUserStatement,
  ChangePasswordStatement,
  CreateUserStatement,
  DescribeUserStatement,
  DropUserStatement,
  RoleStatement,
  ShowStatement,
} from '@orrery/ngql';
import { executionError, permissionError, semanticError } from '../../bind/statement-error.ts';
import { ROLES } from '../../catalog/definitions.ts';
import { roleIn } from '../permissions.ts';
import type { PlanContext } from '../plan-context.ts';
import type { PlanNode } from '../plan-node.ts';
import { action, command } from './command.ts';
import { spaceNamed } from './space.ts';

const MAX_NAME_LENGTH = 16;
const MAX_PASSWORD_LENGTH = 24;
const ROOT = 'root';

function checkLengths(user: string, password: string): void {
  if (Array.from(user).length > MAX_NAME_LENGTH) {
    throw semanticError(`Username exceed maximum length ${MAX_NAME_LENGTH} characters.`);
  }
  checkPassword('Password', password);
}

function checkPassword(what: string, password: string): void {
  if (Array.from(password).length > MAX_PASSWORD_LENGTH) {
    throw semanticError(`${what} exceed maximum length ${MAX_PASSWORD_LENGTH} characters.`);
  }
}

function checkExists(user: string, context: PlanContext): void {
  if (!context.catalog.users.has(user)) throw executionError('User not existed!');
}

export function planCreateUser(statement: CreateUserStatement, context: PlanContext): PlanNode {
  checkLengths(statement.user, statement.password);
  return action('CreateUser', async (execution) => {
    const { catalog } = execution.engine.store;
    if (context.catalog.users.has(statement.user)) {
      if (statement.ifNotExists) return;
      throw executionError('Existed!');
    }
    const hash = await catalog.hashPassword(statement.password);
    await catalog.edit((editor) => editor.createUser(statement.user, hash));
  });
}

export function planAlterUser(statement: AlterUserStatement, context: PlanContext): PlanNode {
  const { user, password } = statement;
  if (password !== undefined) checkPassword('Password', password);
  return action('UpdateUser', async (execution) => {
    checkExists(user, context);
    if (password === undefined) return;
    const { catalog } = execution.engine.store;
    const hash = await catalog.hashPassword(password);
    await catalog.edit((editor) => editor.setPassword(user, hash));
    if (user !== execution.session.user) execution.engine.server.endSessionsOf(user);
  });
}

export function planDropUser(statement: DropUserStatement, context: PlanContext): PlanNode {
  if (statement.user === ROOT) throw semanticError("Can't drop root user.");
  return action('DropUser', async (execution) => {
    if (statement.ifExists && !context.catalog.users.has(statement.user)) return;
    checkExists(statement.user, context);
    await execution.engine.store.catalog.edit((editor) => editor.dropUser(statement.user));
    execution.engine.server.endSessionsOf(statement.user);
  });
}

export function planChangePassword(statement: ChangePasswordStatement, context: PlanContext): PlanNode {
  const { user, oldPassword, newPassword } = statement;
  checkPassword('Old password', oldPassword);
  checkPassword('New password', newPassword);
  return action('ChangePassword', async (execution) => {
    checkExists(user, context);
    const { catalog } = execution.engine.store;
    if (!(await catalog.verifyPassword(user, oldPassword))) throw executionError('Invalid password!');
    const hash = await catalog.hashPassword(newPassword);
    await catalog.edit((editor) => editor.setPassword(user, hash));
    if (user !== execution.session.user) execution.engine.server.endSessionsOf(user);
  });
}

export function planRole(statement: RoleStatement, context: PlanContext): PlanNode {
  const { role, user } = statement;
  const grants = statement.kind === 'grantRole';
  if (grants && user === ROOT) throw semanticError("User 'root' is GOD, cannot be granted.");
  if (user === context.session.user) throw permissionError('No permission to grant/revoke yourself.');
  if (role === 'GOD' || statement.space === undefined) throw permissionError('No permission to grant/revoke god user.');
  const space = spaceNamed(statement.space, context).definition;
  const own = roleIn(context, space.id);
  if (own !== 'GOD' && (own !== 'ADMIN' || role === 'ADMIN')) {
    throw permissionError('No permission to grant/revoke role.');
  }
  return action(grants ? 'GrantRole' : 'RevokeRole', async (execution) => {
    checkExists(user, context);
    await execution.engine.store.catalog.edit((editor) =>
      grants ? editor.grantRole(user, space.name, role) : editor.revokeRole(user, space.name, role),
    );
  });
}

export function planDescribeUser(statement: DescribeUserStatement, context: PlanContext): PlanNode {
  const { user, catalog } = { user: statement.user, catalog: context.catalog };
  return command('DescribeUser', ['role', 'space'], () => {
    if (user === ROOT) return [['GOD', '']];
    checkExists(user, context);
    return [...catalog.users.get(user)!.roles].map(([spaceId, role]) => [
      role,
      catalog.spacesById.get(spaceId)?.definition.name ?? '',
    ]);
  });
}

export function planShowUsers(context: PlanContext): PlanNode {
  return command('ShowUsers', ['Account'], () => [...context.catalog.users.keys()].sort().map((name) => [name]));
}

export function planShowRoles(
  statement: Extract<ShowStatement, { kind: 'showRoles' }>,
  context: PlanContext,
): PlanNode {
  const { id } = spaceNamed(statement.space, context).definition;
  return command('ShowRoles', ['Account', 'Role Type'], () =>
    [...context.catalog.users.values()]
      .flatMap(({ name, roles }) => (roles.has(id) ? [[name, roles.get(id)!] as const] : []))
      .sort(([, a], [, b]) => ROLES.indexOf(a) - ROLES.indexOf(b))
      .map(([name, role]) => [name, role]),
  );
}
