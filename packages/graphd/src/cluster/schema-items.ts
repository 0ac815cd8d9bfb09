import { GeoShape, PropertyType as WireType } from '@orrery/wire';
import type { ColumnDefinition, ColumnType, SchemaItem, SpaceProperties } from '@orrery/wire';
import type { SpaceCatalog } from '../catalog/catalog.ts';
import type {
  PropertyDefinition,
  PropertyType,
  SchemaDefinition,
  SpaceDefinition,
  VidDefinition,
} from '../catalog/definitions.ts';

const TYPES: Readonly<Record<PropertyType['kind'], number>> = {
  bool: WireType.BOOL,
  int8: WireType.INT8,
  int16: WireType.INT16,
  int32: WireType.INT32,
  int64: WireType.INT64,
  float: WireType.FLOAT,
  double: WireType.DOUBLE,
  string: WireType.STRING,
  fixed_string: WireType.FIXED_STRING,
  date: WireType.DATE,
  time: WireType.TIME,
  datetime: WireType.DATETIME,
  timestamp: WireType.TIMESTAMP,
  duration: WireType.DURATION,
  geography: WireType.GEOGRAPHY,
  // The protocol of the published clients has no types for them.
  list: WireType.UNKNOWN,
  set: WireType.UNKNOWN,
};

const SHAPES = { point: GeoShape.POINT, linestring: GeoShape.LINESTRING, polygon: GeoShape.POLYGON } as const;

function columnType(type: PropertyType | VidDefinition): ColumnType {
  return {
    type: TYPES[type.kind],
    ...(type.kind === 'fixed_string' && { length: type.length }),
    ...(type.kind === 'geography' && { geoShape: type.shape ? SHAPES[type.shape] : GeoShape.ANY }),
  };
}

function column({ name, type, nullable, comment }: PropertyDefinition): ColumnDefinition {
  return { name, type: columnType(type), nullable, comment };
}

/**
 * All versions of a tag or edge type, the newest last: the Python client takes the last one for the newest. Defaults are left
 * out, which no client that reads has a use for; the time to live is the newest version's.
 */
export function schemaItems(space: SpaceCatalog, schema: SchemaDefinition): SchemaItem[] {
  const { id, name, ttl, comment } = schema;
  return space.versionsById.get(id)!.map((properties, version) => ({
    id,
    name,
    version,
    schema: {
      columns: properties.map(column),
      comment,
      ...(ttl && version === schema.version && { ttlColumn: ttl.column, ttlSeconds: Number(ttl.durationSeconds) }),
    },
  }));
}

export function spaceProperties(space: SpaceDefinition): SpaceProperties {
  return {
    name: space.name,
    partitionCount: space.partitionNum,
    replicaFactor: space.replicaFactor,
    charset: space.charset,
    collation: space.collate,
    vidType: columnType(space.vid),
    comment: space.comment,
  };
}
