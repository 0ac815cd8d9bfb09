import {
  printExpression,
  type ConfigStatement,
  type KillQueryStatement,
  type KillSessionStatement,
  type ShowStatement,
} from '@orrery/ngql';
import type { Value } from '@orrery/contracts';
import type { HostAddress } from '@orrery/wire';
import { ColumnScope, type Row } from '../../bind/scope.ts';
import { executionError, permissionError, semanticError } from '../../bind/statement-error.ts';
import type { Execution } from '../../execute/execution.ts';
import type { ServerView } from '../../server/engine.ts';
import { dateTimeFromMicroseconds } from '../../values/temporal.ts';
import { prepare, spaceInUse, type PlanContext } from '../plan-context.ts';
import type { Bound, PlanNode } from '../plan-node.ts';
import { command } from './command.ts';

function timeOf(ms: number): Value {
  return dateTimeFromMicroseconds(BigInt(ms) * 1000n);
}

export function planShowSessions(context: PlanContext, only: bigint | undefined): PlanNode {
  const titles = [
    'SessionId',
    'UserName',
    'SpaceName',
    'CreateTime',
    'UpdateTime',
    'GraphAddr',
    'Timezone',
    'ClientIp',
  ];
  const { user } = context.session;
  return command('ShowSessions', titles, ({ engine }) => {
    const { server } = engine;
    const sessions = server
      .sessions()
      .filter((session) => (user === 'root' || session.user === user) && (only === undefined || session.id === only));
    if (only !== undefined && sessions.length === 0) throw executionError(`Session not existed!`);
    return sessions.map((session): Row => [
      session.id,
      session.user,
      session.spaceName,
      timeOf(session.createTimeMs),
      timeOf(session.updateTimeMs),
      `${server.host}:${server.port}`,
      BigInt(session.timezone.offsetSeconds),
      session.clientAddress,
    ]);
  });
}

export function planShowQueries(context: PlanContext): PlanNode {
  const titles = ['SessionID', 'ExecutionPlanID', 'User', 'Host', 'StartTime', 'DurationInUSec', 'Status', 'Query'];
  const { user } = context.session;
  return command('ShowQueries', titles, ({ engine }) =>
    engine.server
      .queries()
      .filter((query) => user === 'root' || query.user === user)
      .map((query): Row => [
        query.sessionId,
        query.planId,
        query.user,
        query.graphAddress,
        timeOf(query.startTimeMs),
        BigInt(Math.max(0, engine.clock() - query.startTimeMs)) * 1000n,
        'RUNNING',
        query.text,
      ]),
  );
}

function metaOf(server: ServerView): HostAddress {
  return server.scanServices?.meta ?? server;
}

function storageOf(server: ServerView): HostAddress {
  return server.scanServices?.storage ?? server;
}

export function planShowHosts(statement: Extract<ShowStatement, { kind: 'showHosts' }>): PlanNode {
  if (statement.role !== undefined) {
    const titles = ['Host', 'Port', 'Status', 'Role', 'Git Info Sha', 'Version'];
    return command('ShowHosts', titles, ({ engine: { server } }) => {
      const { role } = statement;
      if (role === 'agent' || role === 'storage_listener') return [];
      const { host, port } = role === 'meta' ? metaOf(server) : role === 'storage' ? storageOf(server) : server;
      return [[host, BigInt(port), 'ONLINE', role!.toUpperCase(), '', server.version]];
    });
  }
  const titles = ['Host', 'Port', 'Status', 'Leader count', 'Leader distribution', 'Partition distribution', 'Version'];
  return command('ShowHosts', titles, ({ engine: { server, store } }) => {
    const spaces = [...store.catalog.view.spaces.values()].map(({ definition }) => definition);
    const parts = spaces.map(({ name, partitionNum }) => `${name}:${partitionNum}`).join(', ');
    const leaders = spaces.reduce((sum, { partitionNum }) => sum + partitionNum, 0);
    const distribution = parts === '' ? 'No valid partition' : parts;
    const { host, port } = storageOf(server);
    return [[host, BigInt(port), 'ONLINE', BigInt(leaders), distribution, distribution, server.version]];
  });
}

/** One node leads every part and has its only copy. */
export function planShowParts(
  statement: Extract<ShowStatement, { kind: 'showParts' }>,
  context: PlanContext,
): PlanNode {
  const { partitionNum } = spaceInUse(context).definition;
  const parts =
    statement.parts.length > 0 ? statement.parts : Array.from({ length: partitionNum }, (_none, i) => BigInt(i + 1));
  return command('ShowParts', ['Partition ID', 'Leader', 'Peers', 'Losts'], ({ engine: { server } }) => {
    const { host, port } = storageOf(server);
    return parts.map((part): Row => {
      if (part < 1n || part > BigInt(partitionNum)) throw executionError('Part not existed!');
      return [part, `${host}:${port}`, `${host}:${port}`, ''];
    });
  });
}

