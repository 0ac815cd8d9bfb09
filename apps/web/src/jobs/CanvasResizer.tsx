import { useEffect, useRef, useState } from 'react';
import { useT } from '../i18n/index.ts';
import styles from './JobPage.module.css';

const LEAST_PX = 96;
/** What is left to the panel below. */
const PANEL_PX = 160;
const STEP_PX = 24;

export interface CanvasResizerProps {
  /** Height in px, or undefined for the one that the page gives; takes effect on the element before this one. */
  readonly onResize: (height: number | undefined) => void;
}

/** The line below the canvas: dragged, or moved by the arrow keys; a double click or Escape gives the height back. */
export function CanvasResizer({ onResize }: CanvasResizerProps) {
  const t = useT();
  const line = useRef<HTMLDivElement>(null);
  const grabbed = useRef<number>(undefined);
  const [range, setRange] = useState({ now: LEAST_PX, most: LEAST_PX });
  const measure = () => {
    const pane = line.current?.previousElementSibling?.getBoundingClientRect();
    const page = line.current?.parentElement?.getBoundingClientRect();
    if (pane === undefined || page === undefined) return { now: LEAST_PX, most: LEAST_PX };
    return { now: Math.round(pane.height), most: Math.max(LEAST_PX, Math.round(page.bottom - pane.top) - PANEL_PX) };
  };
  useEffect(() => {
    const pane = line.current?.previousElementSibling;
    const observer = new ResizeObserver(() => setRange(measure()));
    if (pane) observer.observe(pane);
    return () => observer.disconnect();
  }, []);
  const resizeTo = (height: number) => onResize(Math.min(Math.max(height, LEAST_PX), measure().most));
  return (
    <div
      ref={line}
      className={styles['resizer']}
      role="separator"
      aria-orientation="horizontal"
      aria-label={t('job.resizeCanvas')}
      aria-valuenow={range.now}
      aria-valuemin={LEAST_PX}
      aria-valuemax={range.most}
      tabIndex={0}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        grabbed.current = measure().now - event.clientY;
      }}
      onPointerMove={(event) => {
        if (grabbed.current !== undefined) resizeTo(grabbed.current + event.clientY);
      }}
      onLostPointerCapture={() => (grabbed.current = undefined)}
      onDoubleClick={() => onResize(undefined)}
      onKeyDown={(event) => {
        const { now, most } = measure();
        const wanted = { ArrowUp: now - STEP_PX, ArrowDown: now + STEP_PX, Home: LEAST_PX, End: most }[event.key];
        if (wanted === undefined && event.key !== 'Escape') return;
        event.preventDefault();
        if (wanted === undefined) onResize(undefined);
        else resizeTo(wanted);
      }}
    />
  );
}
