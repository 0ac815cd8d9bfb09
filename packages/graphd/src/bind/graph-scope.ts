import { EdgeValue, VertexValue, type Value } from '@orrery/contracts';
import { printExpression, type Expression } from '@orrery/ngql';
import type { SpaceCatalog } from '../catalog/catalog.ts';
import type { PropertyType, SchemaDefinition } from '../catalog/definitions.ts';
import { edgeProperty, vertexProperty } from '../values/graph-values.ts';
import type { ValueType } from '../values/value-type.ts';
import type { Column, Compiled, Scope } from './scope.ts';
import { executionError, semanticError } from './statement-error.ts';

/** Which slots of a row hold what, for statements that speak of edges and vertices without naming them. */
export interface GraphLayout {
  readonly space: SpaceCatalog;
  /** `$^` */
  readonly source?: number;
  /** `$$` */
  readonly destination?: number;
  /** `EDGE`, and `type.property`. */
  readonly edge?: number;
  /** `VERTEX`, and `tag.property`. */
  readonly vertex?: number;
  /** Edge types by the name they have in this statement. */
  readonly edges?: ReadonlyMap<string, SchemaDefinition>;
  /** Tags whose properties may be named. */
  readonly tags?: ReadonlyMap<string, SchemaDefinition>;
  /** Columns of `$-` or `$variable`. */
  readonly input?: { readonly columns: readonly Column[]; readonly offset: number; readonly variable?: string };
}

/** The type of a space's vertex ids. */
export function vidType(space: SpaceCatalog): ValueType {
  return space.definition.vid.kind === 'int64' ? 'INT' : 'STRING';
}

const TYPES: Readonly<Record<PropertyType['kind'], ValueType>> = {
  bool: 'BOOL',
  int8: 'INT',
  int16: 'INT',
  int32: 'INT',
  int64: 'INT',
  float: 'FLOAT',
  double: 'FLOAT',
  string: 'STRING',
  fixed_string: 'STRING',
  date: 'DATE',
  time: 'TIME',
  datetime: 'DATETIME',
  timestamp: 'INT',
  duration: 'DURATION',
  geography: 'GEOGRAPHY',
  list: 'LIST',
  set: 'SET',
};

export function propertyValueType(type: PropertyType): ValueType {
  return TYPES[type.kind];
}

type Resolution = { readonly type: ValueType; readonly read: Compiled };

/** The names of GO, FETCH, LOOKUP, FIND PATH and GET SUBGRAPH. */
export class GraphScope implements Scope {
  readonly layout: GraphLayout;

  constructor(layout: GraphLayout) {
    this.layout = layout;
  }

  resolve(expression: Expression): Compiled | undefined {
    return this.#lookUp(expression)?.read;
  }

  typeOf(expression: Expression): ValueType | undefined {
    const found = this.#lookUp(expression);
    if (found) return found.type;
    if (expression.kind === 'call' && /^(id|src|dst|none_direct_(src|dst))$/i.test(expression.name)) {
      return vidType(this.layout.space);
    }
    return undefined;
  }

