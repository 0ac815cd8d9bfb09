import type { Column } from '../../bind/scope.ts';
import type { SchemaDefinition } from '../../catalog/definitions.ts';
import { testedTag } from '../../plan/match/match-scope.ts';
import type { FilterNode, PlanNode, PlanNodeOf } from '../../plan/plan-node.ts';
import { isGiven } from '../cursors/given-condition.ts';
import { DESTINATION_SLOT, EDGE_SLOT, SOURCE_SLOT } from './compile-column.ts';

/** All edges of some types, or all vertices of a tag, conditions on them, and a hop from them of which only the number of rows matters. */
export interface ColumnSource {
  /** Edge types, or one tag. */
  readonly schemas: readonly SchemaDefinition[];
  /** Source, edge and destination; of vertices, only these. */
  readonly columns: readonly Column[];
  /** The tag whose vertices the edges start at, where these are walked from there. */
  readonly startTag: SchemaDefinition | undefined;
  readonly filters: readonly FilterNode[];
  readonly hop: PlanNodeOf<'expand'> | undefined;
  /** Tags that the vertex behind the hop has to have. */
  readonly hopTags: readonly string[];
}

/**
 * The parts of a plan that comes as columns; undefined for others. `counts`: a hop may be taken for a number, because nothing
 * is read of it. A walk along one edge type from all vertices of a tag meets the edges in the order of their scan.
 */
export function columnSource(node: PlanNode, counts: boolean): ColumnSource | undefined {
  const [first, top] = filtersAbove(node);
  if (top.kind === 'expand' && isCountable(top)) {
    const tags = first.map(({ condition }) => tagOf(condition.expression, top.columns.at(-1)!));
    const below = counts && tags.every((tag) => tag !== undefined) ? edgeSource(top.input) : undefined;
    return below && { ...below, hop: top, hopTags: tags as string[] };
  }
  return edgeSource(node);
}

function edgeSource(node: PlanNode): ColumnSource | undefined {
  const [filters, below] = filtersAbove(node);
  const rest = { filters, hop: undefined, hopTags: [], columns: below.columns };
  if (below.kind === 'scanEdges') {
    const { access, input } = below;
    if (input.kind !== 'start' || access.kind !== 'edge') return undefined;
    return { ...rest, schemas: access.schemas, startTag: undefined };
  }
  if (below.kind === 'scanVertices') {
    const { access, input } = below;
    if (input.kind !== 'start' || access.kind !== 'tag') return undefined;
    return { ...rest, schemas: [access.schema], startTag: undefined };
  }
  if (below.kind !== 'expand' || below.to !== undefined || below.from !== SOURCE_SLOT) return undefined;
  const [walk, ...others] = below.walks;
  const [startFilters, start] = filtersAbove(below.input);
  const isScan = start.kind === 'scanVertices' && start.input.kind === 'start' && start.access.kind === 'tag';
  if (!isScan || walk?.direction !== 'out' || others.length > 0 || below.distinctFrom.length > 0) return undefined;
  const startTag = start.access.kind === 'tag' ? start.access.schema : undefined;
  return { ...rest, filters: [...startFilters, ...filters], schemas: [walk.schema], startTag };
}

/** The conditions that a node's rows have to be tested for, in that order, and what is below them. */
function filtersAbove(node: PlanNode): [FilterNode[], PlanNode] {
  const filters: FilterNode[] = [];
  let below = node;
  while (below.kind === 'filter') {
    if (!isGiven(below)) filters.unshift(below);
    below = below.input;
  }
  return [filters, below];
}

function tagOf(condition: FilterNode['condition']['expression'], { name }: Column): string | undefined {
  const tested = condition.kind === 'label' ? testedTag(condition.name) : undefined;
  return tested?.alias === name ? tested.tag : undefined;
}

/** A hop to anywhere from an end of the edge, each edge one way, so that degrees tell the number. */
function isCountable({ from, to, walks, distinctFrom, input }: PlanNodeOf<'expand'>): boolean {
  return (
    input.columns.length === 3 &&
    to === undefined &&
    (from === SOURCE_SLOT || from === DESTINATION_SLOT) &&
    distinctFrom.every((slot) => slot === EDGE_SLOT) &&
    new Set(walks.map(({ schema }) => schema.id)).size === walks.length
  );
}
