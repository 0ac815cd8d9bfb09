import { quoteName } from '@orrery/nebula';
import { parseExpression, printExpression, printValue } from '@orrery/ngql';
import type { EdgeFile, ImportMapping, PropertyMapping, VertexFile } from './mapping.ts';

const TYPE = /^(?:[a-z][a-z0-9_]*(?:\(\s*\w+\s*\))?|(?:list|set)\s*<\s*[a-z0-9]+\s*>)$/i;

const commentText = (comment: string | undefined, equals: ' ' | ' = '): string =>
  comment === undefined ? '' : ` COMMENT${equals}${printValue(comment)}`;

function propertyText(name: string, mapping: PropertyMapping): string {
  const property: Exclude<PropertyMapping, string> = typeof mapping === 'string' ? { type: mapping } : mapping;
  const { type, nullable, default: fallback, comment } = property;
  if (!TYPE.test(type)) throw new RangeError(`property ${name}: ${JSON.stringify(type)} is no type`);
  let text = `${quoteName(name)} ${type}${nullable === false ? ' NOT NULL' : ' NULL'}`;
  // Parsed first, so that what stands there is one expression and nothing else.
  if (fallback !== undefined) text += ` DEFAULT ${printExpression(parseExpression(fallback))}`;
  return text + commentText(comment, ' ');
}

function schemaOptions({ ttl, comment }: VertexFile | EdgeFile): string {
  const texts = [
    ttl && `TTL_DURATION = ${ttl.duration}, TTL_COL = ${printValue(ttl.column)}`,
    comment !== undefined && commentText(comment, ' = ').trim(),
  ].filter((text) => text !== undefined && text !== false);
  return texts.length === 0 ? '' : ` ${texts.join(', ')}`;
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
    `(partition_num = 10, replica_factor = 1, vid_type = ${mapping.vidType})${commentText(mapping.comment, ' = ')}`
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
      statements.push(
        `CREATE ${kind} IF NOT EXISTS ${quoteName(name)} (${propertiesText(file.props)})${schemaOptions(file)}`,
      );
    }
  }
  for (const [name, index] of Object.entries(mapping.indexes ?? {})) {
    const [kind, on] = index.tag !== undefined ? ['TAG', index.tag] : ['EDGE', index.edge];
    if (on === undefined) throw new RangeError(`index ${name}: say which tag or edge type it is on`);
    const fields = index.fields.map((field) => field.replace(/^[^(]+/, (column) => quoteName(column.trim())));
    statements.push(
      `CREATE ${kind} INDEX IF NOT EXISTS ${quoteName(name)} ON ${quoteName(on)} (${fields.join(', ')})${commentText(index.comment, ' ')}`,
    );
  }
  return statements;
}
