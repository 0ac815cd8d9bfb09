import { ERROR_CATALOGUE, type ErrorName } from '@orrery/contracts';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { TSchema } from 'typebox';
import type { Session } from '../sessions/session-token.ts';
import { failureSchema, successSchema } from './envelope.ts';
import type { TraceContext } from './trace-context.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Routes that need no token. */
    isPublic?: boolean;
    /** Routes whose body is a workflow definition, as JSON or YAML. */
    takesDefinition?: boolean;
  }
  interface FastifyRequest {
    trace: TraceContext;
    /** The caller; set on every route that is not public. */
    session: Session;
    /** For the metrics. */
    errorName: ErrorName | undefined;
  }
}

/** A Fastify scope whose handlers see their requests in the types of their schemas. */
export type Api = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

export interface EndpointDescription {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly params?: TSchema;
  readonly querystring?: TSchema;
  /** Headers that the document shall mention; they are not checked by their schema. */
  readonly headers?: TSchema;
  readonly body?: TSchema;
  /** Media types of the body; JSON when unset. */
  readonly consumes?: readonly string[];
  /** What `data` of the envelope holds; left out where the answer is no envelope. */
  readonly data?: TSchema;
  /** Another answer than the envelope: media type and schema. */
  readonly content?: Readonly<Record<string, TSchema>>;
  /** Errors of its own; those of every call are added. */
  readonly errors: readonly ErrorName[];
  readonly isPublic?: boolean;
}

const ALWAYS: readonly ErrorName[] = ['ErrInternalServer', 'ErrInternalDatabase'];
const OF_ACCOUNTS: readonly ErrorName[] = ['ErrUnauthorized', 'ErrSession'];

/** The schema of a route: what validates its requests and what the OpenAPI document says of it, errors included. */
export function endpoint<const D extends EndpointDescription>(
  description: D,
): Pick<D, 'params' | 'querystring' | 'body'> & { response: Record<string, TSchema> } {
  const { operationId, tags, summary, params, querystring, headers, body, consumes, data, content, errors, isPublic } =
    description;
  const names = [...new Set([...errors, ...(isPublic === true ? [] : OF_ACCOUNTS), ...ALWAYS])];
  const byStatus = Map.groupBy(names, (name) => String(Math.floor(ERROR_CATALOGUE[name].code / 100_000)));
  const response: Record<string, unknown> = {};
  if (content === undefined) response['200'] = { description: 'Success', ...successSchema(data!) };
  else {
    const media = Object.entries(content).map(([type, schema]) => [type, { schema }] as const);
    response['200'] = { description: 'Success', content: Object.fromEntries(media) };
  }
  for (const [status, own] of [...byStatus].toSorted()) response[status] = failureSchema(own);
  return {
    operationId,
    tags,
    summary,
    ...(description.description === undefined ? {} : { description: description.description }),
    ...(params === undefined ? {} : { params }),
    ...(querystring === undefined ? {} : { querystring }),
    ...(headers === undefined ? {} : { headers }),
    ...(body === undefined ? {} : { body }),
    ...(consumes === undefined ? {} : { consumes }),
    ...(isPublic === true ? { security: [] } : {}),
    response,
  } as never;
}
