import type {
  AlterItem,
  ColumnDefinition,
  DataType,
  SchemaOption,
  SchemaStatement,
  SpaceOption,
} from '../ast/schema-statement.ts';
import { optional, words } from './clause.ts';
import { printString } from './escape.ts';
import { printName, printNames } from './name.ts';

const ifNotExists = (statement: { ifNotExists: boolean }): string | false => statement.ifNotExists && 'IF NOT EXISTS';
const ifExists = (statement: { ifExists: boolean }): string | false => statement.ifExists && 'IF EXISTS';

/** The noun of a statement that exists for tags and for edge types. */
const nounOf = (kind: string): string => {
  const target = kind.includes('Tag') ? 'TAG' : 'EDGE';
  return kind.endsWith('Index') ? `${target} INDEX` : target;
};

export function printSchema(statement: SchemaStatement): string {
  switch (statement.kind) {
    case 'createSpace': {
      const options = statement.options.map(printSpaceOption).join(', ');
      return words(
        'CREATE SPACE',
        ifNotExists(statement),
        printName(statement.name),
        options && `(${options})`,
        statement.zones.length > 0 && `ON ${printNames(statement.zones)}`,
        statement.comment !== undefined && `COMMENT = ${printString(statement.comment)}`,
      );
    }
    case 'createSpaceAs':
      return words(
        'CREATE SPACE',
        ifNotExists(statement),
        printName(statement.name),
        `AS ${printName(statement.source)}`,
      );
    case 'alterSpace':
      return `ALTER SPACE ${printName(statement.name)} ADD ZONE ${printNames(statement.addZones)}`;
    case 'dropSpace':
      return words('DROP SPACE', ifExists(statement), printName(statement.name));
    case 'clearSpace':
      return words('CLEAR SPACE', ifExists(statement), printName(statement.name));
    case 'describeSpace':
      return `DESCRIBE SPACE ${printName(statement.name)}`;
    case 'createTag':
    case 'createEdge':
      return words(
        'CREATE',
        nounOf(statement.kind),
        ifNotExists(statement),
        `${printName(statement.name)}(${statement.columns.map(printColumnDefinition).join(', ')})`,
        statement.options.map(printSchemaOption).join(', '),
      );
    case 'alterTag':
    case 'alterEdge':
      return words(
        'ALTER',
        nounOf(statement.kind),
        printName(statement.name),
        statement.items.map(printAlterItem).join(', '),
        statement.options.map(printSchemaOption).join(', '),
      );
    case 'describeTag':
    case 'describeEdge':
    case 'describeTagIndex':
    case 'describeEdgeIndex':
      return words('DESCRIBE', nounOf(statement.kind), printName(statement.name));
    case 'dropTag':
    case 'dropEdge':
    case 'dropTagIndex':
    case 'dropEdgeIndex':
      return words('DROP', nounOf(statement.kind), ifExists(statement), printName(statement.name));
    case 'createTagIndex':
    case 'createEdgeIndex': {
      const fields = statement.fields.map(
        ({ name, length }) => `${printName(name)}${length === undefined ? '' : `(${length})`}`,
      );
      const parameters = statement.parameters.map(({ name, value }) => `${name.toUpperCase()} = ${value}`).join(', ');
      return words(
        'CREATE',
        nounOf(statement.kind),
        ifNotExists(statement),
        `${printName(statement.name)} ON ${printName(statement.on)}(${fields.join(', ')})`,
        parameters && `WITH (${parameters})`,
        statement.comment !== undefined && `COMMENT ${printString(statement.comment)}`,
      );
    }
    case 'createFulltextIndex':
      return words(
        `CREATE FULLTEXT ${statement.target.toUpperCase()} INDEX ${printName(statement.name)}`,
        `ON ${printName(statement.on)}(${printNames(statement.fields)})`,
        statement.analyzer !== undefined && `ANALYZER = ${printString(statement.analyzer)}`,
      );
    case 'dropFulltextIndex':
      return `DROP FULLTEXT INDEX ${printName(statement.name)}`;
    case 'rebuildTagIndex':
    case 'rebuildEdgeIndex':
      return words('REBUILD', nounOf(statement.kind), printNames(statement.names));
    case 'rebuildFulltextIndex':
      return 'REBUILD FULLTEXT INDEX';
  }
}

function printSpaceOption(option: SpaceOption): string {
  switch (option.name) {
    case 'vid_type':
      return `vid_type = ${printDataType(option.value)}`;
    case 'charset':
    case 'collate':
      return `${option.name} = ${printName(option.value)}`;
    default:
      return `${option.name} = ${option.value}`;
  }
}

/** A type as in CREATE TAG. */
export function printDataType(type: DataType): string {
  switch (type.name) {
    case 'FIXED_STRING':
      return `FIXED_STRING(${type.length})`;
    case 'GEOGRAPHY':
      return type.shape === 'ANY' ? 'GEOGRAPHY' : `GEOGRAPHY(${type.shape})`;
    case 'LIST':
    case 'SET':
      return `${type.name}<${type.item === 'INT64' ? 'INT' : type.item}>`;
    default:
      return type.name;
  }
}

function printColumnDefinition(column: ColumnDefinition): string {
  return words(
    printName(column.name),
    printDataType(column.type),
    column.nullable !== undefined && (column.nullable ? 'NULL' : 'NOT NULL'),
    optional('DEFAULT', column.default),
    column.comment !== undefined && `COMMENT ${printString(column.comment)}`,
  );
}

function printSchemaOption(option: SchemaOption): string {
  const value = option.name === 'ttl_duration' ? option.value : printString(option.value);
  return `${option.name.toUpperCase()} = ${value}`;
}

function printAlterItem(item: AlterItem): string {
  if (item.kind === 'dropColumns') return `DROP (${printNames(item.names)})`;
  const columns = item.columns.map(printColumnDefinition).join(', ');
  return `${item.kind === 'addColumns' ? 'ADD' : 'CHANGE'} (${columns})`;
}
