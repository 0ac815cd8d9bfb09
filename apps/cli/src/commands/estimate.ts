import { dirname } from 'node:path';
import {
  PLACEHOLDER_VALUE,
  type AlgorithmDescriptor,
  type JobInput,
  type TaskEstimate,
  type WorkflowDefinition,
} from '@orrery/contracts';
import { InvalidArgumentError, type Command } from 'commander';
import { addEmbeddedOptions, configRequest, userPath, type EmbeddedOptions } from '../embedded-options.ts';
import { CommandError, EXIT } from '../exit-code.ts';
import { jobInput } from '../job-input.ts';
import { bytesText, note, print, printJson, secondsRange, textTable } from '../output.ts';
import { readWorkflowFile } from './run.ts';

interface EstimateOptions extends EmbeddedOptions {
  readonly edges?: number;
  readonly vertices?: number;
  readonly file?: string;
  readonly space?: string;
  readonly edgeTypes?: readonly string[];
  readonly weight?: boolean;
  readonly params?: Record<string, unknown>;
  readonly input?: JobInput;
  readonly json?: boolean;
}

type Shown = Omit<TaskEstimate, 'basisCode'>;
type Embedded = (typeof import('@orrery/server'))['embedded'];

function count(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new InvalidArgumentError('it is a whole number.');
}

/** One algorithm as a workflow of one task; columns do not matter to its size. */
function workflowOf(
  { id: algorithm, graph, parameters }: AlgorithmDescriptor,
  options: EstimateOptions,
): { definition: unknown; folders: string[] } {
  const { file, space } = options;
  const isTimed = graph.time === 'required';
  // a size hangs on nothing that has to be given
  const needed = parameters.filter(({ default: value }) => value === null).map(({ name }) => [name, PLACEHOLDER_VALUE]);
  const params = { ...Object.fromEntries(needed), ...options.params };
  const values = { ...(options.weight ? { weight: 'weight' } : {}), ...(isTimed ? { time: 'time' } : {}) };
  const input =
    file === undefined
      ? { space, edges: options.edgeTypes ?? [], ...values }
      : { file: userPath(file), src: 'src', dst: 'dst', ...values };
  const definition = { tasks: { [`${algorithm.toLowerCase()}_1`]: { type: algorithm, input, params } } };
  return { definition, folders: file === undefined ? [] : [dirname(userPath(file))] };
}

function estimatesOfSize(embedded: Embedded, algorithm: string, options: EstimateOptions): Shown[] {
  const { edges, vertices } = options;
  if (edges === undefined) {
    throw new CommandError(
      `say how large the graph is: --edges N (and --vertices N), --file FILE, or --space NAME --edge-types TYPES`,
    );
  }
  const config = embedded.loadConfig(configRequest(options));
  const size = { edgeCount: edges, vertexCount: vertices, weighted: options.weight === true };
  return [embedded.estimateAlgorithm(algorithm, options.params ?? {}, size, config.values['execution.memory'])];
}

async function estimatesOf(embedded: Embedded, what: string, options: EstimateOptions): Promise<readonly Shown[]> {
  const descriptor = embedded.CATALOGUE.algorithms.get(what);
  const isAlgorithm = descriptor !== undefined;
  if (isAlgorithm && options.file === undefined && options.space === undefined) {
    return estimatesOfSize(embedded, what, options);
  }
  if (isAlgorithm && options.edges !== undefined) {
    throw new CommandError('--edges stands for itself: leave out --file and --space');
  }
  const base = embedded.loadConfig(configRequest(options));
  const { definition, folders } = isAlgorithm ? workflowOf(descriptor, options) : await workflowFile(what);
  const config = embedded.loadConfig(
    configRequest(options, { 'files.folders': [...folders, ...base.values['files.folders']] }),
  );
  return embedded.estimateWorkflow(config, embedded.checkDefinition(definition), options.input ?? {});
}

async function workflowFile(what: string): Promise<{ definition: WorkflowDefinition; folders: string[] }> {
  const file = userPath(what);
  return { definition: await readWorkflowFile(file), folders: [dirname(file)] };
}

function printEstimates(estimates: readonly Shown[]): void {
  const rows = estimates.map(({ task, vertexCount, edgeCount, memoryBytes, fits, seconds, isAssumed }) => [
    task,
    vertexCount.toLocaleString('en'),
    edgeCount.toLocaleString('en'),
    bytesText(memoryBytes),
    isAssumed ? 'for scale' : fits ? 'yes' : 'no',
    seconds === undefined ? 'not known' : secondsRange(seconds),
  ]);
  print(textTable(['task', 'vertices', 'edges', 'memory', 'fits', 'rough time'], rows));
  for (const { task, basis, advice } of estimates) {
    note(`${task}: ${basis}`);
    if (advice !== undefined) note(`${task} does not fit: ${advice}`);
  }
}

/** `orrery estimate WHAT`: memory and rough time of a workflow file's algorithms, or of one algorithm on a graph. */
export function registerEstimate(program: Command): void {
  const command = program
    .command('estimate')
    .description('memory and rough time of a workflow’s algorithms, or of one algorithm, before anything runs')
    .argument('<what>', 'workflow file (YAML or JSON), or an algorithm (PageRank)')
    .option('--edges <n>', 'algorithm: edges of the graph', count)
    .option('--vertices <n>', 'algorithm: vertices of the graph; a quarter of the edges when unset', count)
    .option('--file <file>', 'algorithm: CSV or Parquet file of edges')
    .option('--space <name>', 'algorithm: space of the embedded graph, with --edge-types')
    .option('--edge-types <names>', 'edge types of the space, separated by commas', (text) => text.split(','))
    .option('--weight', 'algorithm: the edges have a weight that it reads')
    .option('--params <json>', 'algorithm: {"ITERATIONS":20}', (text) => jobInput(text) as Record<string, unknown>)
    .option('--input <json>', 'workflow: parameters that a run must give, as in `orrery run`', jobInput)
    .option('--json', 'print the estimates as JSON');
  addEmbeddedOptions(command).action(async (what: string, options: EstimateOptions) => {
    const { embedded } = await import('@orrery/server');
    const estimates = await estimatesOf(embedded, what, options);
    if (options.json) printJson(estimates.map(({ advice = '', ...rest }) => ({ ...rest, advice })));
    else printEstimates(estimates);
    if (estimates.some(({ fits, isAssumed }) => !fits && !isAssumed)) process.exitCode = EXIT.failed;
  });
}
