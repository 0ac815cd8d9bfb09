import dagre from '@dagrejs/dagre';
import { taskDependencies } from '@orrery/workflow';
import type { CanvasGraph } from './canvas-graph.ts';
import type { Draft, Position } from './draft.ts';

export const NODE_WIDTH = 248;
const HEADER_HEIGHT = 48;
const ROW_HEIGHT = 24;
const FOOT_HEIGHT = 8;
const RANK_GAP = 96;
const NODE_GAP = 32;
/** Between boxes that stand beside each other without being connected. */
const COLUMN_GAP = 16;

/** Height in pixels of a component's box on the canvas. */
export function nodeHeight(inputs: number, outputs: number): number {
  const rows = Math.max(inputs, outputs);
  return HEADER_HEIGHT + (rows === 0 ? 0 : rows * ROW_HEIGHT + FOOT_HEIGHT);
}

/** Positions from left to right along the data. Deterministic. */
export function automaticLayout(draft: Draft, graph: CanvasGraph): Map<string, Position> {
  const layout = new dagre.graphlib.Graph();
  layout.setGraph({ rankdir: 'LR', nodesep: NODE_GAP, ranksep: RANK_GAP, marginx: 40, marginy: 40 });
  layout.setDefaultEdgeLabel(() => ({}));
  for (const [id, { inputs, outputs }] of graph.nodes) {
    layout.setNode(id, { width: NODE_WIDTH, height: nodeHeight(inputs.length, outputs.length) });
  }
  for (const [id, needed] of taskDependencies(draft)) for (const other of needed) layout.setEdge(other, id);
  dagre.layout(layout);
  return new Map(
    [...graph.nodes.keys()].map((id) => {
      const { x, y, width, height } = layout.node(id) as { x: number; y: number; width: number; height: number };
      return [id, { x: Math.round(x - width / 2), y: Math.round(y - height / 2) }];
    }),
  );
}

/** The draft with a position for every task: those of a file without layout are computed. */
export function withCompleteLayout(draft: Draft, graph: CanvasGraph): Draft {
  const known = draft.layout ?? {};
  const missing = Object.keys(draft.tasks).filter((id) => known[id] === undefined);
  if (missing.length === 0) return draft;
  const computed = automaticLayout(draft, graph);
  const isWhole = missing.length === Object.keys(draft.tasks).length;
  const bottom = isWhole
    ? 0
    : Math.max(...Object.entries(known).map(([id, { y }]) => y + heightOf(graph, id))) + NODE_GAP;
  const placed = missing.map((id) => {
    const { x, y } = computed.get(id)!;
    return [id, { x, y: y + bottom }] as const;
  });
  return { ...draft, layout: { ...known, ...Object.fromEntries(placed) } };
}

function heightOf(graph: CanvasGraph, id: string): number {
  const node = graph.nodes.get(id);
  return node === undefined ? 0 : nodeHeight(node.inputs.length, node.outputs.length);
}

/** A place at or below `wanted` where the box of a component of the graph covers no other one's. */
export function freePosition(draft: Draft, graph: CanvasGraph, id: string, wanted: Position): Position {
  const height = heightOf(graph, id);
  const column = Object.entries(draft.layout ?? {})
    .filter(([other, { x }]) => other !== id && Math.abs(x - wanted.x) < NODE_WIDTH + COLUMN_GAP)
    .map(([other, { y }]) => ({ top: y, bottom: y + heightOf(graph, other) }))
    .toSorted((a, b) => a.top - b.top);
  let { y } = wanted;
  for (const { top, bottom } of column) {
    if (y < bottom + NODE_GAP && top < y + height + NODE_GAP) y = bottom + NODE_GAP;
  }
  return { x: Math.round(wanted.x), y: Math.round(y) };
}
