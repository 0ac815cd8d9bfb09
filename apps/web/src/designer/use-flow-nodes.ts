import { applyNodeChanges, type NodeChange } from '@xyflow/react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { moveTasks } from '../model/commands.ts';
import type { DesignerState } from '../model/designer-store.ts';
import type { Position } from '../model/draft.ts';
import { useDesigner, useDesignerStore } from './designer-context.ts';
import type { TaskFlowNode } from './TaskNode.tsx';

/**
 * The canvas' nodes: made of the state, except for positions while they are dragged, which become one edit at the end.
 * Nodes that did not change keep their identity, so that xyflow leaves them alone.
 */
export function useFlowNodes() {
  const store = useDesignerStore();
  const graph = useDesigner((state) => state.graph);
  const layout = useDesigner((state) => state.draft.layout);
  const selectedTasks = useDesigner((state) => state.selectedTasks);
  const faultsByTask = useDesigner((state) => state.faultsByTask);
  const [nodes, setNodes] = useState<TaskFlowNode[]>(() => flowNodes(store.state(), []));
  const isDragging = useRef(false);

  useEffect(() => {
    setNodes((previous) => flowNodes(store.state(), previous));
  }, [store, graph, layout, selectedTasks, faultsByTask]);

  const onNodesChange = useCallback(
    (changes: NodeChange<TaskFlowNode>[]) => {
      const shown = changes.filter(({ type }) => type === 'position' || type === 'dimensions');
      if (shown.length > 0) setNodes((previous) => applyNodeChanges(shown, previous));
      const selected = changes.filter((change) => change.type === 'select');
      if (selected.length > 0) {
        const next = new Set(store.state().selectedTasks);
        for (const { id, selected: isSelected } of selected) {
          if (isSelected) next.add(id);
          else next.delete(id);
        }
        store.select(next, store.state().selectedEdges);
      }
      const placed = new Map<string, Position>();
      for (const change of changes) {
        if (change.type !== 'position') continue;
        if (change.dragging === true) isDragging.current = true;
        else if (change.position !== undefined) placed.set(change.id, change.position);
      }
      if (placed.size === 0) return;
      const key = isDragging.current ? undefined : `nudge ${[...placed.keys()].join(' ')}`;
      isDragging.current = false;
      const { layout: present } = store.state().draft;
      const moved = [...placed].some(([id, { x, y }]) => present?.[id]?.x !== x || present[id].y !== y);
      if (moved) store.edit((draft) => moveTasks(draft, placed), key);
    },
    [store],
  );
  return { nodes, onNodesChange };
}

function flowNodes(state: DesignerState, previous: readonly TaskFlowNode[]): TaskFlowNode[] {
  const { graph, draft, selectedTasks, faultsByTask } = state;
  const known = new Map(previous.map((node) => [node.id, node]));
  return [...graph.nodes.values()].map((node): TaskFlowNode => {
    const { id } = node;
    const before = known.get(id);
    const faults = faultsByTask.get(id);
    const selected = selectedTasks.has(id);
    const placed = draft.layout?.[id] ?? { x: 0, y: 0 };
    const position =
      before !== undefined && (before.dragging || (before.position.x === placed.x && before.position.y === placed.y))
        ? before.position
        : placed;
    const isSame = before?.data.node === node && before.data.faults === faults;
    if (isSame && before.selected === selected && before.position === position) return before;
    const data = isSame ? before.data : { node, faults };
    return { ...before, id, type: 'task', data, position, selected, ariaLabel: `${id} ${node.task.type}` };
  });
}
