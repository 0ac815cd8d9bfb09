import type { Value, VertexId } from '@orrery/contracts';
import {
  printExpression,
  type Expression,
  type UpdateEdgeStatement,
  type UpdateItem,
  type UpdateVertexStatement,
  type YieldClause,
} from '@orrery/ngql';
import { propertyValueType, vidType } from '../../bind/graph-scope.ts';
import type { Compiled, Row, Scope } from '../../bind/scope.ts';
import { executionError, semanticError } from '../../bind/statement-error.ts';
import { some } from '../../bind/walk-expression.ts';
import type { SchemaDefinition } from '../../catalog/definitions.ts';
import { checkUnchanged } from '../../execute/check-unchanged.ts';
import type { Execution } from '../../execute/execution.ts';
import { StoreError, type PropertyRow, type SpaceWriter } from '../../storage/store.ts';
import type { ValueType } from '../../values/value-type.ts';
import { prepare, propertyPosition, spaceInUse, type PlanContext } from '../plan-context.ts';
import type { Bound, PlanNode } from '../plan-node.ts';
import { command } from './command.ts';
import { checkVidLength } from './delete.ts';
import { constantOf, vidOf } from './insert.ts';
import { coerce, defaultExpression } from './property-type.ts';

const INVALID_FIELD =
  'Storage Error: Invalid field value: may be the filed is not NULL or without default value or wrong schema.';

/** The properties of the one tag or edge that is updated: by bare name, `owner.name`, or `$^.owner.name`. */
class PropertyScope implements Scope {
  readonly #schema: SchemaDefinition;
  constructor(schema: SchemaDefinition) {
    this.#schema = schema;
  }

