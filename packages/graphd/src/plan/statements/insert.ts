import { NullValue, type Value, type VertexId } from '@orrery/contracts';
import {
  printExpression,
  type Expression,
  type InsertEdgesStatement,
  type InsertVerticesStatement,
} from '@orrery/ngql';
import type { ValueType } from '../../values/value-type.ts';
import { compileExpression } from '../../bind/compile-expression.ts';
import { vidType } from '../../bind/graph-scope.ts';
import { EMPTY_SCOPE, type EvaluationContext } from '../../bind/scope.ts';
import { executionError, semanticError } from '../../bind/statement-error.ts';
import { substituteParameters } from '../../bind/fold-constants.ts';
import type { SchemaDefinition } from '../../catalog/definitions.ts';
import { writePieces } from '../../execute/write-pieces.ts';
import { propertyPosition, spaceInUse, type PlanContext } from '../plan-context.ts';
import type { PlanNode } from '../plan-node.ts';
import { action } from './command.ts';
import { coerce, defaultExpression } from './property-type.ts';
import { isEvaluable } from './references.ts';
import { wrongVidType } from './vertex-source.ts';

/** The value of an expression without names; constants, which bulk inserts are made of, without a closure. */
export function constantOf(expression: Expression, context: EvaluationContext): Value {
  if (expression.kind === 'constant') return expression.value;
  const substituted = substituteParameters(expression, context.parameters);
  const value = compileExpression(substituted, EMPTY_SCOPE, context)([]);
  if (value instanceof NullValue) {
    throw executionError(`Wrong value type: ${printExpression(expression)}`);
  }
  return value;
}

/** A vertex id that was written down. @throws StatementError ExecutionError when it is of another type than the space's */
export function vidOf(expression: Expression, vid: ValueType, context: EvaluationContext): VertexId {
  const value = constantOf(expression, context);
  if (typeof value === (vid === 'INT' ? 'bigint' : 'string')) return value as VertexId;
  throw wrongVidType(expression);
}

/** @throws StatementError SemanticError on ids and values that need a row: an INSERT has none */
function checkEvaluable(
  row: { readonly values: readonly Expression[] },
  ids: readonly Expression[],
  context: PlanContext,
): void {
  for (const id of ids) {
    if (id.kind !== 'constant' && !isEvaluable(id, context)) {
      throw semanticError(`Wrong vid expression \`${printExpression(id)}'`);
    }
  }
  for (const value of row.values) {
    if (value.kind !== 'constant' && !isEvaluable(value, context)) {
      throw semanticError(`Insert wrong value: \`${printExpression(value)}'.`);
    }
  }
}

/** How the values of a statement's rows become rows of a schema. */
class RowLayout {
  readonly schema: SchemaDefinition;
  /** Position in the written values of each property; -1 where it takes its default. */
  readonly #sources: readonly number[];
  readonly width: number;

  constructor(schema: SchemaDefinition, names: readonly string[] | undefined) {
    this.schema = schema;
    const written = names ?? schema.properties.map(({ name }) => name);
    this.width = written.length;
    for (const name of written) {
      if (propertyPosition(schema, name) < 0) {
        throw semanticError(`Unknown column \`${name}' in schema`);
      }
    }
    if (new Set(written).size < written.length) throw semanticError('Duplicate column name in the list of properties');
    this.#sources = schema.properties.map(({ name }) => written.indexOf(name));
    schema.properties.forEach((property, i) => {
      if (this.#sources[i]! < 0 && !property.nullable && !property.default) {
        throw semanticError(`The property \`${property.name}' is not nullable and has no default value.`);
      }
    });
  }

  values(written: readonly Expression[], offset: number, context: EvaluationContext): Value[] {
    return this.schema.properties.map((property, i) => {
      const source = this.#sources[i]!;
      const expression = source < 0 ? undefined : written[offset + source]!;
      if (expression) return coerce(constantOf(expression, context), property.type);
      if (!property.default) return null;
      const { constant } = property.default;
      return coerce(constant ?? constantOf(defaultExpression(property), context), property.type);
    });
  }
}

export function planInsertVertices(statement: InsertVerticesStatement, context: PlanContext): PlanNode {
  const space = spaceInUse(context);
  if (statement.tags.length === 0) throw semanticError('Insert vertex is forbidden, please specify the tag');
  const layouts = statement.tags.map(({ tag, properties }) => {
    const schema = space.tags.get(tag);
    if (!schema) throw semanticError(`No schema found for \`${tag}'`);
    return new RowLayout(schema, properties);
  });
  const width = layouts.reduce((sum, layout) => sum + layout.width, 0);
  for (const row of statement.rows) {
    if (row.values.length !== width) throw semanticError("Column count doesn't match value count.");
    checkEvaluable(row, [row.vid], context);
  }
  const options = { ifNotExists: statement.ifNotExists };
  const type = vidType(space);
  return action('InsertVertices', async (execution) => {
    const { evaluation } = execution;
    const rows: { vid: VertexId; tags: Value[][] }[] = [];
    for (const row of statement.rows) {
      let offset = 0;
      const tags = layouts.map((layout) => {
        const values = layout.values(row.values, offset, evaluation);
        offset += layout.width;
        return values;
      });
      rows.push({ vid: vidOf(row.vid, type, evaluation), tags });
      if (execution.pace.due()) await execution.pace.pause();
    }
    const schemas = layouts.map((layout) => layout.schema);
    await writePieces(rows, schemas, execution, (writer, { vid, tags }) => {
      const vertex = writer.indexFor(vid);
      layouts.forEach((layout, i) => writer.putTag(vertex, layout.schema.id, tags[i]!, options));
    });
  });
}

export function planInsertEdges(statement: InsertEdgesStatement, context: PlanContext): PlanNode {
  const space = spaceInUse(context);
  const schema = space.edges.get(statement.edge);
  if (!schema) throw semanticError(`No schema found for \`${statement.edge}'`);
  const layout = new RowLayout(schema, statement.properties);
  for (const row of statement.rows) {
    if (row.values.length !== layout.width) throw semanticError("Column count doesn't match value count.");
    checkEvaluable(row, [row.src, row.dst], context);
  }
  const options = { ifNotExists: statement.ifNotExists };
  const vid = vidType(space);
  return action('InsertEdges', async (execution) => {
    const { evaluation } = execution;
    const rows: { src: VertexId; dst: VertexId; rank: bigint; values: Value[] }[] = [];
    for (const row of statement.rows) {
      rows.push({
        src: vidOf(row.src, vid, evaluation),
        dst: vidOf(row.dst, vid, evaluation),
        rank: row.rank,
        values: layout.values(row.values, 0, evaluation),
      });
      if (execution.pace.due()) await execution.pace.pause();
    }
    await writePieces(rows, [schema], execution, (writer, { src, dst, rank, values }) => {
      const key = { src: writer.indexFor(src), dst: writer.indexFor(dst), typeId: schema.id, rank };
      writer.putEdge(key, values, options);
    });
  });
}
