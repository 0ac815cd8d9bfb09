import { quoteName } from '@orrery/nebula';
import type { ImportMapping, PropertyMapping } from './mapping.ts';

const TYPE = /^[a-z][a-z0-9_]*(?:\(\s*\d+\s*\))?$/i;

function propertyText(name: string, mapping: PropertyMapping): string {
  const { type, nullable } = typeof mapping === 'string' ? { type: mapping, nullable: true } : mapping;
  if (!TYPE.test(type)) throw new RangeError(`property ${name}: ${JSON.stringify(type)} is no type`);
  return `${quoteName(name)} ${type}${nullable === false ? ' NOT NULL' : ' NULL'}`;
}

const propertiesText = (props: Record<string, PropertyMapping> | undefined): string =>
  Object.entries(props ?? {})
    .map(([name, mapping]) => propertyText(name, mapping))
    .join(', ');

/** CREATE … IF NOT EXISTS for the space; undefined when the mapping leaves it to exist. */
export function spaceStatement(mapping: ImportMapping): string | undefined {
  if (mapping.vidType === undefined) return undefined;
  return (
    `CREATE SPACE IF NOT EXISTS ${quoteName(mapping.space)} ` +
    `(partition_num = 10, replica_factor = 1, vid_type = ${mapping.vidType})`
  );
}

/** CREATE … IF NOT EXISTS for what lives in the space: tags, edge types, then indexes. */
export function schemaStatements(mapping: ImportMapping): string[] {
  const statements: string[] = [];
  for (const [kind, files] of [
    ['TAG', mapping.tags],
    ['EDGE', mapping.edges],
  ] as const) {
    for (const [name, file] of Object.entries(files ?? {})) {
      statements.push(`CREATE ${kind} IF NOT EXISTS ${quoteName(name)} (${propertiesText(file.props)})`);
    }
  }
  for (const [name, index] of Object.entries(mapping.indexes ?? {})) {
    const [kind, on] = index.tag !== undefined ? ['TAG', index.tag] : ['EDGE', index.edge];
    if (on === undefined) throw new RangeError(`index ${name}: say which tag or edge type it is on`);
    const fields = index.fields.map((field) => field.replace(/^[^(]+/, (column) => quoteName(column.trim())));
    statements.push(`CREATE ${kind} INDEX IF NOT EXISTS ${quoteName(name)} ON ${quoteName(on)} (${fields.join(', ')})`);
  }
  return statements;
}
