import { InvalidArgumentError, type Command } from 'commander';
import { addEmbeddedOptions, configRequest, type EmbeddedOptions } from '../embedded-options.ts';
import { note, print } from '../output.ts';

interface ServeOptions extends EmbeddedOptions {
  readonly host?: string;
  readonly port?: number;
  readonly graphHost?: string;
  readonly graphPort?: number;
  readonly storageServices?: boolean;
  readonly metaPort?: number;
  readonly storagePort?: number;
  readonly json?: boolean;
}

function port(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= 65_535) return value;
  throw new InvalidArgumentError('a port is a whole number from 0 to 65535.');
}

/** `orrery serve`: API, controller, executors and the embedded graph, until SIGTERM or Ctrl-C. */
export function registerServe(program: Command): void {
  const command = program
    .command('serve')
    .description('start the server: API, controller, executors and the embedded graph')
    .option('--host <address>', 'address of the HTTP server')
    .option('--port <port>', 'port of the HTTP server; 0 = any free one', port)
    .option('--graph-host <address>', 'address of the embedded graph')
    .option('--graph-port <port>', 'port of the embedded graph; 0 = any free one', port)
    .option('--storage-services', 'let storage clients (Spark and Flink connectors, …) scan the embedded graph, too')
    .option('--meta-port <port>', 'port of their meta service, which it turns on; 0 = any free one', port)
    .option('--storage-port <port>', 'port of their storage service, which it turns on; 0 = any free one', port)
    .option('--json', 'print where it listens as one line of JSON');
  addEmbeddedOptions(command).action(async (options: ServeOptions) => {
    const { embedded } = await import('@orrery/server');
    const startsServices = options.metaPort !== undefined || options.storagePort !== undefined;
    const overrides = Object.fromEntries(
      Object.entries({
        'server.host': options.host,
        'server.port': options.port,
        'graph.host': options.graphHost,
        'graph.port': options.graphPort,
        'graph.storage.enabled': options.storageServices ?? (startsServices || undefined),
        'graph.storage.metaPort': options.metaPort,
        'graph.storage.port': options.storagePort,
      }).filter(([, value]) => value !== undefined),
    );
    const config = embedded.loadConfig(configRequest(options, overrides));
    const logger = embedded.createLogger(config.values['log.level']);
    const rootPassword = process.env['ORRERY_GRAPH_ROOT_PASSWORD'];
    const server = await embedded.startServer({
      config,
      logger,
      listen: true,
      graph: true,
      ...(rootPassword === undefined ? {} : { rootPassword }),
    });
    const { scanServices } = server;
    const scans = scanServices
      ? `, meta service on ${scanServices.meta.host}:${scanServices.meta.port} and ` +
        `storage service on ${scanServices.storage.host}:${scanServices.storage.port}`
      : '';
    const graph = server.graph
      ? `embedded graph on ${server.graph.host}:${server.graph.port}`
      : `graphs: ${config.values['graph.addresses'].join(', ') || 'none configured'}`;
    // Before anybody is told that it listens: who reads the line may send a signal in the same moment.
    const signal = Promise.race(
      (['SIGTERM', 'SIGINT', 'SIGHUP'] as const).map(
        (name) => new Promise<string>((resolve) => process.once(name, () => resolve(name))),
      ),
    );
    const data = config.values['data.dir'];
    if (options.json)
      print(
        JSON.stringify({
          version: embedded.VERSION,
          url: server.url,
          graph: server.graph ?? null,
          ...scanServices,
          data,
        }),
      );
    else print(`orrery ${embedded.VERSION}: listening on ${server.url}, ${graph}${scans}, data in ${data}`);

    const reason = await Promise.race([server.lost, signal]);
    note(`orrery: stopping (${reason})`);
    await server.stop();
    process.exit(reason.startsWith('SIG') ? 0 : 1);
  });
}
