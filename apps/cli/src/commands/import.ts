import { InvalidArgumentError, type Command } from 'commander';
import { addEmbeddedOptions, configRequest, userPath, type EmbeddedOptions } from '../embedded-options.ts';
import { CommandError, EXIT } from '../exit-code.ts';
import { addGraphOptions, type GraphOptions } from '../graph-options.ts';
import { note, print, printJson } from '../output.ts';
import { progressBar } from '../progress-bar.ts';

interface ImportOptions extends GraphOptions, EmbeddedOptions {
  readonly space?: string;
  readonly tag: Record<string, string>;
  readonly edge: Record<string, string>;
  readonly rejected: string;
  readonly concurrency: number;
  readonly json?: boolean;
}

/** Collects `player=player.csv`. */
function named(text: string, before: Record<string, string>): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('it is name=file.csv.');
  return { ...before, [text.slice(0, at)]: userPath(text.slice(at + 1)) };
}

/** `orrery import`: CSV files into a space, by a mapping file or by an inferred one. */
export function registerImport(program: Command): void {
  const command = program
    .command('import')
    .description('bulk-load CSV files into a graph space')
    .argument('[mapping]', 'mapping file (YAML); without one, --space with --tag and --edge infers a mapping')
    .option('--space <name>', 'space, made when it is missing')
    .option('--tag <name=file>', 'vertices of a tag: first column is the id, the others are properties', named, {})
    .option('--edge <name=file>', 'edges of a type: source, destination, then properties', named, {})
    .option('--rejected <file>', 'where rows that are not taken go, with their reasons', 'rejected.csv')
    .option(
      '--concurrency <n>',
      'statements at once, for a graph that is not the data folder’s',
      (text) => Math.max(1, Number(text) || 1),
      2,
    )
    .option('--json', 'print the report as JSON');
  addEmbeddedOptions(addGraphOptions(command)).action(
    async (mappingFile: string | undefined, options: ImportOptions) => {
      const { embedded } = await import('@orrery/server');
      const base = embedded.loadConfig(configRequest(options));
      const { space, tag: tags, edge: edges } = options;
      let mapping;
      if (mappingFile !== undefined) mapping = embedded.readMapping(userPath(mappingFile));
      else if (space !== undefined && Object.keys({ ...tags, ...edges }).length > 0) {
        mapping = await embedded.inferMapping({ space, tags, edges });
      } else {
        throw new CommandError('give a mapping file, or --space with at least one --tag or --edge');
      }
      const bar = progressBar('{target} {bar} {percentage}% {written} rows, {rejected} rejected');
      let shown = '';
      const report = await embedded.importInto({
        // Where no server runs, the graph is started for this import alone: on the default port another's may listen.
        config: embedded.loadConfig(
          configRequest(options, {
            ...(base.sources['graph.port'] === 'default' ? { 'graph.port': 0 } : {}),
            ...(base.sources['log.level'] === 'default' ? { 'log.level': 'error' } : {}),
          }),
        ),
        graph: command.getOptionValueSource('graph') === 'default' ? undefined : options.graph,
        defaultGraph: options.graph,
        user: options.user,
        password: options.password,
        mapping,
        rejectedFile: userPath(options.rejected),
        concurrency: options.concurrency,
        onProgress: ({ target, fraction, written, rejected }) => {
          if (!bar) return;
          if (shown === '') bar.start(100, 0, { target, written, rejected });
          shown = target;
          bar.update(Math.floor(fraction * 100), { target, written, rejected });
        },
      });
      if (shown !== '') bar?.stop();
      if (options.json) printJson(report);
      else {
        for (const { target, written, rejected } of report.targets) {
          print(`${target}: ${written} rows${rejected > 0 ? `, ${rejected} rejected` : ''}`);
        }
        if (report.rejectedFile) note(`the rejected rows, with their reasons, are in ${report.rejectedFile}`);
      }
      if (report.rejected > 0) process.exitCode = EXIT.failed;
    },
  );
}
