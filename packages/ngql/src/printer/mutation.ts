import type { Expression } from '../ast/expression.ts';
import type { MutationStatement, UpdateEdgeStatement, UpdateVertexStatement } from '../ast/mutation-statement.ts';
import { optional, printEdgeKey, printEdgeKeys, printVertices, printYield, words } from './clause.ts';
import { printExpressionSource as expression } from './expression.ts';
import { printName, printNames } from './name.ts';

export function printMutation(statement: MutationStatement): string {
  switch (statement.kind) {
    case 'insertVertices': {
      const tags = statement.tags.map((tag) => printName(tag.tag) + printProperties(tag.properties));
      const rows = statement.rows.map((row) => `${expression(row.vid)}:${printValues(row.values)}`);
      return words('INSERT VERTEX', printModifiers(statement), tags.join(', '), 'VALUES', rows.join(', '));
    }
    case 'insertEdges': {
      const edge = printName(statement.edge) + printProperties(statement.properties);
      const rows = statement.rows.map(
        ({ src, dst, rank, values }) =>
          `${expression(src)} -> ${expression(dst)}${rank === 0n ? '' : `@${rank}`}:${printValues(values)}`,
      );
      return words('INSERT EDGE', printModifiers(statement), edge, 'VALUES', rows.join(', '));
    }
    case 'deleteVertices':
      return words('DELETE VERTEX', printVertices(statement.vertices), statement.withEdge && 'WITH EDGE');
    case 'deleteTags':
      return `DELETE TAG ${statement.all ? '*' : printNames(statement.tags)} FROM ${printVertices(statement.vertices)}`;
    case 'deleteEdges':
      return `DELETE EDGE ${printName(statement.edge)} ${printEdgeKeys(statement.keys)}`;
    case 'updateVertex': {
      const vids = statement.vids.map(expression).join(', ');
      const target = words('VERTEX', statement.tag !== undefined && `ON ${printName(statement.tag)}`, vids);
      return printUpdate(statement, target);
    }
    case 'updateEdge': {
      const keys = statement.keys.map(printEdgeKey).join(', ');
      return printUpdate(statement, `EDGE ON ${printName(statement.edge)} ${keys}`);
    }
  }
}

function printModifiers(statement: { ifNotExists: boolean; ignoreExistedIndex: boolean }): string {
  return words(statement.ifNotExists && 'IF NOT EXISTS', statement.ignoreExistedIndex && 'IGNORE_EXISTED_INDEX');
}

function printProperties(properties: readonly string[] | undefined): string {
  return properties === undefined ? '' : `(${printNames(properties)})`;
}

function printValues(values: readonly Expression[]): string {
  return `(${values.map(expression).join(', ')})`;
}

function printUpdate(statement: UpdateVertexStatement | UpdateEdgeStatement, target: string): string {
  const items = statement.items.map(
    ({ owner, property, value }) =>
      `${owner === undefined ? '' : `${printName(owner)}.`}${printName(property)} = ${expression(value)}`,
  );
  return words(
    statement.insertable ? 'UPSERT' : 'UPDATE',
    target,
    `SET ${items.join(', ')}`,
    optional('WHEN', statement.when),
    printYield(statement.yield),
  );
}
