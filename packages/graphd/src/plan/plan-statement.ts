import type { Statement, StatementKind } from '@orrery/ngql';
import { executionError, semanticError } from '../bind/statement-error.ts';
import { checkPermission } from './permissions.ts';
import type { PlanContext } from './plan-context.ts';
import type { PlanNode } from './plan-node.ts';
import { planDeleteEdges, planDeleteTags, planDeleteVertices } from './statements/delete.ts';
import { planFetchEdges, planFetchVertices } from './statements/fetch.ts';
import { planFindPath, planSubgraph } from './statements/find-path.ts';
import { planGo } from './statements/go.ts';
import { planCreateIndex, planDescribeIndex, planDropIndex, planRebuildIndex } from './statements/index-statements.ts';
import { planInsertEdges, planInsertVertices } from './statements/insert.ts';
import { planRecoverJob, planShowJob, planStopJob, planSubmitJob } from './statements/job.ts';
import { planLookup } from './statements/lookup.ts';
import { planMatch } from './match/plan-match.ts';
import { planAlterSchema, planCreateSchema, planDescribeSchema, planDropSchema } from './statements/schema.ts';
import {
  planGetConfig,
  planKillQuery,
  planKillSession,
  planShowConfigs,
  planShowHosts,
  planShowParts,
  planShowQueries,
  planShowSessions,
  planUpdateConfig,
} from './statements/server.ts';
import { planShow, planShowCreate, planShowIndexes } from './statements/show.ts';
import {
  planClearSpace,
  planCreateSpace,
  planCreateSpaceAs,
  planDescribeSpace,
  planDropSpace,
  planUse,
} from './statements/space.ts';
import { planLimit, planOrderBy, planSample, planSetOperation, planUnwind } from './statements/stream.ts';
import { planUpdateEdge, planUpdateVertex } from './statements/update.ts';
import {
  planAlterUser,
  planChangePassword,
  planCreateUser,
  planDescribeUser,
  planDropUser,
  planRole,
  planShowRoles,
} from './statements/user.ts';
import { planGroupBy, planYield } from './statements/yield.ts';

type Planners = {
  readonly [Kind in StatementKind]: (statement: Extract<Statement, { kind: Kind }>, context: PlanContext) => PlanNode;
};

function clusterOnly(what: string): () => PlanNode {
  return () => {
    throw semanticError(`${what} manages a cluster; the embedded graph is a single node`);
  };
}

function needsElasticsearch(): PlanNode {
  throw semanticError('full-text indexes need Elasticsearch and are not available in the embedded graph');
}

function snapshotsAreBackups(): PlanNode {
  throw semanticError('a snapshot copies the stores of a cluster; `orrery backup` copies the embedded graph');
}

function partOfAText(): PlanNode {
  throw semanticError('this statement stands only at the start of a text');
}

/** The planner of each kind of statement: adding a kind touches this table and its family's file. */
const PLANNERS: Planners = {
  use: planUse,
  go: planGo,
  match: planMatch,
  lookup: planLookup,
  fetchVertices: planFetchVertices,
  fetchEdges: planFetchEdges,
  findPath: planFindPath,
  subgraph: planSubgraph,
  yieldStatement: planYield,
  groupBy: planGroupBy,
  orderBy: planOrderBy,
  limit: planLimit,
  sample: planSample,
  unwind: planUnwind,
  pipe: (statement, context) =>
    planStatement(statement.right, { ...context, input: planStatement(statement.left, context) }),
  setOperation: (statement, context) =>
    planSetOperation(
      statement,
      planStatement(statement.left, { ...context, input: undefined }),
      planStatement(statement.right, { ...context, input: undefined }),
    ),
  assignment: (statement, context) => planStatement(statement.statement, context),
  explain: partOfAText,
  insertVertices: planInsertVertices,
  insertEdges: planInsertEdges,
  updateVertex: planUpdateVertex,
  updateEdge: planUpdateEdge,
  deleteVertices: planDeleteVertices,
  deleteTags: planDeleteTags,
  deleteEdges: planDeleteEdges,
  createSpace: planCreateSpace,
  createSpaceAs: planCreateSpaceAs,
  alterSpace: clusterOnly('ALTER SPACE … ADD ZONE'),
  dropSpace: planDropSpace,
  clearSpace: planClearSpace,
  describeSpace: planDescribeSpace,
  createTag: planCreateSchema,
  createEdge: planCreateSchema,
  alterTag: planAlterSchema,
  alterEdge: planAlterSchema,
  describeTag: planDescribeSchema,
  describeEdge: planDescribeSchema,
  dropTag: planDropSchema,
  dropEdge: planDropSchema,
  createTagIndex: planCreateIndex,
  createEdgeIndex: planCreateIndex,
  createFulltextIndex: needsElasticsearch,
  dropTagIndex: planDropIndex,
  dropEdgeIndex: planDropIndex,
  dropFulltextIndex: needsElasticsearch,
  describeTagIndex: planDescribeIndex,
  describeEdgeIndex: planDescribeIndex,
  rebuildTagIndex: planRebuildIndex,
  rebuildEdgeIndex: planRebuildIndex,
  rebuildFulltextIndex: needsElasticsearch,
  createUser: planCreateUser,
  alterUser: planAlterUser,
  dropUser: planDropUser,
  describeUser: planDescribeUser,
  changePassword: planChangePassword,
  grantRole: planRole,
  revokeRole: planRole,
  show: planShow,
  showHosts: planShowHosts,
  showParts: planShowParts,
  showTagIndexes: planShowIndexes,
  showEdgeIndexes: planShowIndexes,
  showRoles: planShowRoles,
  showConfigs: planShowConfigs,
  showCreate: planShowCreate,
  showSessions: (_statement, context) => planShowSessions(context, undefined),
  showSession: (statement, context) => planShowSessions(context, statement.session),
  showQueries: (_statement, context) => planShowQueries(context),
  showJob: planShowJob,
  killQuery: planKillQuery,
  killSession: planKillSession,
  submitJob: planSubmitJob,
  stopJob: planStopJob,
  recoverJob: planRecoverJob,
  addHosts: clusterOnly('ADD HOSTS'),
  dropHosts: clusterOnly('DROP HOSTS'),
  mergeZone: clusterOnly('MERGE ZONE'),
  dropZone: clusterOnly('DROP ZONE'),
  divideZone: clusterOnly('DIVIDE ZONE'),
  renameZone: clusterOnly('RENAME ZONE'),
  describeZone: clusterOnly('DESCRIBE ZONE'),
  addListener: clusterOnly('ADD LISTENER'),
  removeListener: clusterOnly('REMOVE LISTENER'),
  createSnapshot: snapshotsAreBackups,
  dropSnapshot: snapshotsAreBackups,
  signInTextService: needsElasticsearch,
  signOutTextService: needsElasticsearch,
  getConfig: planGetConfig,
  updateConfig: planUpdateConfig,
};

/**
 * The logical plan of one statement.
 * @throws StatementError on anything that is wrong before the data is looked at
 */
export function planStatement(statement: Statement, context: PlanContext): PlanNode {
  checkPermission(statement, context);
  const planner = PLANNERS[statement.kind] as ((statement: Statement, context: PlanContext) => PlanNode) | undefined;
  if (!planner) throw executionError(`statements of the kind ${statement.kind} are not available`);
  return planner(statement, context);
}
