import type { GraphStart } from './graph-main.ts';

/**
 * Why the embedded graph does not start; where it may not listen at an address or port, also which key of the
 * configuration to change.
 */
export function startFailure(
  error: Error,
  { host, port, scanServices }: Pick<GraphStart, 'host' | 'port' | 'scanServices'>,
): string {
  const {
    code,
    syscall,
    address,
    port: failedPort,
  } = error as NodeJS.ErrnoException & {
    address?: string;
    port?: number;
  };
  if (syscall !== 'listen') return error.message;
  const isHost = code === 'EADDRNOTAVAIL';
  const settings: [key: string, value: unknown][] = isHost
    ? [
        ['graph.host', host],
        ['graph.storage.host', scanServices?.host],
      ]
    : [
        ['graph.port', port],
        ['graph.storage.metaPort', scanServices?.metaPort],
        ['graph.storage.port', scanServices?.storagePort],
      ];
  const keys = settings.filter(([, value]) => value === (isHost ? address : failedPort)).map(([key]) => key);
  if (keys.length === 0) return error.message;
  const advice = isHost ? 'an address of this machine' : 'a port that may be listened on, or to 0 for any free one';
  return `${error.message}: set ${keys.join(' or ')} to ${advice}`;
}
