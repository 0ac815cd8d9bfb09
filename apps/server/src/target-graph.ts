import { join } from 'node:path';
import { OrreryError, type GraphCredentials } from '@orrery/contracts';
import type { LoadedConfig } from './config/load.ts';
import { holdWriterOf } from './control-socket.ts';
import { graphAddresses } from './engines/graph-addresses.ts';
import { createLogger } from './logger.ts';
import { readServerFile } from './server-file.ts';
import { startServer } from './server.ts';

interface GraphPlace {
  readonly host: string;
  readonly port: number;
}

/** The graph that a command writes to. */
export interface TargetGraph {
  readonly config: LoadedConfig;
  /** The graph that was asked for; undefined when none was. */
  readonly graph: GraphPlace | undefined;
  /** Taken when none was and no data folder was named on which no server runs. */
  readonly defaultGraph: GraphPlace;
  readonly user: string;
  readonly password: string;
}

/** The embedded graph's own files. */
export interface GraphFiles {
  readonly graphDir: string;
  /** Keeps other writers out until the function it gives is called. */
  readonly hold: () => Promise<() => void>;
  /** Whether others use the graph meanwhile. */
  readonly isShared: boolean;
}

/**
 * Does something at the graph that is asked for, or the data folder's, which is started for that alone when no server
 * runs on it. `files` are given where it is the embedded graph of the data folder.
 * @throws OrreryError when the data folder cannot be used
 */
export async function atTargetGraph<T>(
  { config, graph, defaultGraph, user, password }: TargetGraph,
  act: (account: GraphCredentials, files: GraphFiles | undefined) => Promise<T>,
): Promise<T> {
  const dataDir = config.values['data.dir'];
  const graphDir = join(dataDir, 'graph');
  const actAt = ({ host, port }: GraphPlace, files?: GraphFiles): Promise<T> =>
    act({ address: host, port, user, password }, files);
  const running = readServerFile(join(dataDir, 'server.json'));
  if (running?.graph) {
    const isItsOwn = !graph || graphAddresses(running.graph, []).canonical(graph.host, graph.port) !== undefined;
    if (isItsOwn) return actAt(running.graph, { graphDir, hold: () => holdWriterOf(dataDir), isShared: true });
  }
  const other = graph ?? (config.sources['data.dir'] === 'default' ? defaultGraph : undefined);
  if (other) return actAt(other);
  if (running) {
    throw new OrreryError('ErrBadRequest', `the server on ${dataDir} has no embedded graph; name one with --graph`);
  }
  const server = await startServer({ config, logger: createLogger('error'), listen: false, graph: true });
  try {
    if (!server.graph) {
      throw new OrreryError('ErrBadRequest', 'the configuration has no embedded graph; name one with --graph');
    }
    return await actAt(server.graph, { graphDir, hold: () => server.holdWriter(), isShared: false });
  } finally {
    await server.stop();
  }
}
