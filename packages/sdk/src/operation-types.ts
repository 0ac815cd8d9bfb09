import type { operations } from './generated/api-types.ts';

export type OperationId = keyof operations;

type Content<R> = R extends { content: infer C } ? C : never;

/** `data` of a successful answer. */
export type Data<O extends OperationId> = operations[O] extends { responses: { 200: infer R } }
  ? Content<R> extends { 'application/json': { data: infer D } }
    ? D
    : never
  : never;

/** Query parameters of a call. */
export type Query<O extends OperationId> = operations[O] extends { parameters: { query?: infer Q } }
  ? NonNullable<Q>
  : never;

/** JSON body of a call. */
export type Body<O extends OperationId> = operations[O] extends { requestBody?: infer B }
  ? Content<NonNullable<B>> extends { 'application/json': infer J }
    ? J
    : never
  : never;
