import type { GraphCredentials } from '@orrery/contracts';
import { ErrorCode, WireClient, WireError } from '@orrery/wire';
import { NebulaError } from '../nebula-error.ts';
import { addressOf, type GraphTarget } from './account.ts';

/** What this client says it is; graphd refuses versions that it does not know. */
const CLIENT_VERSION = '3.0.0';

const REFUSALS: ReadonlySet<number> = new Set([
  ErrorCode.E_BAD_USERNAME_PASSWORD,
  ErrorCode.E_INVALID_PASSWORD,
  ErrorCode.E_USER_NOT_FOUND,
  ErrorCode.E_BAD_PERMISSION,
]);

export interface ConnectOptions {
  /** For the connection and for the login each. */
  readonly connectTimeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

export interface Login {
  readonly client: WireClient;
  readonly sessionId: bigint;
  readonly timeZoneOffsetSeconds: number;
}

/** Connects and logs in. @throws NebulaError refused, unreachable, timeout, aborted, protocol */
export async function connect(account: GraphCredentials, options: ConnectOptions): Promise<Login> {
  const { connectTimeoutMs, signal } = options;
  let client: WireClient | undefined;
  try {
    client = await WireClient.connect({ host: account.address, port: account.port, connectTimeoutMs, signal });
    const call = { timeoutMs: connectTimeoutMs, signal };
    await checkVersion(client, account, call);
    const auth = await client.authenticate(account.user, account.password, call);
    if (auth.errorCode !== ErrorCode.E_SUCCEEDED || auth.sessionId === undefined) {
      throw refusal(account, auth.errorCode, auth.errorMessage);
    }
    return { client, sessionId: auth.sessionId, timeZoneOffsetSeconds: auth.timeZoneOffsetSeconds ?? 0 };
  } catch (error) {
    client?.close();
    throw connectError(error, account);
  }
}

/**
 * Says which client this is.
 * @returns whether the service knows the call; NebulaGraph 2 does not, and neither do other Thrift services
 * @throws NebulaError protocol, with the graph's code, when it takes no clients of this version; WireError
 */
export async function checkVersion(
  client: WireClient,
  target: GraphTarget,
  call: { timeoutMs: number; signal: AbortSignal | undefined },
): Promise<boolean> {
  try {
    const { errorCode, errorMessage } = await client.verifyClientVersion(CLIENT_VERSION, call);
    if (errorCode === ErrorCode.E_SUCCEEDED) return true;
    const text = `${addressOf(target)} refuses clients of version ${CLIENT_VERSION}: ${errorMessage ?? errorCode}`;
    throw new NebulaError('protocol', text, { code: errorCode });
  } catch (error) {
    if (!(error instanceof WireError && error.kind === 'application')) throw error;
    return false;
  }
}

function refusal(account: GraphCredentials, code: number, text: string | undefined): NebulaError {
  if (REFUSALS.has(code)) {
    const message = `the graph at ${addressOf(account)} refused user ${JSON.stringify(account.user)}: ${text || 'bad user or password'}`;
    return new NebulaError('refused', message, { code });
  }
  const message = `the graph at ${addressOf(account)} opens no session: ${text || `error ${code}`}`;
  return new NebulaError('unreachable', message, { code });
}

function connectError(error: unknown, account: GraphCredentials): unknown {
  if (!(error instanceof WireError)) return error;
  const options = { cause: error };
  switch (error.kind) {
    case 'aborted':
      return new NebulaError('aborted', `logging in at ${addressOf(account)} was given up`, options);
    case 'timeout':
      return new NebulaError(
        'unreachable',
        `the graph at ${addressOf(account)} does not answer: ${error.message}`,
        options,
      );
    case 'format':
    case 'application':
      return new NebulaError(
        'protocol',
        `${addressOf(account)} does not speak NebulaGraph's protocol: ${error.message}`,
        options,
      );
    default:
      return new NebulaError(
        'unreachable',
        `the graph at ${addressOf(account)} is not reached: ${error.message}`,
        options,
      );
  }
}
