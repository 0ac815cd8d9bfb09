import type { FilterNode, PlanNode, PlanNodeOf } from '../../plan/plan-node.ts';
import { DESTINATION_SLOT, EDGE_SLOT, SOURCE_SLOT } from './compile-column.ts';

/** A scan of whole edge types, conditions on the edges, and a hop from them of which only the number of rows matters. */
export interface ColumnSource {
  readonly scan: PlanNodeOf<'scanEdges'>;
  readonly filters: readonly FilterNode[];
  readonly hop: PlanNodeOf<'expand'> | undefined;
}

/**
 * The parts of a plan that comes as columns; undefined for others. `counts`: a hop may be taken for a number, because nothing
 * is read of it.
 */
export function columnSource(node: PlanNode, counts: boolean): ColumnSource | undefined {
  const hop = node.kind === 'expand' ? node : undefined;
  if (hop && !(counts && isCountable(hop))) return undefined;
  const filters: FilterNode[] = [];
  let below = hop ? hop.input : node;
  while (below.kind === 'filter') {
    filters.unshift(below);
    below = below.input;
  }
  if (below.kind !== 'scanEdges' || below.input.kind !== 'start' || below.access.kind !== 'edge') return undefined;
  return { scan: below, filters, hop };
}

/** A hop to anywhere from an end of the edge, each edge one way, so that degrees tell the number. */
function isCountable({ from, to, walks, distinctFrom }: PlanNodeOf<'expand'>): boolean {
  return (
    to === undefined &&
    (from === SOURCE_SLOT || from === DESTINATION_SLOT) &&
    distinctFrom.every((slot) => slot === EDGE_SLOT) &&
    new Set(walks.map(({ schema }) => schema.id)).size === walks.length
  );
}
