import { createQueryEngine } from '../execute/index.ts';
import { startGraphdWith } from './start-graphd.ts';
import type { Graphd, GraphdOptions } from './start-graphd.ts';

/**
 * Starts the embedded graph: opens the data folder, making it at first, and listens with NebulaGraph's protocol.
 * @throws StoreError when the folder is in use or of an unknown format; Error on an open host with the default
 * password; the system's error when the port is taken
 */
export function startGraphd(options: GraphdOptions): Promise<Graphd> {
  return startGraphdWith(createQueryEngine, options);
}
