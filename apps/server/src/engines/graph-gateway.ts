import {
  EdgeValue,
  GraphUnreachableError,
  OrreryError,
  VertexValue,
  type GraphCredentials,
  type GraphGateway,
  type GraphQueryOutcome,
  type VertexId,
} from '@orrery/contracts';
import { describeSpace, listSpaces, NebulaError, NebulaSession, quoteName, type NebulaPool } from '@orrery/nebula';
import { printValue } from '@orrery/ngql';
import type { GraphAddresses } from './graph-addresses.ts';

const ROOT = 'root';
const METADATA_TIMEOUT_MS = 10_000;

/** What a failure at the graph is to the caller of the API. */
function asOrreryError(error: unknown): unknown {
  if (error instanceof RangeError) return new OrreryError('ErrParam', error.message, { cause: error });
  if (!(error instanceof NebulaError)) return error;
  const options = { cause: error };
  switch (error.kind) {
    case 'unreachable':
    case 'lost':
    case 'protocol':
      return new GraphUnreachableError(error.message, options);
    case 'refused':
    case 'session':
      return new OrreryError('ErrSession', error.message, options);
    case 'permission':
      return new OrreryError('ErrForbidden', error.message, options);
    case 'timeout':
      return new OrreryError(
        'ErrBadRequest',
        `${error.message}; narrow the statement down or raise query.timeout`,
        options,
      );
    default:
      return new OrreryError('ErrBadRequest', error.message, options);
  }
}

async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asOrreryError(error);
  }
}

/** The API's way to graphs, over the connection of `pool`; the addresses decide where it may go. */
export function createGraphGateway(pool: NebulaPool, addresses: GraphAddresses): GraphGateway {
  const execute = async (
    credentials: GraphCredentials,
    statement: string,
    options: { space?: string; timeoutMs: number; signal?: AbortSignal | undefined },
  ) => translated(() => pool.execute(addresses.reach(credentials), statement, options));

  /** Lends a session for the whole of the work: a session given back before its last answer may be closed under it. */
  const withSession = async <T>(
    credentials: GraphCredentials,
    signal: AbortSignal | undefined,
    work: (session: NebulaSession) => Promise<T>,
  ): Promise<T> =>
    translated(async () => {
      using loan = await pool.acquire(addresses.reach(credentials), { signal });
      return await work(loan.session);
    });

  const edgeRows = async (
    credentials: GraphCredentials,
    statement: string,
    options: { space: string; timeoutMs: number; signal?: AbortSignal | undefined },
  ): Promise<EdgeValue[]> => {
    const { rows } = await execute(credentials, statement, options);
    return rows.map((row) => row[0]).filter((value) => value instanceof EdgeValue);
  };

  /** A login of its own: an idle session of the pool would not notice a changed password. */
  const login = async (credentials: GraphCredentials, signal?: AbortSignal): Promise<void> => {
    const options = { connectTimeoutMs: METADATA_TIMEOUT_MS, ...(signal ? { signal } : {}) };
    const session = await translated(() => NebulaSession.open(addresses.reach(credentials), options));
    await session.close();
  };

  return {
    isAllowed: (address, port) => addresses.canonical(address, port) !== undefined,
    graphs: () => addresses.graphs(),

    async authenticate(credentials, signal) {
      const graphAddress = addresses.canonical(credentials.address, credentials.port);
      if (graphAddress === undefined) throw addresses.refusal(credentials.address, credentials.port);
      await login(credentials, signal);
      return { graphAddress, user: credentials.user, isRoot: credentials.user === ROOT };
    },

    async stillAccepts(credentials) {
      try {
        await login(credentials);
        return true;
      } catch (error) {
        const { cause } = error as { cause?: unknown };
        return !(cause instanceof NebulaError && cause.kind === 'refused');
      }
    },

    async query(credentials, query, signal): Promise<GraphQueryOutcome> {
      const { statement, space, maxRows, timeoutMs } = query;
      const result = await execute(credentials, statement, {
        ...(space === undefined ? {} : { space }),
        timeoutMs,
        signal,
      });
      const truncated = result.rows.length > maxRows;
      return {
        table: { columns: result.columns, rows: truncated ? result.rows.slice(0, maxRows) : result.rows },
        truncated,
        latencyUs: result.latencyUs,
      };
    },

    spaces: (credentials, signal) =>
      withSession(credentials, signal, (session) => listSpaces(session, { signal, timeoutMs: METADATA_TIMEOUT_MS })),

    schema: (credentials, space, signal) =>
      withSession(credentials, signal, async (session) => {
        const options = { signal, timeoutMs: METADATA_TIMEOUT_MS };
        if (!(await listSpaces(session, options)).includes(space)) {
          throw new OrreryError('ErrNotFound', `there is no space ${JSON.stringify(space)} that this account can see`);
        }
        return describeSpace(session, space, options);
      }),

    async neighbourhood(credentials, request, signal) {
      const { space, limit, timeoutMs, between = false } = request;
      const { direction, steps } = between ? ({ direction: 'out', steps: 1 } as const) : request;
      const over = request.edges ? await translated(async () => request.edges!.map(quoteName).join(', ')) : '*';
      const how = direction === 'both' ? ' BIDIRECT' : direction === 'in' ? ' REVERSELY' : '';
      const options = { space, timeoutMs, signal };
      const edges = new Map<string, EdgeValue>();
      const seen = new Set<VertexId>(request.vids);
      let frontier: VertexId[] = [...request.vids];
      let truncated = false;
      const where = between ? ` WHERE dst(edge) IN [${frontier.map(printValue).join(', ')}]` : '';
      for (let step = 0; step < steps && frontier.length > 0 && !truncated; step++) {
        const from = frontier.map(printValue).join(', ');
        const statement = `GO FROM ${from} OVER ${over}${how}${where} YIELD DISTINCT edge AS e | LIMIT ${limit + 1}`;
        frontier = [];
        for (const edge of await edgeRows(credentials, statement, options)) {
          const stored = edge.typeId < 0 ? [edge.dst, edge.src] : [edge.src, edge.dst];
          const key = JSON.stringify([edge.name, String(stored[0]), String(stored[1]), String(edge.ranking)]);
          if (edges.has(key)) continue;
          if (edges.size === limit) {
            truncated = true;
            break;
          }
          edges.set(key, edge);
          for (const end of [edge.src, edge.dst] as VertexId[]) {
            if (!seen.has(end)) frontier.push(end);
            seen.add(end);
          }
        }
      }
      const vids = [...seen].map(printValue).join(', ');
      const fetched = await execute(credentials, `FETCH PROP ON * ${vids} YIELD vertex AS v`, options);
      const vertices = fetched.rows.map((row) => row[0]).filter((value) => value instanceof VertexValue);
      const found = new Set(vertices.map((vertex) => vertex.vid));
      // Ends of edges without a vertex of their own ("dangling") are vertices without tags.
      for (const vid of seen) if (!found.has(vid)) vertices.push(new VertexValue(vid, []));
      return { vertices, edges: [...edges.values()], truncated };
    },

    async changePassword(credentials, newPassword, signal) {
      const [before, after] = [credentials.password, newPassword].map(printValue);
      await execute(credentials, `CHANGE PASSWORD ${quoteName(credentials.user)} FROM ${before} TO ${after}`, {
        timeoutMs: METADATA_TIMEOUT_MS,
        signal,
      });
    },
  };
}
