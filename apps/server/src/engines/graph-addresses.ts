import { OrreryError, type ConfiguredGraph, type GraphCredentials } from '@orrery/contracts';

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '::1']);
/** The account address of the embedded graph: the same whatever port it listens on. */
export const EMBEDDED = 'embedded';

/** The graphs that may be connected to, and one name for each however it is spelled. */
export interface GraphAddresses {
  /** One name per graph, for accounts; undefined when the address is not allowed. */
  canonical(address: string, port: number): string | undefined;
  /** The credentials with the address to connect to. */
  reach(credentials: GraphCredentials): GraphCredentials;
  refusal(address: string, port: number): OrreryError;
  /** All of them, the embedded one first. */
  graphs(): readonly ConfiguredGraph[];
  /** The same as host:port. */
  list(): readonly string[];
}

/** The embedded graph (where there is one) and the addresses that the configuration names. */
export function graphAddresses(
  embedded: { readonly host: string; readonly port: number } | undefined,
  configured: readonly string[],
): GraphAddresses {
  const spell = (address: string, port: number): string => `${address.toLowerCase()}:${port}`;
  const allowed = new Set(configured.map((address) => address.toLowerCase()));
  const isEmbedded = (address: string, port: number): boolean =>
    embedded !== undefined &&
    port === embedded.port &&
    (LOOPBACK.has(address.toLowerCase()) || address.toLowerCase() === embedded.host.toLowerCase());
  const graphs = (): ConfiguredGraph[] => [
    ...(embedded ? [{ address: spell(embedded.host, embedded.port), isEmbedded: true }] : []),
    ...configured.map((address) => ({ address, isEmbedded: false })),
  ];
  const list = (): string[] => graphs().map(({ address }) => address);
  return {
    canonical(address, port) {
      if (isEmbedded(address, port)) return EMBEDDED;
      const text = spell(address, port);
      return allowed.has(text) ? text : undefined;
    },
    reach(credentials) {
      return isEmbedded(credentials.address, credentials.port)
        ? { ...credentials, address: embedded!.host }
        : credentials;
    },
    refusal: (address, port) =>
      new OrreryError(
        'ErrForbidden',
        `${address}:${port} is not among the graph addresses of this server (${list().join(', ')}); ` +
          'its configuration names them in graph.addresses',
      ),
    graphs,
    list,
  };
}
