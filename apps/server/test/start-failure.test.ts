import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { startFailure } from '../src/graph/start-failure.ts';

/** What the system says to a server that may not listen there. */
async function listenError(host: string, port: number): Promise<Error> {
  const server = createServer();
  server.listen(port, host);
  const [error] = (await once(server, 'error')) as [Error];
  return error;
}

it('names the keys of a port that is taken', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  try {
    const { port } = taken.address() as AddressInfo;
    const error = await listenError('127.0.0.1', port);
    const host = '127.0.0.1';
    const advice = 'to a port that may be listened on, or to 0 for any free one';
    const says = `listen EADDRINUSE: address already in use 127.0.0.1:${port}`;
    expect(startFailure(error, { host, port })).toBe(`${says}: set graph.port ${advice}`);
    expect(startFailure(error, { host, port: 0, scanServices: { metaPort: port, storagePort: 0 } })).toBe(
      `${says}: set graph.storage.metaPort ${advice}`,
    );
    expect(startFailure(error, { host, port: 0, scanServices: { metaPort: port, storagePort: port } })).toBe(
      `${says}: set graph.storage.metaPort or graph.storage.port ${advice}`,
    );
  } finally {
    taken.close();
  }
});

it('names the key of an address that is not of this machine', async () => {
  // Of a block that is kept for documentation.
  const error = await listenError('192.0.2.1', 0);
  const scanServices = { host: '192.0.2.1', metaPort: 0, storagePort: 0 };
  expect(startFailure(error, { host: '127.0.0.1', port: 0, scanServices })).toMatch(
    /EADDRNOTAVAIL.*192.0.2.1.*: set graph.storage.host to an address of this machine$/,
  );
});

it('leaves other reasons as they are', () => {
  expect(startFailure(new Error('the folder is locked'), { host: '127.0.0.1', port: 0 })).toBe('the folder is locked');
});
