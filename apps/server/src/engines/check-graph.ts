import type { GraphCredentials, SettingCheck } from '@orrery/contracts';
import {
  listSpaces,
  NebulaError,
  NebulaSession,
  probeGraph,
  type GraphFault,
  type GraphFaultKind,
} from '@orrery/nebula';

const TIMEOUT_MS = 3_000;
const SETTING = 'graph.addresses';

/** What to do about a fault; `address` is as the configuration spells it. */
const ADVICE: Record<GraphFaultKind, (address: string) => string> = {
  'unknown-host': () => 'Correct the name in graph.addresses, or make this machine’s DNS or hosts file know it.',
  refused: () =>
    'Nothing listens on that port: start graphd there, or correct the port in graph.addresses (graphd’s own default is 9669).',
  'no-route': () =>
    'This machine has no way to that one: check the network, the VPN or the container’s network, or correct graph.addresses.',
  unreachable: () => 'Check the network between the two machines, or correct graph.addresses.',
  'no-connection': () =>
    'The machine is off, or a firewall drops what is sent to that port: open it for this machine, or correct graph.addresses.',
  silent: () =>
    'The port takes connections and says nothing: graphd may hang (see its log), or another program listens there.',
  closed: () =>
    'The port takes connections and ends them: graphd may ask for TLS, which is not spoken here, or another program listens there.',
  'not-nebula': () =>
    'Another program listens on that port, such as graphd’s own HTTP service (19669): name graphd’s client port in graph.addresses (9669 by default).',
  'not-graphd': () =>
    'Another service than graphd listens on that port, such as metad (9559) or storaged (9779): name graphd’s port in graph.addresses (9669 by default).',
  'version-refused': () =>
    'Add 3.0.0 to client_white_list in graphd’s configuration, or switch enable_client_white_list off there.',
  aborted: (address) => `The check of ${address} was given up; run it again.`,
};

/** Speaks to one of the configured graphs as a client does that has no account yet. */
export async function checkGraph(
  target: { readonly address: string; readonly port: number },
  address: string,
  signal?: AbortSignal,
): Promise<SettingCheck> {
  const fault: GraphFault | undefined = await probeGraph(target, { connectTimeoutMs: TIMEOUT_MS, signal });
  const name = `graph ${address}`;
  if (fault) return { name, ok: false, message: `${fault.message}. ${ADVICE[fault.kind](address)}`, setting: SETTING };
  return { name, ok: true, message: `graphd at ${address} answers and takes this client`, setting: SETTING };
}

/** Opens a session with the caller's account and lists the spaces that results can be written back to. */
export async function checkNebulaStore(credentials: GraphCredentials, signal?: AbortSignal): Promise<SettingCheck> {
  const name = 'result store nebula';
  const user = JSON.stringify(credentials.user);
  try {
    await using session = await NebulaSession.open(credentials, { connectTimeoutMs: TIMEOUT_MS, signal });
    const spaces = await listSpaces(session, { timeoutMs: TIMEOUT_MS, signal });
    const found =
      spaces.length === 0
        ? 'there is none yet: CREATE SPACE makes one'
        : `${spaces.slice(0, 5).join(', ')}${spaces.length > 5 ? ` and ${spaces.length - 5} more` : ''}`;
    return { name, ok: true, message: `${user} opened a session and sees the spaces of the graph (${found})` };
  } catch (error) {
    if (!(error instanceof NebulaError)) throw error;
    return { name, ok: false, message: `${error.message}. ${storeAdvice(error)}` };
  }
}

function storeAdvice({ kind }: NebulaError): string {
  switch (kind) {
    case 'refused':
      return 'Sign in again: the account or its password changed at the graph.';
    case 'permission':
      return 'Give the account a role in a space (GRANT ROLE), or sign in with another.';
    default:
      return 'Until the graph answers, no result can be written back to it; see the check of its address.';
  }
}
