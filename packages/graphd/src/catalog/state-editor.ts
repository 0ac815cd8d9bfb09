import { isDeepStrictEqual } from 'node:util';
import { isIndexable } from '../storage/index-key.ts';
import { CatalogError } from './catalog.ts';
import type {
  CatalogEditor,
  CatalogErrorCode,
  CatalogView,
  NewIndex,
  NewProperty,
  NewSchema,
  SchemaAlteration,
} from './catalog.ts';
import { viewOf } from './catalog-state.ts';
import type { CatalogState, EndedTtl, SchemaState, SpaceState, UserState } from './catalog-state.ts';
import type {
  IndexDefinition,
  PropertyDefinition,
  Role,
  SchemaDefinition,
  SpaceDefinition,
  SpaceOptions,
  Ttl,
} from './definitions.ts';

/** Data that no longer belongs to anything and is to be removed from the store. */
export type Garbage =
  | { readonly kind: 'space'; readonly dataId: number }
  | { readonly kind: 'tag' | 'edge' | 'index'; readonly dataId: number; readonly id: number };

/** Index keys have to fit LMDB's keys (1978 bytes) with their prefix and the ends of an edge. */
const MAX_INDEX_BYTES = 1024;
/** A vertex id is a key. */
const MAX_VID_BYTES = 1024;

/** Makes one new state out of another, by the rules of {@link CatalogEditor}. */
export class StateEditor implements CatalogEditor {
  state: CatalogState;
  readonly garbage: Garbage[] = [];
  readonly #nowMs: number;

  constructor(state: CatalogState, nowMs: number) {
    this.state = { ...state, version: state.version + 1 };
    this.#nowMs = nowMs;
  }

  get view(): CatalogView {
    return viewOf(this.state);
  }