  #lookUp(expression: Expression): Resolution | undefined {
    const { layout } = this;
    switch (expression.kind) {
      case 'attribute':
        return expression.object.kind === 'label' ? this.#attribute(expression.object.name, expression) : undefined;
      case 'sourceProperty':
      case 'destinationProperty':
        return this.#endProperty(expression);
      case 'inputProperty':
        return this.#inputColumn(expression, expression.name, layout.input?.variable === undefined);
      case 'variableProperty':
        return this.#variableColumn(expression);
      case 'vertex': {
        const slot =
          expression.which === '$^' ? layout.source : expression.which === '$$' ? layout.destination : layout.vertex;
        if (slot === undefined) return undefined;
        return { type: 'VERTEX', read: (row) => row[slot] };
      }
      case 'edge': {
        const slot = layout.edge;
        return slot === undefined ? undefined : { type: 'EDGE', read: (row) => row[slot] };
      }
      case 'label':
        throw semanticError(`Invalid label identifiers: ${expression.name}`);
      default:
        return undefined;
    }
  }

  #attribute(owner: string, expression: Extract<Expression, { kind: 'attribute' }>): Resolution | undefined {
    const { layout } = this;
    const edge = layout.edges?.get(owner);
    if (edge && layout.edge !== undefined) return this.#edgeProperty(edge, layout.edge, expression);
    const tag = layout.tags?.get(owner);
    if (tag && layout.vertex !== undefined) return this.#tagProperty(tag, layout.vertex, expression);
    if (layout.vertex !== undefined) throw executionError(`TagNotFound: TagName \`${owner}\``);
    if (layout.edge !== undefined && layout.edges) {
      if (layout.space.edges.has(owner)) {
        throw semanticError(`edge should be declared first in over clause: \`${owner}'`);
      }
      throw executionError(`EdgeNotFound: EdgeName \`${owner}\``);
    }
    throw semanticError(`Invalid label identifiers: ${owner}`);
  }

  #edgeProperty(
    edge: SchemaDefinition,
    slot: number,
    expression: Extract<Expression, { kind: 'attribute' }>,
  ): Resolution {
    const { name } = expression;
    const ofType = (read: (value: EdgeValue) => Value): Compiled => {
      return (row) => {
        const value = row[slot];
        return value instanceof EdgeValue && Math.abs(value.typeId) === edge.id ? read(value) : undefined;
      };
    };
    const vid = vidType(this.layout.space);
    switch (name) {
      case '_src':
        return { type: vid, read: ofType((value) => value.src) };
      case '_dst':
        return { type: vid, read: ofType((value) => value.dst) };
      case '_rank':
        return { type: 'INT', read: ofType((value) => value.ranking) };
      case '_type':
        return { type: 'INT', read: ofType((value) => BigInt(value.typeId)) };
    }
    return { type: this.#propertyType(edge, name, expression), read: ofType((value) => edgeProperty(value, name)) };
  }

  #tagProperty(
    tag: SchemaDefinition,
    slot: number,
    expression: Extract<Expression, { kind: 'attribute' }>,
  ): Resolution {
    const { name } = expression;
    return {
      type: this.#propertyType(tag, name, expression),
      read: (row) => {
        const value = row[slot];
        return value instanceof VertexValue ? vertexProperty(value, tag.name, name) : undefined;
      },
    };
  }

  #endProperty(expression: Extract<Expression, { kind: 'sourceProperty' | 'destinationProperty' }>): Resolution {
    const { layout } = this;
    const tag = layout.space.tags.get(expression.tag);
    if (!tag) throw executionError(`TagNotFound: TagName \`${expression.tag}\``);
    const slot = expression.kind === 'sourceProperty' ? layout.source : layout.destination;
    if (slot === undefined) {
      throw semanticError('unsupported src/dst property expression in yield.');
    }
    const { name } = expression;
    return {
      type: this.#propertyType(tag, name, expression),
      read: (row) => {
        const value = row[slot];
        return value instanceof VertexValue ? vertexProperty(value, tag.name, name) : undefined;
      },
    };
  }

  #propertyType(schema: SchemaDefinition, name: string, expression: Expression): ValueType {
    const property = schema.properties.find((candidate) => candidate.name === name);
    if (!property) {
      throw semanticError(`\`${printExpression(expression)}', not found the property \`${name}'.`);
    }
    return propertyValueType(property.type);
  }

  #variableColumn(expression: Extract<Expression, { kind: 'variableProperty' }>): Resolution | undefined {
    if (this.layout.input?.variable !== expression.variable) return undefined;
    return this.#inputColumn(expression, expression.name, true);
  }

  #inputColumn(expression: Expression, name: string, allowed: boolean): Resolution | undefined {
    const { input } = this.layout;
    const column = input && allowed ? input.columns.findIndex((candidate) => candidate.name === name) : -1;
    if (!input || column < 0) {
      throw semanticError(`\`${printExpression(expression)}', not exist prop \`${name}'`);
    }
    const slot = input.offset + column;
    return { type: input.columns[column]!.type, read: (row) => row[slot] };
  }
}
