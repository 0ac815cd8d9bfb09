import type { SchemaDefinition } from '../catalog/definitions.ts';
import { StoreError, type SpaceWriter } from '../storage/store.ts';

/**
 * For work whose values are in the order of a schema's properties: the schema in the transaction must be the one it was
 * planned with. A statement that meets this error is planned again.
 * @throws StoreError SchemaChanged
 */
export function checkUnchanged(writer: SpaceWriter, schema: SchemaDefinition): void {
  const { tagsById, edgesById } = writer.catalog;
  if ((schema.kind === 'tag' ? tagsById : edgesById).get(schema.id) === schema) return;
  throw new StoreError('SchemaChanged', `${schema.name} is being altered again and again; try again later`);
}
