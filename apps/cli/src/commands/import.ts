import { InvalidArgumentError, type Command } from 'commander';
import { addEmbeddedOptions, configRequest, userPath, type EmbeddedOptions } from '../embedded-options.ts';
import { CommandError, EXIT } from '../exit-code.ts';
import { addGraphOptions, type GraphOptions } from '../graph-options.ts';
import { importScript } from '../import-script.ts';
import { note, print, printJson } from '../output.ts';
import { progressBar } from '../progress-bar.ts';

interface ImportOptions extends GraphOptions, EmbeddedOptions {
  readonly space?: string;
  readonly tag: Record<string, string>;
  readonly edge: Record<string, string>;
  readonly rejected?: string;
  readonly stopOnError?: boolean;
  readonly concurrency: number;
  readonly json?: boolean;
}

/** Collects `player=player.csv`. */
function named(text: string, before: Record<string, string>): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('it is name=file.csv.');
  return { ...before, [text.slice(0, at)]: userPath(text.slice(at + 1)) };
}

/** What a script of the console is told by; a mapping is YAML. */
const SCRIPT = /\.n?gql$/i;

/** `orrery import`: CSV files into a space, by a mapping file or by an inferred one; or a script of statements. */
export function registerImport(program: Command): void {
  const command = program
    .command('import')
    .description('bulk-load CSV files into a graph space, or run a script of statements')
    .argument(
      '[file]',
      'mapping file (YAML) or script (.ngql); without one, --space with --tag and --edge infers a mapping',
    )
    .option('--space <name>', 'space, made when it is missing; the one that a script starts in')
    .option('--tag <name=file>', 'vertices of a tag: first column is the id, the others are properties', named, {})
    .option('--edge <name=file>', 'edges of a type: source, destination, then properties', named, {})
    .option(
      '--rejected <file>',
      'where rows or statements that are not taken go, with their reasons (default: rejected.csv, rejected.ngql)',
    )
    .option('--stop-on-error', 'end a script at the first statement that fails')
    .option(
      '--concurrency <n>',
      'statements at once, for a graph that is not the data folder’s',
      (text) => Math.max(1, Number(text) || 1),
      2,
    )
    .option('--json', 'print the report as JSON');
  addEmbeddedOptions(addGraphOptions(command)).action(async (file: string | undefined, options: ImportOptions) => {
    const { embedded } = await import('@orrery/server');
    const base = embedded.loadConfig(configRequest(options));
    const target = {
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
    };
    const { space, tag: tags, edge: edges, rejected, stopOnError = false, json = false } = options;
    const hasFiles = Object.keys({ ...tags, ...edges }).length > 0;
    let mapping;
    if (file !== undefined && SCRIPT.test(file)) {
      if (hasFiles) throw new CommandError('a script takes no --tag and no --edge');
      const rejectedFile = userPath(rejected ?? 'rejected.ngql');
      await importScript({ target, file: userPath(file), space, rejectedFile, stopOnError, json });
      return;
    } else if (stopOnError) {
      throw new CommandError('--stop-on-error is for scripts: rows that are not taken stop no import of CSV files');
    } else if (file !== undefined) mapping = embedded.readMapping(userPath(file));
    else if (space !== undefined && hasFiles) mapping = await embedded.inferMapping({ space, tags, edges });
    else throw new CommandError('give a mapping file, a script, or --space with at least one --tag or --edge');
    const bar = progressBar('{target} {bar} {percentage}% {written} rows, {rejected} rejected');
    let shown = '';
    const report = await embedded.importInto({
      ...target,
      mapping,
      rejectedFile: userPath(rejected ?? 'rejected.csv'),
      concurrency: options.concurrency,
      onProgress: ({ target: name, fraction, written, rejected: refused }) => {
        if (!bar) return;
        if (shown === '') bar.start(100, 0, { target: name, written, rejected: refused });
        shown = name;
        bar.update(Math.floor(fraction * 100), { target: name, written, rejected: refused });
      },
    });
    if (shown !== '') bar?.stop();
    if (json) printJson(report);
    else {
      for (const { target: name, written, rejected: refused } of report.targets) {
        print(`${name}: ${written} rows${refused > 0 ? `, ${refused} rejected` : ''}`);
      }
      if (report.rejectedFile) note(`the rejected rows, with their reasons, are in ${report.rejectedFile}`);
    }
    if (report.rejected > 0) process.exitCode = EXIT.failed;
  });
}
