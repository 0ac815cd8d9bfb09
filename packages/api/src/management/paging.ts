import { Type, type TSchema } from 'typebox';

export const PageQuery = {
  page: Type.Integer({ minimum: 1, maximum: 1_000_000_000, default: 1 }),
  pageSize: Type.Integer({ minimum: 1, maximum: 1000, default: 20 }),
};

/** A page of a list, in the management API's spelling. */
export function pageSchema<T extends TSchema>(item: T) {
  return Type.Object({
    items: Type.Array(item),
    total: Type.Integer({ description: 'On all pages' }),
    page: Type.Integer(),
    pageSize: Type.Integer(),
  });
}