export function planShowMetaLeader(): PlanNode {
  return command('ShowMetaLeader', ['Meta Leader', 'secs from last heart beat'], ({ engine: { server } }) => {
    const { host, port } = metaOf(server);
    return [[`${host}:${port}`, 0n]];
  });
}

const CONFIG_TITLES = ['module', 'name', 'type', 'mode', 'value'];

/** The settings that statements run into, under the names that the server's configuration has for them. */
function configRows({ engine: { limits } }: Execution): Row[] {
  return Object.entries(limits).map(([name, value]: [string, number]) => [
    'GRAPH',
    `graph.limits.${name}`,
    'INT',
    'IMMUTABLE',
    BigInt(value),
  ]);
}

export function planShowConfigs(statement: Extract<ShowStatement, { kind: 'showConfigs' }>): PlanNode {
  const isShown = statement.module === undefined || statement.module === 'graph';
  return command('ShowConfigs', CONFIG_TITLES, (execution) => (isShown ? configRows(execution) : []));
}

export function planGetConfig(statement: Extract<ConfigStatement, { kind: 'getConfig' }>): PlanNode {
  return command('GetConfig', CONFIG_TITLES, (execution) => {
    const rows = configRows(execution).filter(([module, name]) => {
      return name === statement.name && (statement.module ?? 'graph').toUpperCase() === module;
    });
    if (rows.length === 0) throw executionError('Config not existed!');
    return rows;
  });
}

export function planUpdateConfig(statement: Extract<ConfigStatement, { kind: 'updateConfig' }>): PlanNode {
  throw semanticError(
    `${statement.name} can't be changed while the embedded graph runs: ` +
      'it reads its configuration (graph.limits.…) when it starts',
  );
}

function idsOf(bound: Bound, input: PlanNode | undefined, execution: Execution): Promise<bigint[]> {
  const compute = execution.compile(bound);
  const checked = (value: Value): bigint => {
    if (typeof value !== 'bigint') throw executionError('the id of a session or plan must be an int');
    return value;
  };
  if (!input) return Promise.resolve([checked(compute([]))]);
  return execution.collect(input).then((rows) => rows.map((row) => checked(compute(row))));
}

export function planKillQuery(statement: KillQueryStatement, context: PlanContext): PlanNode {
  const scope = new ColumnScope(context.input?.columns ?? []);
  const plan = prepare(statement.plan, scope, context);
  const session = statement.session && prepare(statement.session, scope, context);
  for (const [bound, what] of [
    [session, 'Session ID'],
    [plan, 'ExecutionPlanID'],
  ] as const) {
    if (!bound || bound.type === 'INT' || bound.type === '__EMPTY__') continue;
    throw semanticError(`${printExpression(bound.expression)}, ${what} must be an integer but was ${bound.type}`);
  }
  return command(
    'KillQuery',
    [],
    async (execution) => {
      const rows = context.input ? await execution.collect(context.input) : [[]];
      const { server } = execution.engine;
      const [planOf, sessionOf] = [execution.compile(plan), session && execution.compile(session)];
      for (const row of rows) {
        const planId = planOf(row);
        const sessionId = sessionOf ? sessionOf(row) : execution.session.id;
        const owner = server.sessions().find(({ id }) => id === sessionId);
        const isOwn = sessionId === execution.session.id;
        if (!isOwn && !owner) throw executionError(`SessionId[${String(sessionId)}] does not exist`);
        const { user } = execution.session;
        if (!isOwn && user !== 'root' && owner!.user !== user) {
          throw permissionError(`Only GOD role could kill others' queries.`);
        }
        const query = server.queries().find((running) => running.sessionId === sessionId && running.planId === planId);
        if (!query) {
          const where = isOwn ? 'current Session' : `Session[${String(sessionId)}]`;
          throw executionError(`ExecutionPlanId[${String(planId)}] does not exist in ${where}.`);
        }
        server.killQuery(query.sessionId, query.planId);
      }
      return [];
    },
    context.input,
  );
}

export function planKillSession(statement: KillSessionStatement, context: PlanContext): PlanNode {
  const { input } = context;
  const bound = prepare(statement.session, new ColumnScope(input?.columns ?? []), context);
  return command(
    'KillSession',
    ['Result'],
    async (execution) => {
      const ids = await idsOf(bound, input, execution);
      const killed = ids.filter((id) => execution.engine.server.killSession(id)).length;
      return [[`${killed} sessions were killed.`]];
    },
    input,
  );
}
