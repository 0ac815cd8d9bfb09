import dagre from '@dagrejs/dagre';
import type { WorkflowDefinition } from '@orrery/contracts';
import { taskReferences } from '@orrery/workflow';
import type { JobTask } from '@orrery/sdk';

/** Size of a task on the canvas of a run, in pixels. */
export const RUN_NODE = { width: 248, height: 76 } as const;

const GAP = 32;
const RANK_GAP = 96;

type Places = Readonly<Record<string, { readonly x: number; readonly y: number }>>;

export interface RunNode {
  readonly key: string;
  readonly type: string;
  readonly x: number;
  readonly y: number;
}

export interface RunEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** data: rows go along it; parameter: values; order: nothing does. */
  readonly kind: 'data' | 'parameter' | 'order';
}

export interface RunGraph {
  readonly nodes: readonly RunNode[];
  readonly edges: readonly RunEdge[];
}

/**
 * The tasks of a job as a graph: where the designer left them, else laid out from left to right. Without the
 * definition (its workflow was deleted) the edges are what the tasks waited for.
 */
export function runGraph(
  definition: WorkflowDefinition | undefined,
  tasks: readonly Pick<JobTask, 'key' | 'taskType' | 'dependsOn'>[],
): RunGraph {
  const edges = definition === undefined ? dependencyEdges(tasks) : definitionEdges(definition);
  const types = tasks.map(({ key, taskType }) => ({ key, type: definition?.tasks[key]?.type ?? taskType }));
  const layout = definition?.layout ?? {};
  const isPlaced = types.length > 0 && types.every(({ key }) => layout[key] !== undefined);
  const places = isPlaced
    ? compactLayout(layout)
    : automaticLayout(
        types.map(({ key }) => key),
        edges,
      );
  return { nodes: types.map((node) => ({ ...node, ...places[node.key]! })), edges };
}

/**
 * The designer's places without the space that its larger boxes need: no row or column is further from the one before
 * than boxes of a run need. Keeps what is beside, above and aligned with what, and covers nothing that was free.
 */
function compactLayout(layout: Places): Places {
  const x = compactAxis(
    Object.values(layout).map((place) => place.x),
    RUN_NODE.width + RANK_GAP,
  );
  const y = compactAxis(
    Object.values(layout).map((place) => place.y),
    RUN_NODE.height + GAP,
  );
  return Object.fromEntries(
    Object.entries(layout).map(([key, place]) => [key, { x: x.get(place.x)!, y: y.get(place.y)! }]),
  );
}

/** New places on an axis by the old ones, in the same order, with distances of at most `step`. */
function compactAxis(places: readonly number[], step: number): Map<number, number> {
  const compact = new Map<number, number>();
  let [before, at] = [0, 0];
  for (const place of [...places].toSorted((a, b) => a - b)) {
    at = compact.size === 0 ? place : at + Math.min(place - before, step);
    compact.set(place, at);
    before = place;
  }
  return compact;
}

function definitionEdges(definition: WorkflowDefinition): RunEdge[] {
  const edges = new Map<string, RunEdge>();
  const strength = { order: 0, parameter: 1, data: 2 } as const;
  for (const [to, task] of Object.entries(definition.tasks)) {
    for (const { from, path, columns } of taskReferences(to, task)) {
      const kind = columns.length === 0 ? 'order' : path.endsWith('.input.from') ? 'data' : 'parameter';
      const id = `${from}→${to}`;
      const known = edges.get(id);
      if (known === undefined || strength[known.kind] < strength[kind]) edges.set(id, { id, from, to, kind });
    }
  }
  return [...edges.values()];
}

function dependencyEdges(tasks: readonly Pick<JobTask, 'key' | 'dependsOn'>[]): RunEdge[] {
  return tasks.flatMap(({ key, dependsOn }) =>
    dependsOn.map((from): RunEdge => ({ id: `${from}→${key}`, from, to: key, kind: 'order' })),
  );
}

function automaticLayout(keys: readonly string[], edges: readonly RunEdge[]): Record<string, { x: number; y: number }> {
  const connected = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const single = keys.filter((key) => !connected.has(key));
  const places = layeredLayout(
    keys.filter((key) => connected.has(key)),
    edges,
  );
  const top = Math.max(0, ...Object.values(places).map(({ y }) => y + RUN_NODE.height + GAP));
  // A row is twice as long as the rows are many: the canvas is wider than high.
  const perRow = Math.ceil(Math.sqrt(2 * single.length));
  for (const [index, key] of single.entries()) {
    places[key] = {
      x: (index % perRow) * (RUN_NODE.width + GAP),
      y: top + Math.floor(index / perRow) * (RUN_NODE.height + GAP),
    };
  }
  return places;
}

function layeredLayout(keys: readonly string[], edges: readonly RunEdge[]): Record<string, { x: number; y: number }> {
  const graph = new dagre.graphlib.Graph()
    .setGraph({ rankdir: 'LR', nodesep: GAP, ranksep: RANK_GAP })
    .setDefaultEdgeLabel(() => ({}));
  for (const key of keys) graph.setNode(key, { ...RUN_NODE });
  for (const { from, to } of edges) graph.setEdge(from, to);
  dagre.layout(graph);
  return Object.fromEntries(
    keys.map((key) => {
      const { x, y } = graph.node(key);
      return [key, { x: x - RUN_NODE.width / 2, y: y - RUN_NODE.height / 2 }];
    }),
  );
}
