import {
  Background,
  BackgroundVariant,
  Controls,
  MiniMap,
  ReactFlow,
  useReactFlow,
  type Connection as FlowConnection,
  type Edge,
  type FinalConnectionState,
  type Node,
} from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { useCallback, useRef, useState } from 'react';
import { useT } from '../i18n/index.ts';
import { WHOLE_INPUT } from '../model/anchors.ts';
import { connect, type ConnectionEnds } from '../model/connect.ts';
import { showToast } from '../ui/index.ts';
import styles from './Canvas.module.css';
import { componentLook } from './component-looks.ts';
import { useDesignerStore } from './designer-context.ts';
import { COMPONENT_MIME } from './Library.tsx';
import { refusalText } from './refusal-text.ts';
import { TaskNode, type TaskFlowNode } from './TaskNode.tsx';
import { useFlowEdges } from './use-flow-edges.ts';
import { useFlowNodes } from './use-flow-nodes.ts';

const NODE_TYPES = { task: TaskNode };
const GRID: [number, number] = [8, 8];
const FIT = { padding: 0.2, maxZoom: 1 };
// Of one identity: xyflow compares its props, and every frame of a drag draws this component.
const ADDING_KEYS = ['Control', 'Meta', 'Shift'];
const PRO_OPTIONS = { hideAttribution: true };
const MINIMAP_SIZE = { width: 144, height: 104 };

export interface CanvasProps {
  readonly onAdd: (type: string, at: { x: number; y: number }) => void;
  /** Enter on a component: on to its settings. */
  readonly onOpenPanel: () => void;
  /** A click on a component. */
  readonly onTap: () => void;
}

export function Canvas({ onAdd, onOpenPanel, onTap }: CanvasProps) {
  const t = useT();
  const store = useDesignerStore();
  const { nodes, onNodesChange } = useFlowNodes();
  const { edges, onEdgesChange } = useFlowEdges();
  const flow = useReactFlow<TaskFlowNode>();
  const [hint, setHint] = useState<string>();
  const hinted = useRef<string>(undefined);

  const showHint = useCallback((text: string | undefined) => {
    if (hinted.current === text) return;
    hinted.current = text;
    setHint(text);
  }, []);

  const isValidConnection = useCallback(
    (connection: FlowConnection | Edge) => {
      const tried = connect(store.state().draft, store.catalogue, endsOf(connection));
      showHint(tried.ok ? undefined : refusalText(tried.refusal, t));
      return tried.ok;
    },
    [store, t, showHint],
  );

  const nodeColor = useCallback(
    (node: Node) => componentLook((node as TaskFlowNode).data.node.task.type, store.catalogue).color,
    [store],
  );

  const onConnect = useCallback((connection: FlowConnection) => void store.connect(endsOf(connection)), [store]);

  /** Dropped beside an anchor but on a component, it means the component; a refusal says why. */
  const onConnectEnd = useCallback(
    (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
      showHint(undefined);
      if (state.isValid === true || state.fromHandle === null || state.fromNode === null) return;
      const from = { node: state.fromNode.id, anchor: state.fromHandle.id ?? '' };
      const point = 'changedTouches' in event ? event.changedTouches[0] : event;
      const under = point === undefined ? null : document.elementFromPoint(point.clientX, point.clientY);
      const dropped = under?.closest<HTMLElement>('.react-flow__node')?.dataset['id'];
      const node = state.toHandle?.nodeId ?? dropped;
      if (node === undefined || (node === from.node && state.toHandle === null)) return;
      const isForward = state.fromHandle.type === 'source';
      const anchor = state.toHandle?.id ?? (isForward ? WHOLE_INPUT : 'out');
      const connection = store.connect(
        isForward
          ? { source: from.node, sourceAnchor: from.anchor, target: node, targetAnchor: anchor }
          : { source: node, sourceAnchor: anchor, target: from.node, targetAnchor: from.anchor },
      );
      if (!connection.ok) {
        showToast({ text: t('designer.refused'), details: refusalText(connection.refusal, t), tone: 'info' });
      }
    },
    [store, t, showHint],
  );

  return (
    <div
      className={styles['canvas']}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(COMPONENT_MIME)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
      }}
      onDrop={(event) => {
        const type = event.dataTransfer.getData(COMPONENT_MIME);
        if (type === '') return;
        event.preventDefault();
        const { x, y } = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
        onAdd(type, { x: x - 24, y: y - 24 });
      }}
      onKeyDown={(event) => {
        const onNode = (event.target as HTMLElement).classList.contains('react-flow__node');
        if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || !onNode) return;
        const { id } = (event.target as HTMLElement).dataset;
        if (id === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        store.select(new Set([id]));
        onOpenPanel();
      }}
    >
      <ReactFlow<TaskFlowNode>
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onNodeClick={onTap}
        onConnect={onConnect}
        onConnectEnd={onConnectEnd}
        isValidConnection={isValidConnection}
        connectionRadius={24}
        snapToGrid
        snapGrid={GRID}
        fitView
        fitViewOptions={FIT}
        minZoom={0.1}
        maxZoom={2}
        deleteKeyCode={null}
        multiSelectionKeyCode={ADDING_KEYS}
        selectionKeyCode="Shift"
        panActivationKeyCode={null}
        proOptions={PRO_OPTIONS}
        aria-label={t('designer.canvas')}
      >
        <Background variant={BackgroundVariant.Dots} gap={24} size={1.5} color="var(--color-border-strong)" />
        {nodes.length > 0 && (
          <MiniMap
            pannable
            style={MINIMAP_SIZE}
            zoomable
            ariaLabel={t('designer.minimap')}
            nodeColor={nodeColor}
            bgColor="var(--color-surface)"
            maskColor="color-mix(in srgb, var(--color-sunken) 70%, transparent)"
          />
        )}
        <Controls showInteractive={false} fitViewOptions={FIT} aria-label={t('designer.zoom')} />
      </ReactFlow>
      {hint !== undefined && (
        <p className={styles['hint']} role="status">
          {hint}
        </p>
      )}
    </div>
  );
}

function endsOf(connection: FlowConnection | Edge): ConnectionEnds {
  const { source, target, sourceHandle, targetHandle } = connection;
  return { source, target, sourceAnchor: sourceHandle ?? '', targetAnchor: targetHandle ?? '' };
}
