import { decodeList, decodeStruct } from './decode-struct.ts';
import type { ThriftReader } from './thrift-reader.ts';
import type { ThriftWriter } from './thrift-writer.ts';
import { ThriftType as T } from './thrift-type.ts';
import { WireError } from './wire-error.ts';

/** Writes in steps: others may have a turn between them. */
export type Steps = (writer: ThriftWriter) => Generator<void>;

/** How a value of one Thrift type is read and written: both directions in one place, so that they can't differ. */
export interface Codec<V> {
  /** {@link T} */
  readonly type: number;
  read(reader: ThriftReader): V;
  write(writer: ThriftWriter, value: V): void;
  /** The same bytes for a long value; undefined for a short one, which is written at once. */
  steps?(value: V): Steps | undefined;
  /** What a required field has that was not sent. */
  absent(): V;
}

interface Field<V> {
  readonly id: number;
  readonly codec: Codec<V>;
  /** Undefined for a field that may be missing. */
  readonly absent: (() => V) | undefined;
}

/** A field that is always written, and that has its codec's (or the given) value where it did not come. */
export function required<V>(
  id: number,
  codec: Codec<V>,
  absent: () => V = codec.absent,
): Field<V> & { optional: false } {
  return { id, codec, absent, optional: false };
}

/** A field that is written when it is not undefined. */
export function optional<V>(id: number, codec: Codec<V>): Field<V> & { optional: true } {
  return { id, codec, absent: undefined, optional: true };
}

type Fields<S> = {
  readonly [K in keyof S]-?: undefined extends S[K]
    ? Field<Exclude<S[K], undefined>> & { optional: true }
    : Field<S[K]> & { optional: false };
};

/** A struct as an object of its fields. Fields that it does not know, or that come in another type, are skipped. */
export function struct<S extends object>(fields: Fields<S>): Codec<S> {
  const named = (Object.entries(fields) as [string, Field<unknown>][]).sort(([, a], [, b]) => a.id - b.id);
  const byId = new Map(named.map((entry) => [entry[1].id, entry]));
  const blank = (): Record<string, unknown> => {
    const value: Record<string, unknown> = {};
    for (const [name, { absent }] of named) if (absent) value[name] = absent();
    return value;
  };
  const writeField = (writer: ThriftWriter, { id, codec }: Field<unknown>, previous: number, member: unknown): void => {
    if (codec.type === T.BOOL) writer.boolField(member as boolean, id, previous);
    else {
      writer.field(codec.type, id, previous);
      codec.write(writer, member);
    }
  };
  const steps = (value: S): Steps | undefined => {
    const members = value as Record<string, unknown>;
    const isLong = ([name, { codec }]: [string, Field<unknown>]): boolean =>
      members[name] !== undefined && codec.steps?.(members[name]) !== undefined;
    if (!named.some(isLong)) return undefined;
    return function* (writer) {
      let previous = 0;
      for (const [name, field] of named) {
        const member = members[name];
        if (member === undefined) continue;
        if (field.codec.steps) {
          writer.field(field.codec.type, field.id, previous);
          const rest = writeUnlessLong(field.codec, writer, member);
          if (rest) yield* rest(writer);
        } else writeField(writer, field, previous, member);
        previous = field.id;
      }
      writer.stop();
    };
  };
  return {
    type: T.STRUCT,
    ...(named.some(([, { codec }]) => codec.steps) && { steps }),
    read(reader) {
      const value = blank();
      decodeStruct(reader, (id, type) => {
        const entry = byId.get(id);
        if (!entry || entry[1].codec.type !== type) return false;
        value[entry[0]] = entry[1].codec.read(reader);
        return true;
      });
      return value as S;
    },
    write(writer, value) {
      let previous = 0;
      for (const [name, field] of named) {
        const member = (value as Record<string, unknown>)[name];
        if (member === undefined) continue;
        writeField(writer, field, previous, member);
        previous = field.id;
      }
      writer.stop();
    },
    absent: () => blank() as S,
  };
}

/** A codec of another shape of the same bytes. */
export function reshaped<Outer, Inner>(
  codec: Codec<Inner>,
  toOuter: (inner: Inner) => Outer,
  toInner: (outer: Outer) => Inner,
): Codec<Outer> {
  return {
    type: codec.type,
    read: (reader) => toOuter(codec.read(reader)),
    write: (writer, value) => codec.write(writer, toInner(value)),
    ...(codec.steps && { steps: (value: Outer) => codec.steps!(toInner(value)) }),
    absent: () => toOuter(codec.absent()),
  };
}

