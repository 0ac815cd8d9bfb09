import type { Projection, QueryStatement, ReadingClause, SubgraphDirection } from '../ast/query-statement.ts';
import type { Statement } from '../ast/statement.ts';
import {
  optional,
  printColumns,
  printEdgeKeys,
  printOrder,
  printOver,
  printOverEdges,
  printSteps,
  printVertices,
  printYield,
  words,
} from './clause.ts';
import { printExpressionSource as expression, printPath } from './expression.ts';
import { printString } from './escape.ts';
import { printName, printNames } from './name.ts';

const PATHS = { shortest: 'SHORTEST', singleShortest: 'SINGLE SHORTEST', all: 'ALL', noloop: 'NOLOOP' } as const;

/** Prints a statement's inner statements. */
type PrintStatement = (statement: Statement) => string;

export function printQuery(statement: QueryStatement, printStatement: PrintStatement): string {
  switch (statement.kind) {
    case 'use':
      return `USE ${printName(statement.space)}`;
    case 'go': {
      const { truncate } = statement;
      return words(
        'GO',
        printSteps(statement.steps),
        `FROM ${printVertices(statement.from)}`,
        printOver(statement.over),
        optional('WHERE', statement.where),
        printYield(statement.yield),
        truncate && `${truncate.sample ? 'SAMPLE' : 'LIMIT'} ${expression(truncate.counts)}`,
      );
    }
    case 'match':
      return words(...statement.clauses.map(printClause), `RETURN ${printProjection(statement.return)}`);
    case 'lookup':
      return words(
        `LOOKUP ON ${printName(statement.on)}`,
        optional('WHERE', statement.where),
        printYield(statement.yield),
      );
    case 'fetchVertices': {
      const tags = statement.all ? '*' : printNames(statement.tags);
      return words('FETCH PROP ON', tags, printVertices(statement.vertices), printYield(statement.yield));
    }
    case 'fetchEdges':
      return words(
        'FETCH PROP ON',
        printName(statement.edge),
        printEdgeKeys(statement.keys),
        printYield(statement.yield),
      );
    case 'findPath':
      return words(
        `FIND ${PATHS[statement.path]} PATH`,
        statement.withProperties && 'WITH PROP',
        `FROM ${printVertices(statement.from)} TO ${printVertices(statement.to)}`,
        printOver(statement.over),
        optional('WHERE', statement.where),
        statement.upto !== undefined && `UPTO ${statement.upto} STEPS`,
        printYield(statement.yield),
      );
    case 'subgraph':
      return words(
        'GET SUBGRAPH',
        statement.withProperties && 'WITH PROP',
        printSteps(statement.steps),
        `FROM ${printVertices(statement.from)}`,
        printDirection('IN', statement.in),
        printDirection('OUT', statement.out),
        printDirection('BOTH', statement.both),
        optional('WHERE', statement.where),
        printYield(statement.yield),
      );
    case 'yieldStatement': {
      const { join } = statement;
      const joined =
        join &&
        `FROM $${join.left} ${join.join.toUpperCase()} JOIN $${join.right} ` +
          `ON ${expression(join.leftKey)} == ${expression(join.rightKey)}`;
      return words(printYield(statement.yield), joined, optional('WHERE', statement.where));
    }
    case 'groupBy':
      return words(
        `GROUP BY ${printColumns(statement.keys)}`,
        printYield(statement.yield),
        optional('HAVING', statement.having),
      );
    case 'orderBy':
      return `ORDER BY ${printOrder(statement.factors)}`;
    case 'limit':
      if (statement.count === undefined) return `OFFSET ${statement.skip}`;
      return statement.skip === 0n ? `LIMIT ${statement.count}` : `LIMIT ${statement.skip}, ${statement.count}`;
    case 'sample':
      return `SAMPLE ${statement.count}`;
    case 'unwind':
      return `UNWIND ${expression(statement.list)} AS ${printName(statement.alias)}`;
    case 'pipe':
      return `${grouped(statement.left, PIPE_LEFT, printStatement)} | ${grouped(statement.right, PIPE_RIGHT, printStatement)}`;
    case 'setOperation':
      return `${printStatement(statement.left)} ${statement.operator} ${grouped(statement.right, SET_RIGHT, printStatement)}`;
    case 'assignment':
      return `$${statement.variable} = ${printStatement(statement.statement)}`;
    case 'explain': {
      const prefix = `${statement.profile ? 'PROFILE' : 'EXPLAIN'} FORMAT=${printString(statement.format)}`;
      const [only, ...others] = statement.statements;
      if (only && others.length === 0) return `${prefix} ${printStatement(only)}`;
      return `${prefix} { ${statement.statements.map(printStatement).join('; ')} }`;
    }
  }
}

/** Kinds that need parentheses at a place in a pipe or set operation. */
const PIPE_LEFT: readonly string[] = ['setOperation', 'match'];
const PIPE_RIGHT: readonly string[] = ['setOperation', 'pipe'];
const SET_RIGHT: readonly string[] = ['setOperation'];

function grouped(statement: Statement, kinds: readonly string[], printStatement: PrintStatement): string {
  const text = printStatement(statement);
  return kinds.includes(statement.kind) ? `(${text})` : text;
}

function printDirection(keyword: string, direction: SubgraphDirection | undefined): string | undefined {
  return direction && `${keyword} ${printOverEdges(direction.all, direction.edges)}`;
}

function printClause(clause: ReadingClause): string {
  switch (clause.kind) {
    case 'matchClause':
      return words(
        clause.optional && 'OPTIONAL',
        'MATCH',
        clause.paths.map(printPath).join(', '),
        optional('WHERE', clause.where),
      );
    case 'unwindClause':
      return `UNWIND ${expression(clause.list)} AS ${printName(clause.alias)}`;
    case 'with':
      return words('WITH', printProjection(clause), optional('WHERE', clause.where));
  }
}

function printProjection({ distinct, all, columns, orderBy, skip, limit }: Projection): string {
  return words(
    distinct && 'DISTINCT',
    all ? ['*', ...(columns.length > 0 ? [printColumns(columns)] : [])].join(', ') : printColumns(columns),
    orderBy && `ORDER BY ${printOrder(orderBy)}`,
    optional('SKIP', skip),
    optional('LIMIT', limit),
  );
}
