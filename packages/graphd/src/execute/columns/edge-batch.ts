import type { EdgeColumnScan, NumberColumn, SpaceReader } from '../../storage/store.ts';
import type { SchemaDefinition } from '../../catalog/definitions.ts';
import { numberKind } from '../../storage/edge-columns.ts';
import type { TagSets } from './tag-sets.ts';
import { Vector, type ColumnExpression } from './vector.ts';

/** What expressions read of the edges of one type, or of the vertices of a tag, which are sources alone; gathered while they are compiled, and then scanned. */
export class EdgeBatch {
  readonly schema: SchemaDefinition;
  readonly #reader: SpaceReader;
  readonly #tags: TagSets;
  readonly #wanted: (number | 'rank')[] = [];
  #scan: EdgeColumnScan | undefined;

  constructor(reader: SpaceReader, schema: SchemaDefinition, tags: TagSets) {
    this.#reader = reader;
    this.#tags = tags;
    this.schema = schema;
  }

  /** Undefined when the type has no such number. */
  property(name: string): ColumnExpression | undefined {
    const position = this.schema.properties.findIndex((property) => property.name === name);
    const kind = position < 0 ? undefined : numberKind(this.schema.properties[position]!.type.kind);
    return kind && { kind, evaluate: this.#column(position) };
  }

  rank(): ColumnExpression {
    return { kind: 'int', evaluate: this.#column('rank') };
  }

  /** The vertices' own numbers. */
  vertexNumber(end: 'src' | 'dst'): ColumnExpression {
    const out = new Vector();
    return {
      kind: 'int',
      evaluate: (count) => {
        out.reserve(count);
        const vertices = this.#scan![end];
        for (let i = 0; i < count; i++) out.values[i] = vertices[i]!;
        return out;
      },
    };
  }

  /** Whether the vertex at an end has a tag. */
  tagTest(end: 'src' | 'dst', tag: string): ColumnExpression {
    const set = this.#tags.of(tag);
    const out = new Vector();
    return {
      kind: 'bool',
      evaluate: (count) => {
        out.reserve(count);
        const vertices = this.#scan![end];
        for (let i = 0; i < count; i++) out.values[i] = set.has(vertices[i]!);
        return out;
      },
    };
  }

  /** A number of a tag of the vertex at an end, NULL where the vertex lacks it; undefined when there is no such number. */
  tagProperty(end: 'src' | 'dst', tag: string, name: string): ColumnExpression | undefined {
    const numbers = this.#tags.numbersOf(tag, name);
    const out = new Vector();
    return (
      numbers && {
        kind: numbers.kind,
        evaluate: (count) => {
          if (!numbers.isExact) return undefined;
          out.reserve(count);
          out.hasNulls = numbers.gather(this.#scan![end], count, out.values, out.nulls);
          return out;
        },
      }
    );
  }

  /** Begins; expressions of this batch may not be compiled after it. */
  open(): EdgeColumnScan {
    const { kind, id, name } = this.schema;
    const scan = kind === 'tag' ? this.#reader.scanTagColumns(id, []) : this.#reader.scanEdgeColumns(id, this.#wanted);
    if (!scan) throw new RangeError(`there is no ${kind} ${name}`);
    this.#scan = scan;
    return scan;
  }

  #column(wanted: number | 'rank'): () => NumberColumn {
    let at = this.#wanted.indexOf(wanted);
    if (at < 0) at = this.#wanted.push(wanted) - 1;
    return () => this.#scan!.columns[at]!;
  }
}
