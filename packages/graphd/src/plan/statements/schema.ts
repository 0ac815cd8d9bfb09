import { NullValue, type Value } from '@orrery/contracts';
import {
  printExpression,
  type AlterSchemaStatement,
  type ColumnDefinition,
  type CreateSchemaStatement,
  type DescribeSchemaStatement,
  type DropSchemaStatement,
  type SchemaOption,
} from '@orrery/ngql';
import { foldConstants, isConstant } from '../../bind/fold-constants.ts';
import { compileExpression } from '../../bind/compile-expression.ts';
import { EMPTY_SCOPE, type Row } from '../../bind/scope.ts';
import { executionError, semanticError, StatementError } from '../../bind/statement-error.ts';
import type { NewProperty, SchemaAlteration } from '../../catalog/catalog.ts';
import type { PropertyDefault, PropertyType, SchemaDefinition, Ttl } from '../../catalog/definitions.ts';
import { indexesOn } from '../access-path.ts';
import { spaceInUse, type PlanContext } from '../plan-context.ts';
import type { PlanNode } from '../plan-node.ts';
import { action, command } from './command.ts';
import { coerce, propertyType, propertyTypeText } from './property-type.ts';

/** A column as it was written, checked: its default must fit its type. */
function newProperty(definition: ColumnDefinition, context: PlanContext): NewProperty {
  const type = propertyType(definition.type);
  const fallback = definition.default && propertyDefault(definition, context);
  return {
    name: definition.name,
    type,
    nullable: definition.nullable ?? true,
    ...(fallback && { default: fallback }),
    ...(definition.comment === undefined ? {} : { comment: definition.comment }),
  };
}

function propertyDefault(definition: ColumnDefinition, context: PlanContext): PropertyDefault {
  const expression = definition.default!;
  foldConstants(expression, context.evaluation);
  const value = compileExpression(expression, EMPTY_SCOPE, context.evaluation)([]);
  const type = propertyType(definition.type);
  // Unlike INSERT, a schema takes no int for a float.
  if (typeof value === 'bigint' && (type.kind === 'float' || type.kind === 'double')) {
    throw executionError('Invalid param!');
  }
  const coerced = coercedDefault(value, type);
  if (coerced instanceof NullValue || !fits(coerced, definition)) throw executionError('Invalid param!');
  if (value === null && definition.nullable === false) throw executionError('Invalid param!');
  const text = printExpression(expression);
  return isConstant(expression) ? { text, constant: coerced } : { text };
}

function coercedDefault(value: Value, type: PropertyType): Value {
  try {
    return coerce(value, type);
  } catch (error) {
    if (error instanceof StatementError) throw executionError('Invalid param!');
    throw error;
  }
}

/** Whether a default's value is of the column's type; what is out of an int's range is not. */
function fits(value: Value, { type }: ColumnDefinition): boolean {
  if (value === null) return true;
  switch (type.name) {
    case 'BOOL':
      return typeof value === 'boolean';
    case 'INT8':
    case 'INT16':
    case 'INT32':
    case 'INT64': {
      const bits = Number(type.name.slice(3));
      return typeof value === 'bigint' && BigInt.asIntN(bits, value) === value;
    }
    case 'TIMESTAMP':
      return typeof value === 'bigint';
    case 'FLOAT':
    case 'DOUBLE':
      return typeof value === 'number';
    case 'STRING':
    case 'FIXED_STRING':
      return typeof value === 'string';
    default:
      return typeof value === 'object';
  }
}

function checkDuplicates(names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) throw semanticError(`Duplicate column name \`${name}'`);
    seen.add(name);
  }
}

interface Options {
  readonly ttl: Ttl | null | undefined;
  readonly comment: string | undefined;
}

/** TTL needs both its column and its duration; an empty column takes it away. */
function optionsOf(options: readonly SchemaOption[], current: Ttl | undefined): Options {
  let column = current?.column;
  let duration = current?.durationSeconds;
  let comment: string | undefined;
  let touched = false;
  for (const option of options) {
    if (option.name === 'comment') comment = option.value;
    else touched = true;
    if (option.name === 'ttl_col') column = option.value;
    if (option.name === 'ttl_duration') duration = option.value;
  }
  if (!touched) return { ttl: undefined, comment };
  if (column === undefined || column === '') {
    if (current === undefined && (duration ?? 0n) > 0n && column === undefined) {
      throw executionError('Implicit ttl_col not support');
    }
    return { ttl: null, comment };
  }
  return { ttl: { column, durationSeconds: duration ?? 0n }, comment };
}

export function planCreateSchema(statement: CreateSchemaStatement, context: PlanContext): PlanNode {
  const space = spaceInUse(context).definition.name;
  checkDuplicates(statement.columns.map(({ name }) => name));
  const isTag = statement.kind === 'createTag';
  const known = isTag ? spaceInUse(context).tags : spaceInUse(context).edges;
  const properties = statement.columns.map((definition) => newProperty(definition, context));
  const { ttl, comment } = optionsOf(statement.options, undefined);
  return action(isTag ? 'CreateTag' : 'CreateEdge', async (execution) => {
    if (statement.ifNotExists && known.has(statement.name)) return;
    const schema = {
      name: statement.name,
      properties,
      ...(ttl && { ttl }),
      ...(comment === undefined ? {} : { comment }),
    };
    await execution.engine.store.catalog.edit((editor) =>
      isTag ? editor.createTag(space, schema) : editor.createEdge(space, schema),
    );
  });
}