  #slot(expression: Expression): number | undefined {
    const name = propertyName(expression, this.#schema);
    if (name === undefined) return undefined;
    const slot = propertyPosition(this.#schema, name);
    if (slot < 0) {
      throw semanticError(`\`${this.#schema.name}.${name}', not found the property \`${name}'.`);
    }
    return slot;
  }

  resolve(expression: Expression): Compiled | undefined {
    const slot = this.#slot(expression);
    return slot === undefined ? undefined : (row) => row[slot];
  }

  typeOf(expression: Expression): ValueType | undefined {
    const slot = this.#slot(expression);
    return slot === undefined ? undefined : propertyValueType(this.#schema.properties[slot]!.type);
  }
}

function propertyName(expression: Expression, schema: SchemaDefinition): string | undefined {
  switch (expression.kind) {
    case 'label':
      return expression.name;
    case 'attribute':
      return expression.object.kind === 'label' && expression.object.name === schema.name ? expression.name : undefined;
    case 'sourceProperty':
      return schema.kind === 'tag' && expression.tag === schema.name ? expression.name : undefined;
    default:
      return undefined;
  }
}

/** @throws StatementError SemanticError where an expression speaks of something else than the one schema */
function checkReferences(expression: Expression, schema: SchemaDefinition): void {
  const isForeign = some(expression, (node) => {
    if (node.kind === 'destinationProperty' || node.kind === 'inputProperty') return true;
    if (node.kind === 'sourceProperty') return schema.kind === 'edge' || node.tag !== schema.name;
    return node.kind === 'attribute' && node.object.kind === 'label' && node.object.name !== schema.name;
  });
  if (isForeign) throw semanticError(`Has wrong expr in \`${printExpression(expression)}'`);
}

/** @throws StatementError ExecutionError on a property of another edge type */
function checkYieldedEdge(expression: Expression, schema: SchemaDefinition, context: PlanContext): void {
  const { edges } = spaceInUse(context);
  const isForeign = some(expression, (node) => {
    if (node.kind !== 'attribute' || node.object.kind !== 'label') return false;
    return node.object.name !== schema.name && edges.has(node.object.name);
  });
  if (isForeign && schema.kind === 'edge') throw executionError('Storage Error: Edge prop not found.');
}

interface Update {
  readonly schema: SchemaDefinition;
  readonly items: readonly { readonly position: number; readonly property: string; readonly value: Bound }[];
  readonly when: Bound | undefined;
  readonly yields: readonly { readonly name: string; readonly bound: Bound }[];
  readonly insertable: boolean;
}

function planUpdate(
  statement: {
    readonly items: readonly UpdateItem[];
    readonly when: Expression | undefined;
    readonly yield: YieldClause | undefined;
    readonly insertable: boolean;
  },
  schema: SchemaDefinition,
  context: PlanContext,
): Update {
  const scope = new PropertyScope(schema);
  const checked = (expression: Expression): Bound => {
    checkReferences(expression, schema);
    return prepare(expression, scope, context);
  };
  return {
    schema,
    insertable: statement.insertable,
    items: statement.items.map(({ property, value }) => ({
      position: propertyPosition(schema, property),
      property,
      value: checked(value),
    })),
    when: statement.when && checked(statement.when),
    yields: (statement.yield?.columns ?? []).map(({ alias, expression }) => {
      checkYieldedEdge(expression, schema, context);
      return { name: alias ?? printExpression(expression), bound: checked(expression) };
    }),
  };
}

/** One update with its expressions compiled. */
class UpdateRun {
  readonly #update: Update;
  readonly #execution: Execution;
  readonly #values: readonly Compiled[];
  readonly #when: Compiled | undefined;
  readonly #yields: readonly Compiled[];

  constructor(update: Update, execution: Execution) {
    this.#update = update;
    this.#execution = execution;
    this.#values = update.items.map(({ value }) => execution.compile(value));
    this.#when = update.when && execution.compile(update.when);
    this.#yields = update.yields.map(({ bound }) => execution.compile(bound));
  }

  /** The properties after the update, and whether there is anything to write. */
  apply(current: PropertyRow | undefined): { readonly row: Row; readonly changed: boolean } {
    const { schema, items, insertable } = this.#update;
    if (!current && !insertable) throw executionError('Storage Error: Vertex or edge not found.');
    const row: Row = current ? schema.properties.map((_property, i) => current.value(i)) : this.#defaults();
    // Storage takes whatever is not true for false.
    if (current && this.#when && this.#when(row) !== true) return { row, changed: false };
    items.forEach(({ position }, i) => {
      const property = schema.properties[position];
      if (!property) {
        const kind = schema.kind === 'tag' ? 'Tag' : 'Edge';
        throw executionError(`Storage Error: ${kind} prop not found.`);
      }
      const value = this.#values[i]!(row);
      if (value !== undefined && typeof value === 'object' && value !== null && 'kind' in value) {
        throw executionError('Storage Error: Invalid data, may be wrong value type.');
      }
      row[position] = coerce(value, property.type);
    });
    return { row, changed: true };
  }

  /** What an upsert starts from. */
  #defaults(): Row {
    const { schema, items } = this.#update;
    const assigned = new Set(items.map(({ position }) => position));
    return schema.properties.map((property, i): Value => {
      if (property.default) {
        const { constant } = property.default;
        const value = constant ?? constantOf(defaultExpression(property), this.#execution.evaluation);
        return coerce(value, property.type);
      }
      if (!property.nullable && !assigned.has(i)) {
        throw executionError(INVALID_FIELD);
      }
      return null;
    });
  }

  result(row: Row): Row[] {
    return this.#yields.length === 0 ? [] : [this.#yields.map((compute) => compute(row))];
  }
}

function updateCommand(
  name: string,
  update: Update,
  write: (writer: SpaceWriter, run: UpdateRun, execution: Execution) => Row[],
): PlanNode {
  const titles = update.yields.map((item) => item.name);
  return command(name, titles, async (execution) => {
    const run = new UpdateRun(update, execution);
    const rows = await execution.engine.store
      .write(execution.spaceId, (writer) => {
        checkUnchanged(writer, update.schema);
        return write(writer, run, execution);
      })
      .catch(rethrown);
    return rows.flatMap((row) => run.result(row));
  });
}

/** @throws StatementError with the words that UPDATE has for values that do not fit */
function rethrown(error: unknown): never {
  if (error instanceof StoreError && error.code === 'TypeMismatch') {
    throw executionError('Storage Error: Invalid data, may be wrong value type.');
  }
  if (error instanceof StoreError && error.code === 'NotNullable') throw executionError(INVALID_FIELD);
  throw error;
}

export function planUpdateVertex(statement: UpdateVertexStatement, context: PlanContext): PlanNode {
  const space = spaceInUse(context);
  const owners = new Set([statement.tag, ...statement.items.map(({ owner }) => owner)]);
  const names = [...owners].filter((owner) => owner !== undefined);
  const mixed = statement.items.some(({ owner }) => owner === undefined) && statement.tag === undefined;
  if (names.length !== 1 || mixed) {
    const owned = new Set(statement.items.map(({ owner }) => owner ?? ''));
    throw semanticError(`Multi schema name: ${[...owned].sort().join(',')}`);
  }
  const schema = space.tags.get(names[0]!);
  if (!schema) throw semanticError(`No schema found for \`${names[0]}'`);
  const update = planUpdate(statement, schema, context);
  const type = vidType(space);
  return updateCommand('UpdateVertex', update, (writer, run, execution) =>
    statement.vids.map((expression) => {
      const vid: VertexId = vidOf(expression, type, execution.evaluation);
      checkVidLength(vid, execution);
      const known = writer.indexOf(vid);
      const { row, changed } = run.apply(known === undefined ? undefined : writer.tagRow(known, schema.id));
      if (changed) writer.putTag(known ?? writer.indexFor(vid), schema.id, row);
      return row;
    }),
  );
}

export function planUpdateEdge(statement: UpdateEdgeStatement, context: PlanContext): PlanNode {
  const space = spaceInUse(context);
  const schema = space.edges.get(statement.edge);
  if (!schema) throw semanticError(`No schema found for \`${statement.edge}'`);
  const update = planUpdate(statement, schema, context);
  const type = vidType(space);
  return updateCommand('UpdateEdge', update, (writer, run, execution) =>
    statement.keys.map(({ src, dst, rank }) => {
      const [from, to] = [vidOf(src, type, execution.evaluation), vidOf(dst, type, execution.evaluation)];
      checkVidLength(from, execution);
      checkVidLength(to, execution);
      const ranking = rank ? constantOf(rank, execution.evaluation) : 0n;
      if (typeof ranking !== 'bigint') throw semanticError('the rank of an edge must be an int');
      const [source, destination] = [writer.indexOf(from), writer.indexOf(to)];
      const keyOf = (s: number, d: number) => ({ src: s, dst: d, typeId: schema.id, rank: ranking });
      const isKnown = source !== undefined && destination !== undefined;
      const { row, changed } = run.apply(isKnown ? writer.edgeRow(keyOf(source, destination)) : undefined);
      if (changed) writer.putEdge(keyOf(writer.indexFor(from), writer.indexFor(to)), row);
      return row;
    }),
  );
}
