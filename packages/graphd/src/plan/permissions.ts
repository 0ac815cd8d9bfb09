import type { Statement, StatementKind } from '@orrery/ngql';
import { permissionError } from '../bind/statement-error.ts';
import type { Role, SpaceId } from '../catalog/definitions.ts';
import type { PlanContext } from './plan-context.ts';

/** The role of the session's user in a space; undefined when it has none. root is GOD everywhere. */
export function roleIn(context: PlanContext, spaceId: SpaceId): Role | undefined {
  const { user } = context.session;
  if (user === 'root') return 'GOD';
  return context.catalog.users.get(user)?.roles.get(spaceId);
}

/** What roles give in a space, and what only root has: spaces and users. */
type SpaceRight = 'readData' | 'writeData' | 'readSchema' | 'writeSchema';
type Right = SpaceRight | 'writeSpace' | 'writeUser';

/** Who may do what with a space. */
const ALLOWED: Readonly<Record<SpaceRight, readonly Role[]>> = {
  readData: ['GOD', 'ADMIN', 'DBA', 'USER', 'GUEST'],
  readSchema: ['GOD', 'ADMIN', 'DBA', 'USER', 'GUEST'],
  writeData: ['GOD', 'ADMIN', 'DBA', 'USER'],
  writeSchema: ['GOD', 'ADMIN', 'DBA'],
};

/** What each kind of statement needs; those that need nothing of the list check for themselves or anyone may. */
const RIGHTS: Partial<Record<StatementKind, Right>> = {
  go: 'readData',
  match: 'readData',
  lookup: 'readData',
  fetchVertices: 'readData',
  fetchEdges: 'readData',
  findPath: 'readData',
  subgraph: 'readData',
  insertVertices: 'writeData',
  insertEdges: 'writeData',
  updateVertex: 'writeData',
  updateEdge: 'writeData',
  deleteVertices: 'writeData',
  deleteTags: 'writeData',
  deleteEdges: 'writeData',
  createTag: 'writeSchema',
  createEdge: 'writeSchema',
  alterTag: 'writeSchema',
  alterEdge: 'writeSchema',
  dropTag: 'writeSchema',
  dropEdge: 'writeSchema',
  createTagIndex: 'writeSchema',
  createEdgeIndex: 'writeSchema',
  dropTagIndex: 'writeSchema',
  dropEdgeIndex: 'writeSchema',
  rebuildTagIndex: 'writeSchema',
  rebuildEdgeIndex: 'writeSchema',
  submitJob: 'writeSchema',
  stopJob: 'writeSchema',
  recoverJob: 'writeSchema',
  describeTag: 'readSchema',
  describeEdge: 'readSchema',
  describeTagIndex: 'readSchema',
  describeEdgeIndex: 'readSchema',
  showTagIndexes: 'readSchema',
  showEdgeIndexes: 'readSchema',
  createSpace: 'writeSpace',
  createSpaceAs: 'writeSpace',
  alterSpace: 'writeSpace',
  dropSpace: 'writeSpace',
  clearSpace: 'writeSpace',
  createUser: 'writeUser',
  alterUser: 'writeUser',
  dropUser: 'writeUser',
  killSession: 'writeUser',
};

/** @throws StatementError PermissionError when the session's user may not run the statement */
export function checkPermission(statement: Statement, context: PlanContext): void {
  const { user, space } = context.session;
  if (user === 'root') return;
  const right = RIGHTS[statement.kind];
  if (right === 'writeSpace' || right === 'writeUser') throw permissionError(refusal(right));
  if (statement.kind === 'changePassword' && statement.user !== user) throw permissionError(refusal('writeUser'));
  if (statement.kind === 'describeUser' && statement.user !== user)
    throw permissionError('No permission to read user.');
  if (statement.kind === 'show' && statement.subject === 'users') throw permissionError('No permission to show users.');
  if (!right || !space) return;
  const role = roleIn(context, space.id);
  if (!role || !ALLOWED[right].includes(role)) throw permissionError(refusal(right));
}

function refusal(right: Right): string {
  switch (right) {
    case 'readData':
      return 'No permission to read data.';
    case 'writeData':
      return 'No permission to write data.';
    case 'readSchema':
      return 'No permission to read schema/data.';
    case 'writeSchema':
      return 'No permission to write schema.';
    case 'writeSpace':
      return 'No permission to write space.';
    case 'writeUser':
      return 'No permission to write user.';
  }
}
