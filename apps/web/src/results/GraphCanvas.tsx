import { useEffect, useRef, useState } from 'react';
import Graph from 'graphology';
import forceAtlas2 from 'graphology-layout-forceatlas2';
import { Maximize } from 'lucide-react';
import Sigma from 'sigma';
import type { NodeHoverDrawingFunction } from 'sigma/rendering';
import { useTheme } from '../app/theme.ts';
import { useT } from '../i18n/index.ts';
import { ErrorState, IconButton } from '../ui/index.ts';
import styles from './GraphView.module.css';

/** Variables of the theme that communities take in turn. */
export const PALETTE = [
  '--chart-1',
  '--chart-2',
  '--chart-3',
  '--chart-4',
  '--chart-5',
  '--chart-6',
  '--chart-7',
  '--chart-8',
] as const;

export interface DrawnVertex {
  readonly id: string;
  /** Pixels. */
  readonly radius: number;
  /** Index into {@link PALETTE}; undefined: no community of its own. */
  readonly colour: number | undefined;
}

export interface GraphCanvasProps {
  readonly label: string;
  readonly vertices: readonly DrawnVertex[];
  readonly edges: readonly { readonly src: string; readonly dst: string }[];
  readonly onExpand: (id: string) => void;
}

const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

/** Vertices and edges, laid out by forces; the same graph always gives the same picture. */
export function GraphCanvas({ label, vertices, edges, onExpand }: GraphCanvasProps) {
  const t = useT();
  const box = useRef<HTMLDivElement>(null);
  const sigma = useRef<Sigma | undefined>(undefined);
  const graph = useRef(new Graph({ type: 'directed', multi: false }));
  const expand = useRef(onExpand);
  expand.current = onExpand;
  const [failure, setFailure] = useState<unknown>();
  const theme = useTheme();

  useEffect(() => {
    if (box.current === null) return undefined;
    let drawing: Sigma;
    try {
      drawing = new Sigma(graph.current, box.current, {
        allowInvalidContainer: true,
        labelRenderedSizeThreshold: 7,
        defaultEdgeType: 'arrow',
        labelFont: 'system-ui, sans-serif',
        defaultDrawNodeHover: drawHover,
      });
    } catch (error) {
      setFailure(error);
      return undefined;
    }
    sigma.current = drawing;
    drawing.on('doubleClickNode', ({ node, preventSigmaDefault }) => {
      preventSigmaDefault();
      expand.current(node);
    });
    return () => {
      sigma.current = undefined;
      drawing.kill();
    };
  }, []);

  useEffect(() => {
    const wanted = new Set(vertices.map(({ id }) => id));
    const drawn = graph.current;
    let isNew = false;
    for (const id of drawn.nodes()) if (!wanted.has(id)) drawn.dropNode(id);
    vertices.forEach(({ id }, index) => {
      if (drawn.hasNode(id)) return;
      isNew = true;
      const angle = index * GOLDEN_ANGLE;
      drawn.addNode(id, {
        label: id,
        x: Math.sqrt(index + 1) * Math.cos(angle),
        y: Math.sqrt(index + 1) * Math.sin(angle),
      });
    });
    for (const { src, dst } of edges) {
      if (wanted.has(src) && wanted.has(dst) && !drawn.hasEdge(src, dst)) {
        drawn.addEdge(src, dst);
        isNew = true;
      }
    }
    if (isNew && drawn.order > 1) {
      const settings = { ...forceAtlas2.inferSettings(drawn), gravity: 1, scalingRatio: 12, adjustSizes: false };
      forceAtlas2.assign(drawn, { iterations: drawn.order > 300 ? 100 : 250, settings });
    }
  }, [vertices, edges]);

  useEffect(() => {
    const css = getComputedStyle(document.documentElement);
    const colour = (variable: string): string => css.getPropertyValue(variable).trim();
    const drawn = graph.current;
    for (const { id, radius, colour: index } of vertices) {
      if (!drawn.hasNode(id)) continue;
      drawn.mergeNodeAttributes(id, {
        size: radius,
        color: colour(index === undefined ? '--color-border-strong' : PALETTE[index]!),
      });
    }
    sigma.current?.setSetting('defaultEdgeColor', colour('--color-border-strong'));
    sigma.current?.setSetting('labelColor', { color: colour('--color-text') });
    sigma.current?.refresh();
  }, [vertices, edges, theme]);

  if (failure !== undefined) return <ErrorState isCompact error={failure} />;
  return (
    <div className={styles['canvas']}>
      <div ref={box} className={styles['drawing']} role="img" aria-label={label} />
      <div className={styles['tools']}>
        <IconButton
          size="sm"
          icon={Maximize}
          label={t('results.graph.fit')}
          onClick={() => void sigma.current?.getCamera().animatedReset()}
        />
      </div>
    </div>
  );
}

/** The label of the vertex under the pointer, on the theme's own background: sigma's is white in every theme. */
const drawHover: NodeHoverDrawingFunction = (context, { x, y, size, label }, { labelSize, labelFont, labelWeight }) => {
  const css = getComputedStyle(document.documentElement);
  const colour = (variable: string): string => css.getPropertyValue(variable).trim();
  context.strokeStyle = colour('--color-text');
  context.lineWidth = 2;
  context.beginPath();
  context.arc(x, y, size + 2, 0, 2 * Math.PI);
  context.stroke();
  if (typeof label !== 'string') return;
  context.font = `${labelWeight} ${labelSize}px ${labelFont}`;
  const [left, top, height] = [x + size + 6, y - labelSize / 2 - 4, labelSize + 8];
  context.fillStyle = colour('--color-raised');
  context.strokeStyle = colour('--color-border-strong');
  context.lineWidth = 1;
  context.beginPath();
  context.roundRect(left, top, context.measureText(label).width + 12, height, 4);
  context.fill();
  context.stroke();
  context.fillStyle = colour('--color-text');
  context.fillText(label, left + 6, y + labelSize / 3);
};
