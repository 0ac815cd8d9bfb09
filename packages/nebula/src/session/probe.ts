import { WireClient, WireError, type WireErrorKind } from '@orrery/wire';
import { NebulaError } from '../nebula-error.ts';
import type { GraphTarget } from './account.ts';
import { checkVersion, type ConnectOptions } from './connect.ts';

/**
 * | kind            | what was found at the address                                                             |
 * | --------------- | ----------------------------------------------------------------------------------------- |
 * | unknown-host    | the name has no address                                                                   |
 * | refused         | the machine answers, nothing listens on the port                                          |
 * | no-route        | no way to the machine                                                                     |
 * | unreachable     | no connection for another reason, which the message gives                                 |
 * | no-connection   | nothing came back within the time: the machine is off, or something drops the packets     |
 * | silent          | the connection was taken, and no answer came within the time                              |
 * | closed          | the connection was taken and ended without an answer                                      |
 * | not-nebula      | an answer that is not NebulaGraph's protocol                                              |
 * | not-graphd      | a Thrift service that does not know graphd's calls: metad, storaged, or no NebulaGraph     |
 * | version-refused | a graphd that does not take clients of this version                                       |
 * | aborted         | the caller's signal                                                                       |
 */
export type GraphFaultKind =
  | 'unknown-host'
  | 'refused'
  | 'no-route'
  | 'unreachable'
  | 'no-connection'
  | 'silent'
  | 'closed'
  | 'not-nebula'
  | 'not-graphd'
  | 'version-refused'
  | 'aborted';

export interface GraphFault {
  readonly kind: GraphFaultKind;
  readonly message: string;
}

const NO_ROUTE: ReadonlySet<string> = new Set(['EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN', 'EHOSTDOWN']);
const UNKNOWN_HOST: ReadonlySet<string> = new Set(['ENOTFOUND', 'EAI_AGAIN']);
/** No graph gives this id to a session. */
const NO_SESSION = 0n;

/**
 * Finds out whether a graphd that takes this client answers at an address, without an account.
 * @returns what is in the way; undefined when nothing is. Takes at most three times `connectTimeoutMs`.
 */
export async function probeGraph(target: GraphTarget, options: ConnectOptions): Promise<GraphFault | undefined> {
  const { connectTimeoutMs, signal } = options;
  let client: WireClient;
  try {
    client = await WireClient.connect({ host: target.address, port: target.port, connectTimeoutMs, signal });
  } catch (error) {
    return connectFault(error);
  }
  try {
    const call = { timeoutMs: connectTimeoutMs, signal };
    const knowsVersions = await checkVersion(client, target, call);
    // What knows no versions is a graphd of NebulaGraph 2 or another service; a graphd can at least refuse a statement.
    if (!knowsVersions) await client.execute(NO_SESSION, 'YIELD 1', undefined, call);
    return undefined;
  } catch (error) {
    return answerFault(error);
  } finally {
    client.close();
  }
}

function connectFault(error: unknown): GraphFault {
  if (!(error instanceof WireError)) throw error;
  const { message } = error;
  if (error.kind === 'aborted') return { kind: 'aborted', message };
  if (error.kind === 'timeout') return { kind: 'no-connection', message };
  const code = (error.cause as NodeJS.ErrnoException | undefined)?.code ?? '';
  if (code === 'ECONNREFUSED') return { kind: 'refused', message };
  if (UNKNOWN_HOST.has(code)) return { kind: 'unknown-host', message };
  return { kind: NO_ROUTE.has(code) ? 'no-route' : 'unreachable', message };
}

const ANSWER_FAULTS = {
  unreachable: 'unreachable',
  timeout: 'silent',
  closed: 'closed',
  aborted: 'aborted',
  format: 'not-nebula',
  application: 'not-graphd',
} as const satisfies Record<WireErrorKind, GraphFaultKind>;

function answerFault(error: unknown): GraphFault {
  if (error instanceof NebulaError) return { kind: 'version-refused', message: error.message };
  if (!(error instanceof WireError)) throw error;
  return { kind: ANSWER_FAULTS[error.kind], message: error.message };
}
