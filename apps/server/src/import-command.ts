import { join } from 'node:path';
import { OrreryError, type GraphCredentials } from '@orrery/contracts';
import type { LoadedConfig } from './config/load.ts';
import { holdWriterOf } from './control-socket.ts';
import { graphAddresses } from './engines/graph-addresses.ts';
import { importCsv, type ImportOptions, type ImportReport, type ImportWay } from './import/import-csv.ts';
import { createLogger } from './logger.ts';
import { readServerFile } from './server-file.ts';
import { startServer } from './server.ts';

export interface ImportRequest extends Omit<ImportOptions, 'account' | 'way'> {
  readonly config: LoadedConfig;
  /** Undefined: the embedded graph of the configuration's data folder. */
  readonly graph: { readonly host: string; readonly port: number } | undefined;
  readonly user: string;
  readonly password: string;
  /** Statements at once, where rows go by statements. */
  readonly concurrency: number;
}

/**
 * Imports into the graph that is asked for. Rows for the embedded graph of the data folder go straight into its files,
 * whether a server runs on the folder or not; rows for any other graph go by statements.
 * @throws as importCsv; OrreryError when the data folder cannot be used
 */
export async function importInto(request: ImportRequest): Promise<ImportReport> {
  const { config, graph, user, password, concurrency } = request;
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
    if (isItsOwn) return importAt(host, port, { kind: 'files', graphDir, hold: () => holdWriterOf(dataDir) });
  }
  if (graph) return importAt(graph.host, graph.port, { kind: 'statements', concurrency });
  if (running) {
    throw new OrreryError('ErrBadRequest', `the server on ${dataDir} has no embedded graph; name one with --graph`);
  }
  const server = await startServer({ config, logger: createLogger('error'), listen: false, graph: true });
  try {
    if (!server.graph) {
      throw new OrreryError('ErrBadRequest', 'the configuration has no embedded graph; name one with --graph');
    }
    const { host, port } = server.graph;
    return await importAt(host, port, { kind: 'files', graphDir, hold: () => server.holdWriter() });
  } finally {
    await server.stop();
  }
}
