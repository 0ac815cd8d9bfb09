import { join } from 'node:path';
import { OrreryError, type GraphCredentials } from '@orrery/contracts';
import type { LoadedConfig } from './config/load.ts';
import { holdWriterOf } from './control-socket.ts';
import { graphAddresses } from './engines/graph-addresses.ts';
import { importCsv, type ImportOptions, type ImportReport, type ImportWay } from './import/import-csv.ts';
import { createLogger } from './logger.ts';
import { readServerFile } from './server-file.ts';
import { startServer } from './server.ts';

interface GraphPlace {
  readonly host: string;
  readonly port: number;
}

export interface ImportRequest extends Omit<ImportOptions, 'account' | 'way'> {
  readonly config: LoadedConfig;
  /** The graph that was asked for; undefined when none was. */
  readonly graph: GraphPlace | undefined;
  /** Where rows go when none was and no data folder was named on which no server runs. */
  readonly defaultGraph: GraphPlace;
  readonly user: string;
  readonly password: string;
  /** Statements at once, where rows go by statements. */
  readonly concurrency: number;
}

/**
 * Imports into the graph that is asked for, or the data folder's. Rows for the embedded graph of the data folder go straight
 * into its files, whether a server runs on the folder or not; rows for any other graph go by statements.
 * @throws as importCsv; OrreryError when the data folder cannot be used
 */
export async function importInto(request: ImportRequest): Promise<ImportReport> {
  const { config, graph, defaultGraph, user, password, concurrency } = request;
  const dataDir = config.values['data.dir'];
  const graphDir = join(dataDir, 'graph');
  const importAt = (address: string, port: number, way: ImportWay): Promise<ImportReport> => {
    const account: GraphCredentials = { address, port, user, password };
    return importCsv({ ...request, account, way });
  };
  const running = readServerFile(join(dataDir, 'server.json'));
  if (running?.graph) {
    const { host, port } = running.graph;
    const isItsOwn = !graph || graphAddresses(running.graph, []).canonical(graph.host, graph.port) !== undefined;
    const hold = (): Promise<() => void> => holdWriterOf(dataDir);
    if (isItsOwn) return importAt(host, port, { kind: 'files', graphDir, hold, isShared: true });
  }
  const other = graph ?? (config.sources['data.dir'] === 'default' ? defaultGraph : undefined);
  if (other) return importAt(other.host, other.port, { kind: 'statements', concurrency });
  if (running) {
    throw new OrreryError('ErrBadRequest', `the server on ${dataDir} has no embedded graph; name one with --graph`);
  }
  const server = await startServer({ config, logger: createLogger('error'), listen: false, graph: true });
  try {
    if (!server.graph) {
      throw new OrreryError('ErrBadRequest', 'the configuration has no embedded graph; name one with --graph');
    }
    const { host, port } = server.graph;
    const hold = (): Promise<() => void> => server.holdWriter();
    return await importAt(host, port, { kind: 'files', graphDir, hold, isShared: false });
  } finally {
    await server.stop();
  }
}
