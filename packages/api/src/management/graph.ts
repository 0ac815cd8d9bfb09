import { INT64_MAX, INT64_MIN, OrreryError, type GraphSpaceSchema, type VertexId } from '@orrery/contracts';
import { Type } from 'typebox';
import { callerGone } from '../http/caller-gone.ts';
import { endpoint, type Api } from '../http/endpoint.ts';
import type { ManagementParts } from './management-parts.ts';
import { requireReading } from './reading-statement.ts';
import { edgeJson, valueJson, vertexJson } from './value-json.ts';

const tags = ['Graph'] as const;
const errors = ['ErrBadRequest', 'ErrParam', 'ErrForbidden', 'ErrNotFound'] as const;
const SpaceName = Type.String({ minLength: 1, maxLength: 256 });
const Properties = Type.Array(
  Type.Object({
    name: Type.String(),
    type: Type.String(),
    nullable: Type.Boolean(),
    default: Type.Optional(Type.String()),
    comment: Type.Optional(Type.String()),
  }),
);
const SchemaTypes = Type.Array(Type.Object({ name: Type.String(), properties: Properties }));
const Props = Type.Record(Type.String(), Type.Unknown());
const Vid = Type.String({ description: 'Of an INT64 space as decimal text' });

/** The graph that the caller is connected to: a read-only query, spaces, neighbourhoods. */
export function registerGraph(api: Api, { dependencies, limits }: ManagementParts): void {
  const { gateway } = dependencies;
  api.post(
    '/graph/query',
    {
      schema: endpoint({
        operationId: 'queryGraph',
        tags,
        summary: 'Run a statement that only reads',
        description: `At most ${limits.queryMaxRows} rows (query.maxRows) and ${limits.queryTimeoutMs} ms (query.timeout). Ints come as decimal text.`,
        body: Type.Object(
          {
            statement: Type.String({ minLength: 1, maxLength: 1_000_000 }),
            space: Type.Optional(SpaceName),
            maxRows: Type.Optional(Type.Integer({ minimum: 1, maximum: limits.queryMaxRows })),
          },
          { additionalProperties: false },
        ),
        data: Type.Object({
          columns: Type.Array(Type.String()),
          rows: Type.Array(Type.Array(Type.Unknown())),
          truncated: Type.Boolean(),
          latencyUs: Type.Integer(),
        }),
        errors,
      }),
    },
    async (request, reply) => {
      const { statement, space, maxRows = limits.queryMaxRows } = request.body;
      requireReading(statement);
      const query = { statement, maxRows, timeoutMs: limits.queryTimeoutMs, ...(space === undefined ? {} : { space }) };
      const { table, truncated, latencyUs } = await gateway.query(
        request.session.credentials,
        query,
        callerGone(reply.raw),
      );
      return { columns: [...table.columns], rows: table.rows.map((row) => row.map(valueJson)), truncated, latencyUs };
    },
  );
  api.get(
    '/graph/spaces',
    {
      schema: endpoint({
        operationId: 'listSpaces',
        tags,
        summary: 'Spaces of the graph',
        data: Type.Object({ items: Type.Array(Type.String()) }),
        errors: [],
      }),
    },
    async (request, reply) => ({
      items: [...(await gateway.spaces(request.session.credentials, callerGone(reply.raw)))],
    }),
  );
  api.get(
    '/graph/spaces/:space',
    {
      schema: endpoint({
        operationId: 'getSpace',
        tags,
        summary: 'Schema of a space',
        params: Type.Object({ space: SpaceName }),
        data: Type.Object({
          space: Type.String(),
          vidType: Type.Union([Type.Literal('int64'), Type.Literal('string')]),
          vidTypeText: Type.String({ examples: ['FIXED_STRING(32)'] }),
          tags: SchemaTypes,
          edges: SchemaTypes,
          indexes: Type.Array(
            Type.Object({
              name: Type.String(),
              on: Type.Union([Type.Literal('tag'), Type.Literal('edge')]),
              schemaName: Type.String(),
              properties: Type.Array(Type.String()),
            }),
          ),
        }),
        errors: ['ErrParam', 'ErrNotFound'],
      }),
    },
    async (request, reply) => {
      const schema = await gateway.schema(request.session.credentials, request.params.space, callerGone(reply.raw));
      return structuredClone(schema) as Mutable<GraphSpaceSchema>;
    },
  );
  api.post(
    '/graph/neighbourhood',
    {
      schema: endpoint({
        operationId: 'getNeighbourhood',
        tags,
        summary: 'Vertices and edges around some vertices',
        body: Type.Object(
          {
            space: SpaceName,
            vids: Type.Array(
              Type.Unsafe<string | number | bigint>({ anyOf: [{ type: 'string' }, { type: 'integer' }] }),
              {
                minItems: 1,
                maxItems: 1000,
              },
            ),
            edges: Type.Optional(Type.Array(Type.String({ minLength: 1 }), { minItems: 1, maxItems: 100 })),
            direction: Type.Optional(
              Type.Union([Type.Literal('out'), Type.Literal('in'), Type.Literal('both')], { default: 'both' }),
            ),
            between: Type.Optional(
              Type.Boolean({
                default: false,
                description: 'Only the edges from one of vids to another, whatever direction and steps say',
              }),
            ),
            steps: Type.Optional(Type.Integer({ minimum: 1, maximum: 5, default: 1 })),
            limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000, default: 500, description: 'Of edges' })),
          },
          { additionalProperties: false },
        ),
        data: Type.Object({
          vertices: Type.Array(
            Type.Object({
              kind: Type.Literal('vertex'),
              vid: Vid,
              tags: Type.Array(Type.Object({ name: Type.String(), props: Props })),
            }),
          ),
          edges: Type.Array(
            Type.Object({
              kind: Type.Literal('edge'),
              type: Type.String(),
              src: Vid,
              dst: Vid,
              rank: Type.String(),
              props: Props,
            }),
          ),
          truncated: Type.Boolean(),
        }),
        errors,
      }),
    },
    async (request, reply) => {
      const { space, vids, edges, direction = 'both', between = false, steps = 1, limit = 500 } = request.body;
      const { credentials } = request.session;
      const signal = callerGone(reply.raw);
      const { vidType } = await gateway.schema(credentials, space, signal);
      const found = await gateway.neighbourhood(
        credentials,
        {
          space,
          vids: vids.map((vid) => vertexId(vid, vidType)),
          direction,
          between,
          steps,
          limit,
          timeoutMs: limits.queryTimeoutMs,
          ...(edges === undefined ? {} : { edges }),
        },
        signal,
      );
      return {
        vertices: found.vertices.map(vertexJson),
        edges: found.edges.map(edgeJson),
        truncated: found.truncated,
      } as never;
    },
  );
}

type Mutable<T> = T extends readonly (infer U)[]
  ? Mutable<U>[]
  : T extends object
    ? { -readonly [K in keyof T]: Mutable<T[K]> }
    : T;

/** A vertex id in the type of the space. @throws ErrParam */
function vertexId(given: string | number | bigint, vidType: 'int64' | 'string'): VertexId {
  const text = String(given);
  if (vidType === 'string') return text;
  const id = /^-?\d{1,20}$/.test(text) ? BigInt(text) : undefined;
  if (id === undefined || id < INT64_MIN || id > INT64_MAX) {
    throw new OrreryError(
      'ErrParam',
      `vids: ${JSON.stringify(text.slice(0, 60))} is not a vertex id of an INT64 space`,
    );
  }
  return id;
}
