import { Handle, Position, useUpdateNodeInternals, type Node, type NodeProps } from '@xyflow/react';
import { CircleAlert } from 'lucide-react';
import { memo, useEffect, useRef } from 'react';
import { useT } from '../i18n/index.ts';
import { WHOLE_INPUT, WHOLE_OUTPUT } from '../model/anchors.ts';
import type { CanvasNode } from '../model/canvas-graph.ts';
import type { PlacedFault } from '../model/faults.ts';
import { componentLook } from './component-looks.ts';
import { useDesignerStore } from './designer-context.ts';
import styles from './TaskNode.module.css';

export type TaskFlowNode = Node<
  { readonly node: CanvasNode; readonly faults: readonly PlacedFault[] | undefined },
  'task'
>;

/** A component on the canvas. Draws again only when its task, its readers or its faults change. */
export const TaskNode = memo(function TaskNode({ data, selected }: NodeProps<TaskFlowNode>) {
  const t = useT();
  const { catalogue } = useDesignerStore();
  const { node, faults } = data;
  const { id, task, inputs, outputs } = node;
  const { icon: Icon, color } = componentLook(task.type, catalogue);
  const faultCount = faults?.length ?? 0;
  const anchors = [...inputs, ...outputs].map((anchor) => anchor.id).join(' ');
  const update = useUpdateNodeInternals();
  const measured = useRef(anchors);
  // xyflow measures anchors when a box appears or changes its size; a renamed column changes them without.
  useEffect(() => {
    if (measured.current === anchors) return;
    measured.current = anchors;
    update(id);
  }, [update, id, anchors]);
  const rows = Array.from({ length: Math.max(inputs.length, outputs.length) }, (_, row) => row);
  return (
    <div
      className={styles['node']}
      data-selected={selected || undefined}
      data-faulty={faultCount > 0 || undefined}
      style={{ '--node-color': color } as React.CSSProperties}
    >
      <div className={styles['head']}>
        <Handle
          type="target"
          position={Position.Left}
          id={WHOLE_INPUT}
          className={styles['whole']}
          title={t('designer.anchor.wholeInput', { id })}
        />
        <span className={styles['icon']}>
          <Icon size={16} aria-hidden />
        </span>
        <span className={styles['names']}>
          <span className={styles['id']}>{id}</span>
          <span className={styles['type']}>{task.type === 'Query' ? t('designer.query') : task.type}</span>
        </span>
        {faultCount > 0 && (
          <span
            className={styles['faults']}
            title={faults?.map(({ message }) => message).join('\n')}
            role="img"
            aria-label={t('designer.node.faults', { count: faultCount })}
          >
            <CircleAlert size={16} aria-hidden />
          </span>
        )}
        <Handle
          type="source"
          position={Position.Right}
          id={WHOLE_OUTPUT}
          className={styles['whole']}
          title={t('designer.anchor.wholeOutput', { id })}
        />
      </div>
      {rows.length > 0 && (
        <div className={styles['rows']}>
          {rows.map((row) => {
            const input = inputs[row];
            const output = outputs[row];
            return (
              <div key={row} className={styles['row']}>
                {input !== undefined && (
                  <>
                    <Handle
                      type="target"
                      position={Position.Left}
                      id={input.id}
                      className={input.kind === 'data' ? styles['data'] : styles['parameter']}
                      title={t(`designer.anchor.${input.kind}`, { name: input.name })}
                    />
                    <span className={styles['input']}>
                      {input.name}
                      {input.required && <span className={styles['required']}>*</span>}
                    </span>
                  </>
                )}
                {output !== undefined && (
                  <>
                    <span className={styles['output']} data-missing={!output.exists || undefined}>
                      {output.name}
                    </span>
                    <Handle
                      type="source"
                      position={Position.Right}
                      id={output.id}
                      className={styles['column']}
                      title={t(output.exists ? 'designer.anchor.column' : 'designer.anchor.missingColumn', {
                        name: output.name,
                      })}
                    />
                  </>
                )}
              </div>
            );
          })}
        </div>
      )}
    </div>
  );
});