  createSpace(name: string, options: SpaceOptions): SpaceDefinition {
    if (this.#findSpace(name)) throw existed(`space ${name}`);
    if (options.vid.kind === 'fixed_string' && (options.vid.length < 1 || options.vid.length > MAX_VID_BYTES)) {
      const text = `vid_type FIXED_STRING(${options.vid.length}): the length must be 1 to ${MAX_VID_BYTES}`;
      throw new CatalogError('InvalidProperty', text);
    }
    const id = this.state.lastSpaceId + 1;
    const dataId = this.state.lastDataId + 1;
    const definition: SpaceDefinition = { ...options, id, name, createTimeMs: this.#nowMs };
    this.#putSpace({ definition, dataId, schemas: [], indexes: [], lastSchemaId: 0, lastIndexId: 0 });
    this.state = { ...this.state, lastSpaceId: id, lastDataId: dataId };
    return definition;
  }

  createSpaceAs(name: string, source: string): SpaceDefinition {
    const from = this.#space(source);
    const { id: _id, name: _name, createTimeMs: _time, ...options } = from.definition;
    const definition = this.createSpace(name, options);
    const created = this.#space(name);
    this.#putSpace({ ...from, definition, dataId: created.dataId });
    return definition;
  }

  dropSpace(name: string): void {
    const space = this.#space(name);
    const spaces = new Map(this.state.spaces);
    spaces.delete(space.definition.id);
    const users = new Map(this.state.users);
    for (const user of users.values()) {
      if (!user.roles.has(space.definition.id)) continue;
      const roles = new Map(user.roles);
      roles.delete(space.definition.id);
      users.set(user.name, { ...user, roles });
    }
    this.state = { ...this.state, spaces, users };
    this.garbage.push({ kind: 'space', dataId: space.dataId });
  }

  clearSpace(name: string): void {
    const space = this.#space(name);
    const dataId = this.state.lastDataId + 1;
    this.#putSpace({ ...space, dataId });
    this.state = { ...this.state, lastDataId: dataId };
    this.garbage.push({ kind: 'space', dataId: space.dataId });
  }

  createTag(space: string, tag: NewSchema): SchemaDefinition {
    return this.#createSchema(space, 'tag', tag);
  }

  createEdge(space: string, edge: NewSchema): SchemaDefinition {
    return this.#createSchema(space, 'edge', edge);
  }

  alterTag(space: string, name: string, alteration: SchemaAlteration): SchemaDefinition {
    return this.#alterSchema(space, 'tag', name, alteration);
  }

  alterEdge(space: string, name: string, alteration: SchemaAlteration): SchemaDefinition {
    return this.#alterSchema(space, 'edge', name, alteration);
  }

  dropTag(space: string, name: string): void {
    this.#dropSchema(space, 'tag', name);
  }

  dropEdge(space: string, name: string): void {
    this.#dropSchema(space, 'edge', name);
  }

  createIndex(spaceName: string, index: NewIndex): IndexDefinition {
    const space = this.#space(spaceName);
    if (space.indexes.some((other) => other.name === index.name)) throw existed(`index ${index.name}`);
    const schema = this.#schema(space, index.kind, index.schemaName).definition;
    let bytes = 0;
    const seen = new Set<string>();
    const fields = index.fields.map((field) => {
      const property = schema.properties.find((candidate) => candidate.name === field.property);
      if (!property) throw missing('PropertyNotFound', `property ${field.property} of ${schema.name}`);
      if (seen.has(field.property)) throw invalidIndex(index, `property ${field.property} is named twice`);
      seen.add(field.property);
      if (!isIndexable(property.type)) throw invalidIndex(index, `${field.property} is of a type without an order`);
      if (property.type.kind === 'fixed_string') {
        const length = field.length ?? property.type.length;
        bytes += length;
        return { property: field.property, length };
      }
      if (property.type.kind === 'string') {
        if (field.length === undefined || field.length < 1) {
          throw invalidIndex(index, `string property ${field.property} needs a length: ${field.property}(20)`);
        }
        bytes += field.length;
        return { property: field.property, length: field.length };
      }
      if (field.length !== undefined) throw invalidIndex(index, `${field.property} is no string, so it has no length`);
      bytes += 16;
      return { property: field.property };
    });
    if (bytes > MAX_INDEX_BYTES) {
      throw invalidIndex(index, `its fields take ${bytes} bytes, more than ${MAX_INDEX_BYTES}; shorten the strings`);
    }
    const same = space.indexes.find(
      (other) =>
        other.kind === index.kind &&
        other.schemaId === schema.id &&
        other.fields.length === fields.length &&
        other.fields.every((field, i) => field.property === fields[i]!.property),
    );
    if (same) throw existed(`index ${same.name} on the same properties`);
    const definition: IndexDefinition = {
      ...index,
      fields,
      id: space.lastIndexId + 1,
      schemaId: schema.id,
    };
    this.#putSpace({ ...space, indexes: [...space.indexes, definition], lastIndexId: definition.id });
    return definition;
  }

  dropIndex(spaceName: string, kind: 'tag' | 'edge', name: string): void {
    const space = this.#space(spaceName);
    const index = space.indexes.find((candidate) => candidate.kind === kind && candidate.name === name);
    if (!index) throw missing('IndexNotFound', `${kind} index ${name}`);
    this.#putSpace({ ...space, indexes: space.indexes.filter((other) => other !== index) });
    this.garbage.push({ kind: 'index', dataId: space.dataId, id: index.id });
  }

  createUser(name: string, passwordHash: string): void {
    if (this.state.users.has(name)) throw existed(`user ${name}`);
    this.#putUser({ name, passwordHash, roles: new Map() });
  }

  dropUser(name: string): void {
    if (name === 'root') throw new CatalogError('NotAllowed', "root can't be dropped");
    this.#user(name);
    const users = new Map(this.state.users);
    users.delete(name);
    this.state = { ...this.state, users };
  }

  setPassword(name: string, passwordHash: string): void {
    this.#putUser({ ...this.#user(name), passwordHash });
  }

  grantRole(name: string, space: string, role: Exclude<Role, 'GOD'>): void {
    if (name === 'root') throw new CatalogError('NotAllowed', 'root is GOD in every space already');
    const user = this.#user(name);
    this.#putUser({ ...user, roles: new Map(user.roles).set(this.#space(space).definition.id, role) });
  }

  revokeRole(name: string, space: string, role: Exclude<Role, 'GOD'>): void {
    if (name === 'root') throw new CatalogError('NotAllowed', "root's role can't be revoked");
    const user = this.#user(name);
    const { id } = this.#space(space).definition;
    const current = user.roles.get(id);
    if (!current) throw missing('RoleNotFound', `role ${role} of ${name} in ${space}`);
    if (current !== role) throw new CatalogError('OtherRole', `${name} is ${current} in ${space}, not ${role}`);
    const roles = new Map(user.roles);
    roles.delete(id);
    this.#putUser({ ...user, roles });
  }

  #createSchema(spaceName: string, kind: 'tag' | 'edge', schema: NewSchema): SchemaDefinition {
    const space = this.#space(spaceName);
    const other = space.schemas.find(({ definition }) => definition.name === schema.name)?.definition;
    if (other?.kind === kind) throw existed(`tag or edge type ${schema.name}`);
    if (other)
      throw new CatalogError(
        'NameTaken',
        `${schema.name} is the name of ${other.kind === 'tag' ? 'a tag' : 'an edge type'}`,
      );
    const properties = schema.properties.map((property, i) => ({ ...property, id: i + 1 }));
    checkNames(properties);
    checkTtl(schema.ttl, properties);
    const definition: SchemaDefinition = { ...schema, kind, id: space.lastSchemaId + 1, version: 0, properties };
    const state: SchemaState = { definition, versions: [properties], lastPropertyId: properties.length };
    this.#putSpace({ ...space, schemas: [...space.schemas, state], lastSchemaId: definition.id });
    return definition;
  }

  #alterSchema(spaceName: string, kind: 'tag' | 'edge', name: string, alteration: SchemaAlteration): SchemaDefinition {
    const space = this.#space(spaceName);
    const old = this.#schema(space, kind, name);
    const notFound = kind === 'tag' ? 'TagPropertyNotFound' : 'EdgePropertyNotFound';
    let properties: PropertyDefinition[] = [...old.definition.properties];
    let lastPropertyId = old.lastPropertyId;
    for (const property of alteration.add ?? []) {
      if (properties.some((other) => other.name === property.name)) throw existed(`property ${property.name}`);
      if (old.versions.some((version) => version.some((other) => other.name === property.name))) {
        throw new CatalogError('ExistedBefore', `${name} had a property ${property.name}, which was dropped`);
      }
      properties.push({ ...property, id: ++lastPropertyId });
    }
    for (const property of alteration.change ?? []) {
      this.#checkUnused(space, old, property.name, 'changed', property);
      const at = properties.findIndex((other) => other.name === property.name);
      if (at < 0) throw missing(notFound, `property ${property.name} of ${name}`);
      properties[at] = { ...property, id: properties[at]!.id };
    }
    for (const dropped of alteration.drop ?? []) {
      if (!properties.some((property) => property.name === dropped)) {
        throw missing(notFound, `property ${dropped} of ${name}`);
      }
      this.#checkUnused(space, old, dropped, 'dropped');
      properties = properties.filter((property) => property.name !== dropped);
    }
    const ttl = alteration.ttl === undefined ? old.definition.ttl : (alteration.ttl ?? undefined);
    checkTtl(ttl, properties);
    const { ttl: _ttl, comment: _comment, ...rest } = old.definition;
    const comment = alteration.comment ?? old.definition.comment;
    const definition: SchemaDefinition = {
      ...rest,
      version: old.definition.version + 1,
      properties,
      ...(ttl === undefined ? {} : { ttl }),
      ...(comment === undefined ? {} : { comment }),
    };
    const ended = this.#endedTtl(old.definition, properties);
    const endedTtls = [...(old.endedTtls ?? []), ...(ended ? [ended] : [])];
    const state: SchemaState = {
      definition,
      versions: [...old.versions, properties],
      lastPropertyId,
      ...(endedTtls.length > 0 && { endedTtls }),
    };
    this.#putSpace({ ...space, schemas: space.schemas.map((schema) => (schema === old ? state : schema)) });
    return definition;
  }

