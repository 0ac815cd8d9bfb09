import type {
  CreateIndexStatement,
  DescribeIndexStatement,
  DropIndexStatement,
  RebuildIndexStatement,
} from '@orrery/ngql';
import { executionError, semanticError } from '../../bind/statement-error.ts';
import { CatalogError, type NewIndex } from '../../catalog/catalog.ts';
import type { IndexDefinition, IndexField, PropertyDefinition } from '../../catalog/definitions.ts';
import { jobLog } from '../../execute/job-log.ts';
import { spaceInUse, type PlanContext } from '../plan-context.ts';
import type { PlanNode } from '../plan-node.ts';
import { action, command } from './command.ts';
import { propertyTypeText } from './property-type.ts';
import { schemaNamed } from './schema.ts';

/** Most fields that an index may have. */
const MAX_FIELDS = 16;

export function indexesOf(kind: 'tag' | 'edge', context: PlanContext): ReadonlyMap<string, IndexDefinition> {
  const space = spaceInUse(context);
  return kind === 'tag' ? space.tagIndexes : space.edgeIndexes;
}

export function indexNamed(kind: 'tag' | 'edge', name: string, context: PlanContext): IndexDefinition {
  const index = indexesOf(kind, context).get(name);
  if (!index) throw executionError(`IndexNotFound: Index \`${name}\` not existed!`);
  return index;
}

/** A string needs a length, a fixed string has its own; other types take none. */
function indexField(property: PropertyDefinition, length: bigint | undefined): IndexField {
  const { name, type } = property;
  if (type.kind === 'list' || type.kind === 'set' || type.kind === 'duration') throw executionError('Invalid param!');
  if (type.kind === 'string') {
    if (length === undefined || length < 1n || length > 256n) throw executionError('Invalid param!');
    return { property: name, length: Number(length) };
  }
  if (type.kind === 'fixed_string') {
    if (length !== undefined) throw executionError('Invalid param!');
    return { property: name, length: type.length };
  }
  if (length !== undefined) throw executionError('Invalid param!');
  return { property: name };
}

export function planCreateIndex(statement: CreateIndexStatement, context: PlanContext): PlanNode {
  const kind: 'tag' | 'edge' = statement.kind === 'createTagIndex' ? 'tag' : 'edge';
  const space = spaceInUse(context).definition.name;
  return action(kind === 'tag' ? 'CreateTagIndex' : 'CreateEdgeIndex', async (execution) => {
    const known = indexesOf(kind, context);
    if (statement.ifNotExists && known.has(statement.name)) return;
    if (known.has(statement.name)) throw executionError('Existed!');
    const schema = schemaNamed(kind, statement.on, context);
    if (statement.fields.length > MAX_FIELDS) throw executionError('Conflict!');
    const fields = statement.fields.map(({ name, length }) => {
      const property = schema.properties.find((candidate) => candidate.name === name);
      if (!property) throw executionError('Key not existed!');
      return indexField(property, length);
    });
    const { name, comment } = statement;
    const definition: NewIndex = {
      name,
      kind,
      schemaName: statement.on,
      fields,
      ...(comment === undefined ? {} : { comment }),
    };
    try {
      await execution.engine.store.catalog.edit((editor) => editor.createIndex(space, definition));
    } catch (error) {
      const isThere = error instanceof CatalogError && error.code === 'Existed';
      if (!isThere || !statement.ifNotExists) throw error;
    }
  });
}

export function planDropIndex(statement: DropIndexStatement, context: PlanContext): PlanNode {
  const kind = statement.kind === 'dropTagIndex' ? 'tag' : 'edge';
  const space = spaceInUse(context).definition.name;
  return action(kind === 'tag' ? 'DropTagIndex' : 'DropEdgeIndex', async (execution) => {
    if (statement.ifExists && !indexesOf(kind, context).has(statement.name)) return;
    await execution.engine.store.catalog.edit((editor) => editor.dropIndex(space, kind, statement.name));
  });
}

export function planDescribeIndex(statement: DescribeIndexStatement, context: PlanContext): PlanNode {
  const kind = statement.kind === 'describeTagIndex' ? 'tag' : 'edge';
  const index = indexNamed(kind, statement.name, context);
  const schema = schemaNamed(kind, index.schemaName, context);
  return command(kind === 'tag' ? 'DescTagIndex' : 'DescEdgeIndex', ['Field', 'Type'], () =>
    index.fields.map(({ property, length }) => {
      const { type } = schema.properties.find(({ name }) => name === property)!;
      // The index holds that much of a text.
      return [property, propertyTypeText(length === undefined ? type : { kind: 'fixed_string', length })];
    }),
  );
}

/** Runs to its end and is listed as a finished job; no names means every index of the kind. */
export function planRebuildIndex(statement: RebuildIndexStatement, context: PlanContext): PlanNode {
  if (statement.kind === 'rebuildFulltextIndex') {
    throw semanticError('full-text indexes need Elasticsearch and are not available in the embedded graph');
  }
  const kind = statement.kind === 'rebuildTagIndex' ? 'tag' : 'edge';
  const known = indexesOf(kind, context);
  const indexes = statement.names.map((name) => {
    const index = known.get(name);
    if (!index) throw semanticError(`Index ${name} not found in space ${spaceInUse(context).definition.name}`);
    return index;
  });
  const chosen = indexes.length > 0 ? indexes : [...known.values()];
  const name = kind === 'tag' ? 'REBUILD_TAG_INDEX' : 'REBUILD_EDGE_INDEX';
  return command(`Submit${kind === 'tag' ? 'Tag' : 'Edge'}IndexJob`, ['New Job Id'], async (execution) => {
    const { store } = execution.engine;
    const label = indexes.length > 0 ? indexes.map((index) => index.name).join(',') : `all_${kind}_indexes`;
    const job = await jobLog(execution.engine).run(execution.spaceId, name, label, execution.engine.clock, () =>
      store.rebuildIndexes(execution.spaceId, chosen, execution.signal),
    );
    return [[job]];
  });
}
