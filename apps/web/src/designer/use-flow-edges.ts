import { MarkerType, type Edge, type EdgeChange } from '@xyflow/react';
import { useCallback, useMemo, useRef } from 'react';
import type { CanvasEdge } from '../model/canvas-graph.ts';
import { useDesigner, useDesignerStore } from './designer-context.ts';
import styles from './Canvas.module.css';

/** The canvas' edges; those that did not change keep their identity. */
export function useFlowEdges() {
  const store = useDesignerStore();
  const { edges } = useDesigner((state) => state.graph);
  const selectedEdges = useDesigner((state) => state.selectedEdges);
  const known = useRef(new Map<string, Edge>());

  const flowEdges = useMemo(() => {
    const next = edges.map((edge): Edge => {
      const made = flowEdge(edge, selectedEdges.has(edge.id));
      const before = known.current.get(edge.id);
      return before !== undefined && isSame(before, made) ? before : made;
    });
    known.current = new Map(next.map((edge) => [edge.id, edge]));
    return next;
  }, [edges, selectedEdges]);

  const onEdgesChange = useCallback(
    (changes: EdgeChange[]) => {
      const next = new Set(store.state().selectedEdges);
      for (const change of changes) {
        if (change.type !== 'select') continue;
        if (change.selected) next.add(change.id);
        else next.delete(change.id);
      }
      store.select(store.state().selectedTasks, next);
    },
    [store],
  );
  return { edges: flowEdges, onEdgesChange };
}

function isSame(a: Edge, b: Edge): boolean {
  return (
    a.sourceHandle === b.sourceHandle && a.selected === b.selected && a.label === b.label && a.className === b.className
  );
}

function flowEdge(edge: CanvasEdge, selected: boolean): Edge {
  const { id, kind, source, sourceAnchor, target, targetAnchor, row } = edge;
  return {
    id,
    source,
    sourceHandle: sourceAnchor,
    target,
    targetHandle: targetAnchor,
    selected,
    className: styles[kind] ?? '',
    ariaLabel: `${source} → ${target}`,
    ...(row === undefined ? {} : { label: `[${row}]` }),
    ...(kind === 'order' ? { markerEnd: { type: MarkerType.ArrowClosed } } : {}),
  };
}
