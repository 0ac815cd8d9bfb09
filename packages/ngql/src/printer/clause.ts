import type {
  EdgeKey,
  EdgeKeyList,
  EdgeKeyReference,
  OrderFactor,
  OverClause,
  OverEdge,
  StepClause,
  Vertices,
  YieldClause,
  YieldColumn,
} from '../ast/clause.ts';
import type { Expression } from '../ast/expression.ts';
import { printExpressionSource as expression } from './expression.ts';
import { printName } from './name.ts';

/** Parts with one space between; the missing ones left out. */
export function words(...parts: readonly (string | false | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== false && part !== '').join(' ');
}

/** `KEYWORD expression`, or nothing. */
export function optional(keyword: string, part: Expression | undefined): string | undefined {
  return part && `${keyword} ${expression(part)}`;
}

const GRAPH_LABELS: ReadonlySet<string> = new Set(['VERTICES', 'EDGES', 'PATH']);

export function printColumn({ expression: column, alias }: YieldColumn): string {
  const graph = column.kind === 'label' && alias !== undefined && GRAPH_LABELS.has(column.name);
  const text = graph ? column.name : expression(column);
  return alias === undefined ? text : `${text} AS ${printName(alias)}`;
}

export function printColumns(columns: readonly YieldColumn[]): string {
  return columns.map(printColumn).join(', ');
}

export function printYield(clause: YieldClause | undefined): string | undefined {
  return clause && words('YIELD', clause.distinct && 'DISTINCT', printColumns(clause.columns));
}

export function printSteps(steps: StepClause | undefined): string | undefined {
  if (!steps) return undefined;
  return steps.range ? `${steps.min} TO ${steps.max} STEPS` : `${steps.min} STEPS`;
}

export function printVertices(vertices: Vertices): string {
  return vertices.kind === 'vids' ? vertices.vids.map(expression).join(', ') : expression(vertices.reference);
}

export function printOverEdges(all: boolean, edges: readonly OverEdge[]): string {
  if (all) return '*';
  return edges.map(({ name, alias }) => words(printName(name), alias && `AS ${printName(alias)}`)).join(', ');
}

export function printOver({ all, edges, direction }: OverClause): string {
  const suffix = direction === 'in' ? 'REVERSELY' : direction === 'both' && 'BIDIRECT';
  return words('OVER', printOverEdges(all, edges), suffix);
}

export function printOrder(factors: readonly OrderFactor[]): string {
  return factors.map((factor) => words(expression(factor.expression), factor.descending && 'DESC')).join(', ');
}

export function printEdgeKey({ src, dst, rank }: EdgeKey): string {
  return `${expression(src)} -> ${expression(dst)}${rank ? `@${expression(rank)}` : ''}`;
}

export function printEdgeKeys(keys: EdgeKeyList | EdgeKeyReference): string {
  return keys.kind === 'edgeKeys' ? keys.keys.map(printEdgeKey).join(', ') : printEdgeKey(keys.key);
}