/** A field of a struct; in a container it would be written otherwise. */
export const bool: Codec<boolean> = {
  type: T.BOOL,
  read: (reader) => reader.bool(),
  write: () => {
    throw new TypeError('a bool is written with its field');
  },
  absent: () => false,
};

export const i16: Codec<number> = {
  type: T.I16,
  read: (reader) => reader.i16(),
  write: (writer, value) => writer.i16(value),
  absent: () => 0,
};

export const i32: Codec<number> = {
  type: T.I32,
  read: (reader) => reader.i32(),
  write: (writer, value) => writer.i32(value),
  absent: () => 0,
};

export const i64: Codec<bigint> = {
  type: T.I64,
  read: (reader) => reader.i64(),
  write: (writer, value) => writer.i64(value),
  absent: () => 0n,
};

/** For counts and times, which doubles hold exactly. */
export const i64Number: Codec<number> = reshaped(i64, Number, (value) => BigInt(Math.round(value)));

export const text: Codec<string> = {
  type: T.STRING,
  read: (reader) => reader.string(),
  write: (writer, value) => writer.string(value),
  absent: () => '',
};

/** Bytes of their own: they don't keep the message in memory. */
export const bytes: Codec<Uint8Array> = {
  type: T.STRING,
  read: (reader) => new Uint8Array(reader.bytes()),
  write: (writer, value) => writer.bytes([value], value.length),
  absent: () => new Uint8Array(0),
};

export function list<E>(element: Codec<E>): Codec<readonly E[]> {
  return {
    type: T.LIST,
    read: (reader) => decodeList(reader, element.type, () => element.read(reader)),
    write(writer, values) {
      writer.list(element.type, values.length);
      for (const value of values) element.write(writer, value);
    },
    absent: () => [],
  };
}

export function map<K, V>(key: Codec<K>, value: Codec<V>): Codec<ReadonlyMap<K, V>> {
  return {
    type: T.MAP,
    read(reader) {
      const size = reader.map();
      if (size > 0 && (reader.keyType !== key.type || reader.elementType !== value.type)) {
        throw new WireError('format', 'a map with keys or values of another type');
      }
      const entries = new Map<K, V>();
      for (let i = 0; i < size; i++) {
        const name = key.read(reader);
        entries.set(name, value.read(reader));
      }
      return entries;
    },
    write(writer, entries) {
      writer.map(key.type, value.type, entries.size);
      for (const [name, entry] of entries) {
        key.write(writer, name);
        value.write(writer, entry);
      }
    },
    absent: () => new Map(),
  };
}

/** Elements that are written between two steps. */
const ELEMENTS_PER_STEP = 256;

/** A list that is written in steps when it is long, or one of its elements is. */
export function longList<E>(element: Codec<E>): Codec<readonly E[]> {
  return {
    ...list(element),
    steps(values) {
      if (values.length <= ELEMENTS_PER_STEP && !values.some((value) => element.steps?.(value))) return undefined;
      return function* (writer) {
        writer.list(element.type, values.length);
        yield* elementSteps(writer, values, (value) => writeUnlessLong(element, writer, value));
      };
    },
  };
}

/** The same for a map and its values. */
export function longMap<K, V>(key: Codec<K>, value: Codec<V>): Codec<ReadonlyMap<K, V>> {
  return {
    ...map(key, value),
    steps(entries) {
      if (entries.size <= ELEMENTS_PER_STEP && ![...entries.values()].some((entry) => value.steps?.(entry))) {
        return undefined;
      }
      return function* (writer) {
        writer.map(key.type, value.type, entries.size);
        yield* elementSteps(writer, entries, ([name, entry]) => {
          key.write(writer, name);
          return writeUnlessLong(value, writer, entry);
        });
      };
    },
  };
}

/** `write`: returns the steps of what it has left to them. */
function* elementSteps<E>(
  writer: ThriftWriter,
  elements: Iterable<E>,
  write: (element: E) => Steps | undefined,
): Generator<void> {
  let written = 0;
  for (const element of elements) {
    const rest = write(element);
    if (rest) yield* rest(writer);
    if (++written % ELEMENTS_PER_STEP === 0) yield;
  }
}

function writeUnlessLong<V>(codec: Codec<V>, writer: ThriftWriter, value: V): Steps | undefined {
  const steps = codec.steps?.(value);
  if (!steps) codec.write(writer, value);
  return steps;
}