  /** The TTL whose column is no longer there. */
  #endedTtl(old: SchemaDefinition, properties: readonly PropertyDefinition[]): EndedTtl | undefined {
    const column = old.properties.find(({ name }) => name === old.ttl?.column);
    if (!old.ttl || !column || properties.some(({ id }) => id === column.id)) return undefined;
    return {
      propertyId: column.id,
      durationSeconds: old.ttl.durationSeconds,
      version: old.version,
      endedSeconds: BigInt(Math.floor(this.#nowMs / 1000)),
    };
  }

  #dropSchema(spaceName: string, kind: 'tag' | 'edge', name: string): void {
    const space = this.#space(spaceName);
    const schema = this.#schema(space, kind, name);
    const { id } = schema.definition;
    const index = space.indexes.find((candidate) => candidate.kind === kind && candidate.schemaId === id);
    if (index) throw new CatalogError('InUse', `${kind} ${name} has the index ${index.name}; drop that first`);
    this.#putSpace({ ...space, schemas: space.schemas.filter((other) => other !== schema) });
    this.garbage.push({ kind, dataId: space.dataId, id });
  }

  /**
   * A property of an index keeps its type and stays; its comment may change, and its default unless there may be rows,
   * written before the property was, that the index has under it.
   */
  #checkUnused(
    space: SpaceState,
    { definition: schema, versions }: SchemaState,
    name: string,
    done: 'changed' | 'dropped',
    changed?: NewProperty,
  ): void {
    const property = schema.properties.find((candidate) => candidate.name === name);
    if (changed && property && isDeepStrictEqual(changed.type, property.type)) {
      const isOlder = versions.some((version) => version.every(({ id }) => id !== property.id));
      if (!isOlder || isDeepStrictEqual(changed.default?.constant, property.default?.constant)) return;
    }
    const index = space.indexes.find(
      (candidate) =>
        candidate.kind === schema.kind &&
        candidate.schemaId === schema.id &&
        candidate.fields.some((field) => field.property === name),
    );
    if (index) throw new CatalogError('InUse', `property ${name} can't be ${done}: index ${index.name} is on it`);
  }

  #findSpace(name: string): SpaceState | undefined {
    return [...this.state.spaces.values()].find((space) => space.definition.name === name);
  }

  #space(name: string): SpaceState {
    const space = this.#findSpace(name);
    if (!space) throw missing('SpaceNotFound', `space ${name}`);
    return space;
  }

  #schema(space: SpaceState, kind: 'tag' | 'edge', name: string): SchemaState {
    const schema = space.schemas.find(({ definition }) => definition.kind === kind && definition.name === name);
    if (!schema) throw missing(kind === 'tag' ? 'TagNotFound' : 'EdgeNotFound', `${kind} ${name}`);
    return schema;
  }

  #user(name: string): UserState {
    const user = this.state.users.get(name);
    if (!user) throw missing('UserNotFound', `user ${name}`);
    return user;
  }

  #putSpace(space: SpaceState): void {
    this.state = { ...this.state, spaces: new Map(this.state.spaces).set(space.definition.id, space) };
  }

  #putUser(user: UserState): void {
    this.state = { ...this.state, users: new Map(this.state.users).set(user.name, user) };
  }
}

function checkNames(properties: readonly PropertyDefinition[]): void {
  const names = new Set<string>();
  for (const { name } of properties) {
    if (names.has(name)) throw new CatalogError('InvalidProperty', `property ${name} is defined twice`);
    names.add(name);
  }
}

function checkTtl(ttl: Ttl | undefined, properties: readonly PropertyDefinition[]): void {
  if (ttl === undefined) return;
  const property = properties.find(({ name }) => name === ttl.column);
  if (!property) throw new CatalogError('InvalidTtl', `TTL column ${ttl.column} is not a property`);
  const { kind } = property.type;
  if (!kind.startsWith('int') && kind !== 'timestamp') {
    throw new CatalogError('InvalidTtl', `TTL column ${ttl.column} must be an int or a timestamp, not ${kind}`);
  }
}

function existed(what: string): CatalogError {
  return new CatalogError('Existed', `${what} exists already`);
}

function missing(code: CatalogErrorCode, what: string): CatalogError {
  return new CatalogError(code, `${what} does not exist`);
}

function invalidIndex(index: NewIndex, why: string): CatalogError {
  return new CatalogError('InvalidIndex', `index ${index.name}: ${why}`);
}
