import type { AdminStatement } from './admin-statement.ts';
import type { MutationStatement } from './mutation-statement.ts';
import type { QueryStatement } from './query-statement.ts';
import type { SchemaStatement } from './schema-statement.ts';
import type { Statement, StatementKind } from './statement.ts';
import type { UserStatement } from './user-statement.ts';

interface Families {
  query: QueryStatement;
  mutation: MutationStatement;
  schema: SchemaStatement;
  user: UserStatement;
  admin: AdminStatement;
}

export type StatementFamily = keyof Families;

type FamilyOf<K extends StatementKind> = {
  [F in StatementFamily]: K extends Families[F]['kind'] ? F : never;
}[StatementFamily];

/** Complete by its type: a new kind of statement does not compile until it is listed. */
const FAMILIES: { readonly [K in StatementKind]: FamilyOf<K> } = {
  use: 'query',
  go: 'query',
  match: 'query',
  lookup: 'query',
  fetchVertices: 'query',
  fetchEdges: 'query',
  findPath: 'query',
  subgraph: 'query',
  yieldStatement: 'query',
  groupBy: 'query',
  orderBy: 'query',
  limit: 'query',
  sample: 'query',
  unwind: 'query',
  pipe: 'query',
  setOperation: 'query',
  assignment: 'query',
  explain: 'query',
  insertVertices: 'mutation',
  insertEdges: 'mutation',
  deleteVertices: 'mutation',
  deleteTags: 'mutation',
  deleteEdges: 'mutation',
  updateVertex: 'mutation',
  updateEdge: 'mutation',
  createSpace: 'schema',
  createSpaceAs: 'schema',
  alterSpace: 'schema',
  dropSpace: 'schema',
  clearSpace: 'schema',
  describeSpace: 'schema',
  createTag: 'schema',
  createEdge: 'schema',
  alterTag: 'schema',
  alterEdge: 'schema',
  describeTag: 'schema',
  describeEdge: 'schema',
  dropTag: 'schema',
  dropEdge: 'schema',
  createTagIndex: 'schema',
  createEdgeIndex: 'schema',
  createFulltextIndex: 'schema',
  dropTagIndex: 'schema',
  dropEdgeIndex: 'schema',
  dropFulltextIndex: 'schema',
  describeTagIndex: 'schema',
  describeEdgeIndex: 'schema',
  rebuildTagIndex: 'schema',
  rebuildEdgeIndex: 'schema',
  rebuildFulltextIndex: 'schema',
  createUser: 'user',
  alterUser: 'user',
  dropUser: 'user',
  describeUser: 'user',
  changePassword: 'user',
  grantRole: 'user',
  revokeRole: 'user',
  show: 'admin',
  showHosts: 'admin',
  showParts: 'admin',
  showTagIndexes: 'admin',
  showEdgeIndexes: 'admin',
  showRoles: 'admin',
  showConfigs: 'admin',
  showCreate: 'admin',
  showSessions: 'admin',
  showSession: 'admin',
  showQueries: 'admin',
  showJob: 'admin',
  killQuery: 'admin',
  killSession: 'admin',
  submitJob: 'admin',
  stopJob: 'admin',
  recoverJob: 'admin',
  addHosts: 'admin',
  dropHosts: 'admin',
  mergeZone: 'admin',
  dropZone: 'admin',
  divideZone: 'admin',
  renameZone: 'admin',
  describeZone: 'admin',
  addListener: 'admin',
  removeListener: 'admin',
  createSnapshot: 'admin',
  dropSnapshot: 'admin',
  signInTextService: 'admin',
  signOutTextService: 'admin',
  getConfig: 'admin',
  updateConfig: 'admin',
};

/** Which part of the language a statement belongs to. */
export function familyOf(statement: Statement): StatementFamily {
  return FAMILIES[statement.kind];
}

/** Narrows a statement to a part of the language. */
export function isOfFamily<F extends StatementFamily>(statement: Statement, family: F): statement is Families[F] {
  return FAMILIES[statement.kind] === family;
}
