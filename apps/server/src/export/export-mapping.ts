import { propertyTypeText, type IndexDefinition, type SchemaDefinition, type SpaceDefinition } from '@orrery/graphd';
import type { EdgeFile, ImportMapping, PropertyMapping, VertexFile } from '../import/mapping.ts';
import { NULL_TEXT } from './cell-text.ts';

/** The file of a tag or edge type: its name, and its columns for ids and rank, which no property has the name of. */
export interface ExportFile {
  readonly schema: SchemaDefinition;
  readonly file: string;
  /** `vid`; `src`, `dst`, `rank` of an edge. */
  readonly keys: readonly string[];
}

/** Names of files that no two share, in folders that know no capitals either. */
export function exportFiles(schemas: Iterable<SchemaDefinition>): ExportFile[] {
  const taken = new Set<string>();
  return [...schemas].map((schema) => {
    const stem = `${schema.kind}-${schema.name.replace(/[^\p{L}\p{N}_.-]/gu, '_')}`;
    let file = `${stem}.csv`;
    for (let n = 2; taken.has(file.toLowerCase()); n++) file = `${stem}-${n}.csv`;
    taken.add(file.toLowerCase());
    const names = new Set(schema.properties.map(({ name }) => name));
    const keys = (schema.kind === 'tag' ? ['vid'] : ['src', 'dst', 'rank']).map((key) => {
      let name = key;
      while (names.has(name)) name = `_${name}`;
      return name;
    });
    return { schema, file, keys };
  });
}

/** The type as CREATE takes it. */
function typeText(schema: SchemaDefinition['properties'][number]): string {
  return propertyTypeText(schema.type).replace(/^(list|set)_(.*)$/, '$1<$2>');
}

function propertyMapping(property: SchemaDefinition['properties'][number]): PropertyMapping {
  const { nullable, default: fallback, comment } = property;
  const type = typeText(property);
  if (nullable && fallback === undefined && comment === undefined) return type;
  return {
    type,
    ...(nullable ? {} : { nullable }),
    ...(fallback === undefined ? {} : { default: fallback.text }),
    ...(comment === undefined ? {} : { comment }),
  };
}

function fileMapping({ schema, file, keys }: ExportFile): VertexFile & EdgeFile {
  const { ttl, comment } = schema;
  const [first, dst, rank] = keys;
  return {
    file,
    ...(schema.kind === 'tag' ? { vid: first! } : { src: first!, dst: dst!, rank: rank! }),
    null: NULL_TEXT,
    props: Object.fromEntries(schema.properties.map((property) => [property.name, propertyMapping(property)])),
    ...(ttl ? { ttl: { column: ttl.column, duration: Number(ttl.durationSeconds) } } : {}),
    ...(comment === undefined ? {} : { comment }),
  };
}

/** The mapping that `orrery import` makes the space again by. */
export function exportMapping(
  space: SpaceDefinition,
  files: readonly ExportFile[],
  indexes: Iterable<IndexDefinition>,
): ImportMapping {
  const { vid, comment } = space;
  const of = (kind: 'tag' | 'edge'): Record<string, VertexFile & EdgeFile> =>
    Object.fromEntries(
      files.filter(({ schema }) => schema.kind === kind).map((file) => [file.schema.name, fileMapping(file)]),
    );
  const schemas = new Map(files.map(({ schema }) => [`${schema.kind} ${schema.name}`, schema]));
  return {
    space: space.name,
    vidType: vid.kind === 'int64' ? 'INT64' : `FIXED_STRING(${vid.length})`,
    ...(comment === undefined ? {} : { comment }),
    tags: of('tag'),
    edges: of('edge'),
    indexes: Object.fromEntries(
      [...indexes].map((index) => {
        const { properties } = schemas.get(`${index.kind} ${index.schemaName}`)!;
        const fields = index.fields.map(({ property, length }) => {
          const isString = properties.find(({ name }) => name === property)?.type.kind === 'string';
          return isString && length !== undefined ? `${property}(${length})` : property;
        });
        const on = index.kind === 'tag' ? { tag: index.schemaName } : { edge: index.schemaName };
        return [index.name, { ...on, fields, ...(index.comment === undefined ? {} : { comment: index.comment }) }];
      }),
    ),
  };
}