export function planAlterSchema(statement: AlterSchemaStatement, context: PlanContext): PlanNode {
  const space = spaceInUse(context);
  const isTag = statement.kind === 'alterTag';
  const current = (isTag ? space.tags : space.edges).get(statement.name);
  const columnsOf = (kind: 'addColumns' | 'changeColumns'): NewProperty[] =>
    statement.items.flatMap((item) =>
      item.kind === kind ? item.columns.map((definition) => alteredProperty(definition, context)) : [],
    );
  const [add, change] = [columnsOf('addColumns'), columnsOf('changeColumns')];
  const drop = statement.items.flatMap((item) => (item.kind === 'dropColumns' ? item.names : []));
  checkDuplicates([...add.map(({ name }) => name), ...change.map(({ name }) => name), ...drop]);
  const options = optionsOf(statement.options, current?.ttl);
  const { comment } = options;
  const ttl = current?.ttl && drop.includes(current.ttl.column) ? null : options.ttl;
  for (const { name, type } of change) {
    const known = current?.properties.find((property) => property.name === name);
    if (known && !widens(known.type, type)) throw executionError('Unsupported!');
  }
  if (change.some(({ name }) => name === current?.ttl?.column)) throw executionError('Unsupported!');
  if (options.ttl !== undefined && current && indexesOn(current, space).length > 0) {
    throw executionError('Unsupported!');
  }
  const alteration: SchemaAlteration = {
    ...(add.length > 0 && { add }),
    ...(change.length > 0 && { change }),
    ...(drop.length > 0 && { drop }),
    ...(ttl === undefined ? {} : { ttl }),
    ...(comment === undefined ? {} : { comment }),
  };
  return action(isTag ? 'AlterTag' : 'AlterEdge', (execution) =>
    execution.engine.store.catalog.edit((editor) =>
      isTag
        ? editor.alterTag(space.definition.name, statement.name, alteration)
        : editor.alterEdge(space.definition.name, statement.name, alteration),
    ),
  );
}

const INT_BITS: Partial<Record<PropertyType['kind'], number>> = { int8: 8, int16: 16, int32: 32, int64: 64 };

/** Rows that exist keep their values: a type may only become one that holds them all. */
function widens(from: PropertyType, to: PropertyType): boolean {
  if (from.kind === 'fixed_string') return to.kind === 'string' || (to.kind === from.kind && to.length >= from.length);
  const [old, wanted] = [INT_BITS[from.kind], INT_BITS[to.kind]];
  if (old !== undefined && wanted !== undefined) return wanted >= old;
  if (from.kind === 'float' && to.kind === 'double') return true;
  return propertyTypeText(from) === propertyTypeText(to);
}

/** Rows that exist take the default, so a column that may not be null needs one. */
function alteredProperty(definition: ColumnDefinition, context: PlanContext): NewProperty {
  if (definition.nullable === false && !definition.default) {
    throw semanticError(`Column \`${definition.name}' must have a default value if it's not nullable`);
  }
  return newProperty(definition, context);
}

export function planDropSchema(statement: DropSchemaStatement, context: PlanContext): PlanNode {
  const space = spaceInUse(context);
  const isTag = statement.kind === 'dropTag';
  return action(isTag ? 'DropTag' : 'DropEdge', async (execution) => {
    if (statement.ifExists && !(isTag ? space.tags : space.edges).has(statement.name)) return;
    const { name } = space.definition;
    await execution.engine.store.catalog.edit((editor) =>
      isTag ? editor.dropTag(name, statement.name) : editor.dropEdge(name, statement.name),
    );
  });
}

export function schemaNamed(kind: 'tag' | 'edge', name: string, context: PlanContext): SchemaDefinition {
  const space = spaceInUse(context);
  const schema = (kind === 'tag' ? space.tags : space.edges).get(name);
  if (schema) return schema;
  throw executionError(kind === 'tag' ? 'TagNotFound: Tag not existed!' : 'EdgeNotFound: Edge not existed!');
}

export function planDescribeSchema(statement: DescribeSchemaStatement, context: PlanContext): PlanNode {
  const isTag = statement.kind === 'describeTag';
  const schema = schemaNamed(isTag ? 'tag' : 'edge', statement.name, context);
  return command(isTag ? 'DescTag' : 'DescEdge', ['Field', 'Type', 'Null', 'Default', 'Comment'], () =>
    schema.properties.map((property): Row => {
      const { default: fallback } = property;
      const shown = fallback && ('constant' in fallback ? fallback.constant : fallback.text);
      const nullable = property.nullable ? 'YES' : 'NO';
      return [property.name, propertyTypeText(property.type), nullable, shown, property.comment];
    }),
  );
}
