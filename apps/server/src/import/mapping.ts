import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { OrreryError, type Fault } from '@orrery/contracts';
import { checkSchema } from '@orrery/workflow';
import { Type, type Static } from 'typebox';
import { parse } from 'yaml';

/** How CSV files become vertices and edges of a space: the body of a mapping file of `orrery import`. */
const options = { additionalProperties: false } as const;
const Name = Type.String({ minLength: 1, maxLength: 256 });

const PropertySchema = Type.Union([
  Type.String({ description: 'nGQL type; the CSV column has the property’s name' }),
  Type.Object(
    {
      type: Type.String(),
      column: Type.Optional(Name),
      nullable: Type.Optional(Type.Boolean()),
      default: Type.Optional(Type.String({ minLength: 1, description: 'nGQL expression' })),
      comment: Type.Optional(Type.String()),
    },
    options,
  ),
]);
const common = {
  file: Type.String({ minLength: 1 }),
  delimiter: Type.Optional(Type.String({ pattern: '^[\\x01-\\x09\\x0b\\x0c\\x0e-\\x21\\x23-\\x7f]$' })),
  header: Type.Optional(Type.Boolean()),
  null: Type.Optional(Type.String({ description: 'text of a cell without quotes that stands for NULL' })),
  props: Type.Optional(Type.Record(Name, PropertySchema)),
  ttl: Type.Optional(
    Type.Object({ column: Name, duration: Type.Integer({ minimum: 0, description: 'seconds' }) }, options),
  ),
  comment: Type.Optional(Type.String()),
};
const VertexFileSchema = Type.Object({ ...common, vid: Type.Optional(Name) }, options);
const EdgeFileSchema = Type.Object(
  { ...common, src: Type.Optional(Name), dst: Type.Optional(Name), rank: Type.Optional(Name) },
  options,
);
const MappingSchema = Type.Object(
  {
    space: Name,
    vidType: Type.Optional(Type.String({ pattern: '^(?:INT64|FIXED_STRING\\([1-9][0-9]{0,4}\\))$' })),
    comment: Type.Optional(Type.String()),
    tags: Type.Optional(Type.Record(Name, VertexFileSchema)),
    edges: Type.Optional(Type.Record(Name, EdgeFileSchema)),
    indexes: Type.Optional(
      Type.Record(
        Name,
        Type.Object(
          {
            tag: Type.Optional(Name),
            edge: Type.Optional(Name),
            fields: Type.Array(Type.String({ pattern: '^[^()`]+(?:\\([1-9][0-9]*\\))?$' })),
            comment: Type.Optional(Type.String()),
          },
          options,
        ),
      ),
    ),
  },
  options,
);

export type ImportMapping = Static<typeof MappingSchema>;
export type VertexFile = Static<typeof VertexFileSchema>;
export type EdgeFile = Static<typeof EdgeFileSchema>;
export type PropertyMapping = Static<typeof PropertySchema>;

/** The column that a property is read from. */
export function propertyColumn(name: string, mapping: PropertyMapping): string {
  return (typeof mapping === 'string' ? undefined : mapping.column) ?? name;
}

/** The column of the ids of a file with these columns. */
export function vidColumn(file: VertexFile, columns: readonly string[]): string {
  return file.vid ?? columns[0]!;
}

/** The columns of the sources and the destinations of a file with these columns. */
export function endColumns(file: EdgeFile, columns: readonly string[]): readonly [string, string] {
  return [file.src ?? columns[0]!, file.dst ?? columns[1] ?? 'dst'];
}

/** How messages and reports name a tag or an edge type. */
export function targetText(kind: 'tag' | 'edge', name: string): string {
  return kind === 'tag' ? `tag ${name}` : `edge type ${name}`;
}

export function noProperty(target: string, name: string, known: readonly { readonly name: string }[]): string {
  return `${target} has no property ${name}; it has ${known.map((property) => property.name).join(', ') || 'none'}`;
}

/**
 * Reads a mapping file (YAML or JSON); its CSV files are resolved against its own folder.
 * @throws OrreryError ErrParam with a line per fault, each naming the field
 */
export function readMapping(path: string): ImportMapping {
  const mapping: unknown = parse(readFileSync(path, 'utf8'), { maxAliasCount: 0 });
  const faults: Fault[] = [];
  checkSchema(MappingSchema, mapping, '', faults);
  if (faults.length > 0) {
    const lines = faults.map((fault) => `${path}: ${fault.path === '' ? '' : `${fault.path}: `}${fault.message}`);
    throw new OrreryError('ErrParam', lines.join('\n'));
  }
  const checked = mapping as ImportMapping;
  const folder = dirname(path);
  const located = <T extends { file: string }>(files: Record<string, T> | undefined): Record<string, T> =>
    Object.fromEntries(
      Object.entries(files ?? {}).map(([name, file]) => [name, { ...file, file: resolve(folder, file.file) }]),
    );
  return { ...checked, tags: located(checked.tags), edges: located(checked.edges) };
}
