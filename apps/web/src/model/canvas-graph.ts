import type { Catalogue, Parameter, TaskDefinition } from '@orrery/contracts';
import { isReference, taskReferences } from '@orrery/workflow';
import {
  columnAnchor,
  dataAnchor,
  inputAnchors,
  outputAnchors,
  parameterAnchor,
  WHOLE_INPUT,
  WHOLE_OUTPUT,
  type InputAnchor,
  type OutputAnchor,
} from './anchors.ts';
import { inputOf, type Draft } from './draft.ts';

export interface CanvasNode {
  readonly id: string;
  readonly task: TaskDefinition;
  readonly inputs: readonly InputAnchor[];
  readonly outputs: readonly OutputAnchor[];
  /** Columns that other tasks read from this one, joined; part of what the outputs are made of. */
  readonly readKey: string;
}

export type EdgeKind = 'data' | 'parameter' | 'order';

export interface CanvasEdge {
  readonly id: string;
  readonly kind: EdgeKind;
  readonly source: string;
  readonly sourceAnchor: string;
  readonly target: string;
  readonly targetAnchor: string;
  /** Row of the column that a parameter takes; undefined for all rows and for other kinds. */
  readonly row?: number;
}

export interface CanvasGraph {
  readonly nodes: ReadonlyMap<string, CanvasNode>;
  readonly edges: readonly CanvasEdge[];
}

/**
 * What the canvas shows of a draft: a node per task, an edge per reference to a task that exists. Nodes whose task and
 * readers did not change are those of `previous`, so that a view draws again only what changed.
 */
export function canvasGraph(draft: Draft, catalogue: Catalogue, previous?: CanvasGraph): CanvasGraph {
  const edges: CanvasEdge[] = [];
  const readByTask = new Map<string, Set<string>>();
  for (const [id, task] of Object.entries(draft.tasks)) {
    for (const edge of edgesInto(id, task)) {
      if (!Object.hasOwn(draft.tasks, edge.source)) continue;
      edges.push(edge);
    }
    for (const { from, columns } of taskReferences(id, task)) {
      const read = readByTask.get(from) ?? new Set<string>();
      for (const { name } of columns) read.add(name);
      readByTask.set(from, read);
    }
  }
  const nodes = new Map<string, CanvasNode>();
  for (const [id, task] of Object.entries(draft.tasks)) {
    const read = readByTask.get(id) ?? new Set<string>();
    const readKey = JSON.stringify([...read].toSorted());
    const known = previous?.nodes.get(id);
    if (known?.task === task && known.readKey === readKey) nodes.set(id, known);
    else {
      const outputs = outputAnchors(task, catalogue, read);
      nodes.set(id, { id, task, inputs: inputAnchors(task, catalogue), outputs, readKey });
    }
  }
  return { nodes, edges };
}

function edgesInto(id: string, task: TaskDefinition): CanvasEdge[] {
  const edges: CanvasEdge[] = [];
  const add = (edge: Omit<CanvasEdge, 'id' | 'target'>) =>
    edges.push({ ...edge, target: id, id: `${id}/${edge.targetAnchor}/${edge.source}` });
  const input = inputOf(task);
  if (input !== undefined && 'from' in input) {
    for (const anchor of ['src', 'dst', 'weight', 'time'] as const) {
      const column = input[anchor];
      if (!column) continue;
      add({ kind: 'data', source: input.from, sourceAnchor: columnAnchor(column), targetAnchor: dataAnchor(anchor) });
    }
    if (edges.length === 0) {
      add({ kind: 'data', source: input.from, sourceAnchor: WHOLE_OUTPUT, targetAnchor: WHOLE_INPUT });
    }
  }
  for (const [name, value] of Object.entries(task.params ?? {})) {
    if (!isReference(value as Parameter)) continue;
    const { from, column, row } = value as { from: string; column: string; row?: number };
    const sourceAnchor = column === '' ? WHOLE_OUTPUT : columnAnchor(column);
    const rowField = row === undefined ? {} : { row };
    add({ kind: 'parameter', source: from, sourceAnchor, targetAnchor: parameterAnchor(name), ...rowField });
  }
  for (const from of task.after ?? []) {
    add({ kind: 'order', source: from, sourceAnchor: WHOLE_OUTPUT, targetAnchor: WHOLE_INPUT });
  }
  return edges;
}
