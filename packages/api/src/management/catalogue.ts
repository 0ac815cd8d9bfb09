import { coerceParameters, PLACEHOLDER_VALUE, type AlgorithmDescriptor } from '@orrery/contracts';
import { describeQuery, type QueryDescription } from '@orrery/workflow';
import { Type } from 'typebox';
import { endpoint, type Api } from '../http/endpoint.ts';
import type { ManagementParts } from './management-parts.ts';

const tags = ['Catalogue'] as const;

const ParameterDescriptorSchema = Type.Object({
  name: Type.String(),
  type: Type.String({ description: 'int, double, bool, string, enum, datetime, vid or vids' }),
  default: Type.Unsafe<unknown>({ description: 'null: must be given' }),
  minimum: Type.Optional(Type.Number()),
  maximum: Type.Optional(Type.Number()),
  exclusiveMinimum: Type.Optional(Type.Number()),
  values: Type.Optional(Type.Array(Type.String())),
  help: Type.String(),
  ours: Type.Boolean({ description: 'NebulaGraph Analytics does not have it' }),
});
const AlgorithmSchema = Type.Object({
  id: Type.String(),
  category: Type.String(),
  summary: Type.String(),
  parameters: Type.Array(ParameterDescriptorSchema),
  weight: Type.String({ description: 'ignored or used' }),
  time: Type.String({ description: 'ignored or required' }),
  columns: Type.Array(Type.Object({ name: Type.String(), type: Type.String(), help: Type.String() }), {
    description: 'With the default parameters',
  }),
  columnCases: Type.Array(
    Type.Object({
      when: Type.Unsafe<Record<string, string | boolean>>({ type: 'object', additionalProperties: true }),
      columns: Type.Array(Type.Object({ name: Type.String(), type: Type.String(), help: Type.String() })),
    }),
    { description: 'Columns where they hang on parameters: those of the first case whose `when` holds' },
  ),
  citations: Type.Array(Type.Object({ text: Type.String(), url: Type.Optional(Type.String()) })),
});

/** What workflows are made of, and what a statement needs and gives ("parse parameter"). */
export function registerCatalogue(api: Api, { dependencies }: ManagementParts): void {
  const { catalogue } = dependencies;
  const answer = {
    algorithms: [...catalogue.algorithms.values()].map(algorithmAnswer),
    engines: [...catalogue.engines],
    stores: [...catalogue.stores],
  };
  api.get(
    '/catalogue',
    {
      schema: endpoint({
        operationId: 'getCatalogue',
        tags,
        summary: 'Component types with their parameters and columns',
        data: Type.Object({
          algorithms: Type.Array(AlgorithmSchema),
          engines: Type.Array(Type.String()),
          stores: Type.Array(Type.String()),
        }),
        errors: [],
      }),
    },
    async () => answer,
  );
  api.post(
    '/parse',
    {
      schema: endpoint({
        operationId: 'parseQuery',
        tags,
        summary: 'Parameters and output columns of a statement',
        body: Type.Object(
          { query: Type.String({ minLength: 1, maxLength: 1_000_000 }) },
          { additionalProperties: false },
        ),
        data: Type.Object({
          parameters: Type.Array(
            Type.Object({
              name: Type.String(),
              quoted: Type.Boolean({ description: 'Stands inside a quoted string, where it takes one value' }),
            }),
          ),
          columns: Type.Union([Type.Array(Type.String()), Type.Null()], {
            description: 'null where they are known only when it has run',
          }),
          readOnly: Type.Boolean({ description: 'Changes nothing' }),
          faults: Type.Array(Type.Object({ line: Type.Integer(), column: Type.Integer(), message: Type.String() })),
        }),
        errors: ['ErrBadRequest', 'ErrParam', 'ErrForbidden'],
      }),
    },
    async (request) => parsed(describeQuery(request.body.query)),
  );
}

function parsed({ parameters, columns, readOnly, faults }: QueryDescription) {
  return {
    parameters: [...parameters].map(([name, { quoted }]) => ({ name, quoted })),
    columns: columns === undefined ? null : [...columns],
    readOnly,
    faults: faults.map(({ line, column, message }) => ({ line, column, message })),
  };
}

function algorithmAnswer(descriptor: AlgorithmDescriptor) {
  const { id, category, summary, parameters, graph, citations } = descriptor;
  return {
    id,
    category: category as string,
    summary,
    parameters: parameters.map(({ ours = false, ...parameter }) => ({
      ...parameter,
      type: parameter.type as string,
      ours,
    })) as never,
    weight: graph.weight as string,
    time: graph.time as string,
    columns: columnsWith(descriptor, {}),
    columnCases: columnCases(descriptor),
    citations: citations.map((citation) => ({ ...citation })),
  };
}

type Choice = Readonly<Record<string, string | boolean>>;

/** Columns with some parameters given, the others at their defaults. */
function columnsWith(descriptor: AlgorithmDescriptor, given: Choice) {
  const needed = descriptor.parameters
    .filter(({ default: value }) => value === null)
    .map(({ name }) => [name, PLACEHOLDER_VALUE] as const);
  const coerced = coerceParameters(descriptor, { ...Object.fromEntries(needed), ...given });
  const columns = coerced.ok ? descriptor.columns(coerced.values) : [];
  return columns.map(({ name, type, help }) => ({ name, type: type as string, help }));
}

/** One case for every choice of the enums and flags that columns hang on; none where they hang on nothing. */
function columnCases(descriptor: AlgorithmDescriptor) {
  const text = (given: Choice) => JSON.stringify(columnsWith(descriptor, given));
  const deciding = descriptor.parameters
    .map(({ name, type, values }) => ({ name, values: type === 'bool' ? [true, false] : (values ?? []) }))
    .filter(({ name, values }) => new Set(values.map((value) => text({ [name]: value }))).size > 1);
  let choices: Choice[] = deciding.length === 0 ? [] : [{}];
  for (const { name, values } of deciding) {
    choices = choices.flatMap((choice) => values.map((value) => ({ ...choice, [name]: value })));
  }
  return choices.map((when) => ({ when, columns: columnsWith(descriptor, when) }));
}
