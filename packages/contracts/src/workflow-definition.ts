import { Type, type Static } from 'typebox';
import type { LosslessJson, LosslessScalar } from './lossless-json.ts';

/**
 * The one schema of a workflow definition: the body of the API, the YAML file, what the CLI reads and the canvas
 * edits. Structural rules are here; rules that need the whole (references, cycles, columns, types of parameters) are
 * in packages/workflow.
 */
const options = { additionalProperties: false } as const;

export const TASK_ID_PATTERN = '^[a-z][a-z0-9_]{0,62}$';
export const TaskIdSchema = Type.String({
  pattern: TASK_ID_PATTERN,
  description: 'Id of a task, unique in its workflow',
});
/** Names of spaces, edge types, tags, properties: as NebulaGraph allows them. */
const SchemaName = Type.String({ minLength: 1, maxLength: 256 });
const ColumnName = Type.String({ minLength: 1, maxLength: 1024 });

/** A scalar that keeps its number type; see lossless-json. */
export const ScalarSchema = Type.Unsafe<LosslessScalar>({
  anyOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }, { type: 'null' }],
});

export const ParameterReferenceSchema = Type.Object(
  {
    from: TaskIdSchema,
    column: ColumnName,
    row: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: Number.MAX_SAFE_INTEGER,
        description: 'One value instead of the list of all rows',
      }),
    ),
  },
  options,
);
export type ParameterReference = Static<typeof ParameterReferenceSchema>;

/** A typed-in value (scalar or list of scalars), or a reference to an upstream column. */
export const ParameterSchema = Type.Unsafe<LosslessScalar | LosslessScalar[] | ParameterReference>({
  description: 'A value, a list of values, or {from, column, row} of an upstream task',
});
export type Parameter = Static<typeof ParameterSchema>;

export const UpstreamInputSchema = Type.Object(
  {
    from: TaskIdSchema,
    src: ColumnName,
    dst: ColumnName,
    weight: Type.Optional(ColumnName),
    time: Type.Optional(ColumnName),
    directed: Type.Optional(Type.Boolean({ default: true })),
  },
  options,
);
export const SpaceInputSchema = Type.Object(
  {
    space: SchemaName,
    edges: Type.Array(SchemaName, { minItems: 1, uniqueItems: true }),
    weight: Type.Optional(SchemaName),
    time: Type.Optional(SchemaName),
    directed: Type.Optional(Type.Boolean({ default: true })),
  },
  options,
);
export const FileInputSchema = Type.Object(
  {
    file: Type.String({ minLength: 1, maxLength: 4096, description: 'CSV or Parquet below a configured folder' }),
    src: ColumnName,
    dst: ColumnName,
    weight: Type.Optional(ColumnName),
    time: Type.Optional(ColumnName),
    header: Type.Optional(
      Type.Boolean({ default: true, description: 'Without a header, columns are named by position: "0", "1", …' }),
    ),
    delimiter: Type.Optional(Type.String({ minLength: 1, maxLength: 1, default: ',' })),
    vidType: Type.Optional(Type.Union([Type.Literal('int64'), Type.Literal('string')])),
    directed: Type.Optional(Type.Boolean({ default: true })),
  },
  options,
);
export type UpstreamInput = Static<typeof UpstreamInputSchema>;
export type SpaceInput = Static<typeof SpaceInputSchema>;
export type FileInput = Static<typeof FileInputSchema>;
export type AlgorithmInput = UpstreamInput | SpaceInput | FileInput;

export const ExecutionSchema = Type.Object(
  {
    engine: Type.Optional(Type.String({ default: 'local' })),
    threads: Type.Optional(Type.Integer({ minimum: 1, maximum: 1024 })),
  },
  options,
);
export type Execution = Static<typeof ExecutionSchema>;

export const LocalResultSchema = Type.Object({ store: Type.Literal('local') }, options);
export const NebulaResultSchema = Type.Object(
  {
    store: Type.Literal('nebula'),
    space: SchemaName,
    tag: SchemaName,
    property: SchemaName,
    mode: Type.Optional(Type.Union([Type.Literal('insert'), Type.Literal('update')], { default: 'insert' })),
    vid: Type.Optional(Type.String({ description: 'Result column with the vertex ids; default: the first column' })),
    value: Type.Optional(Type.String({ description: 'Result column to write; default: the second column' })),
  },
  options,
);
export type NebulaResult = Static<typeof NebulaResultSchema>;
export const ResultStoreSchema = Type.Union([LocalResultSchema, NebulaResultSchema]);
export type ResultStore = Static<typeof ResultStoreSchema>;

const common = {
  after: Type.Optional(Type.Array(TaskIdSchema, { description: 'Order without data' })),
  retry: Type.Optional(Type.Union([Type.Literal('never'), Type.Integer({ minimum: 1, maximum: 10 })], { default: 3 })),
  timeout: Type.Optional(Type.String({ pattern: '^[1-9][0-9]*(ms|s|m|h)$', description: '30s, 5m, 1h' })),
  result: Type.Optional(ResultStoreSchema),
};

export const QueryTaskSchema = Type.Object(
  {
    type: Type.Literal('Query'),
    space: SchemaName,
    query: Type.String({ minLength: 1, maxLength: 1_000_000 }),
    params: Type.Optional(Type.Record(Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]*$' }), ParameterSchema)),
    ...common,
  },
  options,
);
export type QueryTask = Static<typeof QueryTaskSchema>;

export const AlgorithmTaskSchema = Type.Object(
  {
    type: Type.String({ minLength: 1, description: 'An algorithm of the catalogue' }),
    input: Type.Union([UpstreamInputSchema, SpaceInputSchema, FileInputSchema]),
    params: Type.Optional(Type.Record(Type.String(), ParameterSchema)),
    execution: Type.Optional(ExecutionSchema),
    ...common,
  },
  options,
);
export type AlgorithmTask = Static<typeof AlgorithmTaskSchema>;
export type TaskDefinition = QueryTask | AlgorithmTask;

export function isQueryTask(task: TaskDefinition): task is QueryTask {
  return task.type === 'Query';
}

export const LayoutSchema = Type.Record(Type.String(), Type.Object({ x: Type.Number(), y: Type.Number() }, options));

export const WorkflowDefinitionSchema = Type.Object(
  {
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
    description: Type.Optional(Type.String({ maxLength: 4096 })),
    tasks: Type.Record(Type.String(), Type.Union([QueryTaskSchema, AlgorithmTaskSchema]), {
      minProperties: 1,
      maxProperties: 500,
    }),
    layout: Type.Optional(LayoutSchema),
  },
  options,
);
export interface WorkflowDefinition {
  name?: string;
  description?: string;
  tasks: Record<string, TaskDefinition>;
  layout?: Static<typeof LayoutSchema>;
}

/** The `input` of a job: task id -> parameter -> value. */
export type JobInput = Record<string, Record<string, LosslessJson>>;
