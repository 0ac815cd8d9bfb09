import { connect } from 'node:net';

/** Splits `host:port`, `[v6]:port`. @returns undefined when it is none */
export function splitAddress(text: string): { host: string; port: number } | undefined {
  const match = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text);
  const port = Number(match?.[3]);
  return match && port <= 65_535 ? { host: (match[1] ?? match[2])!, port } : undefined;
}

/** Tries to connect. @returns what failed, in words; undefined when the port accepts connections */
export function canReach(address: string, timeoutMs: number, signal?: AbortSignal): Promise<string | undefined> {
  const target = splitAddress(address);
  if (!target) return Promise.resolve(`${address} is not of the form host:port`);
  return new Promise((resolve) => {
    const socket = connect(target);
    const finish = (fault: string | undefined): void => {
      socket.destroy();
      resolve(fault);
    };
    socket.setTimeout(timeoutMs, () => finish(`${address} did not answer within ${timeoutMs} ms`));
    socket.once('connect', () => finish(undefined));
    socket.once('error', (error) => finish(`${address} cannot be reached: ${error.message}`));
    signal?.addEventListener('abort', () => finish('cancelled'), { once: true });
  });
}
