import { memo } from 'react';
import { jobStatusName, type JobStatus } from '@orrery/contracts';
import type { JobItem, JobTask } from '@orrery/sdk';
import { formatClock, formatDuration, formatNumber, useT } from '../i18n/index.ts';
import { taskTimeline, type TimelineBar } from '../model/task-timeline.ts';
import { waitCause } from '../model/task-wait.ts';
import { STATUS_LOOKS } from '../ui/index.ts';
import { ChartFrame } from '../results/ChartFrame.tsx';
import styles from './JobTimeline.module.css';
import { waitText } from './wait-text.ts';

export interface JobTimelineProps {
  readonly job: JobItem;
  readonly tasks: readonly JobTask[];
  readonly nowMs: number;
  readonly onSelect: (key: string) => void;
}

const ROW = 28;
const TOP = 24;
const RIGHT = 88;

/** When each task ran, as bars over the job's time. */
export function JobTimeline({ job, tasks, nowMs, onSelect }: JobTimelineProps) {
  const t = useT();
  const { bars, ticks } = taskTimeline(job, tasks, nowMs);
  const statusText = ({ task }: TimelineBar): string => t(STATUS_LOOKS[jobStatusName(task.status as JobStatus)].key);
  const text = (bar: TimelineBar): string => {
    if (bar.durationMs !== undefined) return formatDuration(bar.durationMs);
    if (bar.task.status === 2 && job.sourceJobId !== null)
      return t('job.timeline.reused', { id: String(job.sourceJobId) });
    const cause = waitCause(job, bar.task, tasks, nowMs);
    return cause === undefined ? t('job.timeline.skipped') : waitText(t, cause);
  };
  const description = bars.map((bar) => `${bar.task.key}: ${statusText(bar)}, ${text(bar)}`).join('; ');
  const table = {
    columns: [
      t('job.column.task'),
      t('job.column.status'),
      t('job.column.begin'),
      t('job.column.duration'),
      t('job.column.rows'),
    ],
    rows: bars.map((bar) => [
      bar.task.key,
      statusText(bar),
      bar.task.runBeginTime === null ? '–' : formatClock(bar.task.runBeginTime),
      text(bar),
      bar.task.result === null ? '–' : formatNumber(bar.task.result.rowCount),
    ]),
  };
  const longest = Math.max(8, ...bars.map(({ task }) => task.key.length));
  return (
    <ChartFrame
      title={t('job.timeline.label')}
      description={description}
      table={table}
      height={TOP + bars.length * ROW + 8}
      draw={(width, height) => {
        const left = Math.min(longest * 7.5 + 24, width * 0.3);
        const inner = Math.max(40, width - left - RIGHT);
        return (
          <>
            {ticks.map(({ x, text: label }) => (
              <g key={x}>
                <line className={styles['grid']} x1={left + x * inner} x2={left + x * inner} y1={TOP - 4} y2={height} />
                <text className={styles['tick']} x={left + x * inner} y={14} textAnchor="middle">
                  {label}
                </text>
              </g>
            ))}
            {bars.map((bar, index) => (
              <Row
                key={bar.task.key}
                name={bar.task.key}
                status={bar.task.status as JobStatus}
                text={text(bar)}
                y={TOP + index * ROW}
                left={left}
                width={width}
                from={bar.x === undefined ? undefined : left + bar.x * inner}
                length={Math.max(3, bar.width * inner)}
                onSelect={onSelect}
              />
            ))}
          </>
        );
      }}
    />
  );
}

interface RowProps {
  readonly name: string;
  readonly status: JobStatus;
  readonly text: string;
  /** In pixels, as are the others. */
  readonly y: number;
  /** Where the names end and the bars begin. */
  readonly left: number;
  readonly width: number;
  /** Of the bar; undefined for a task that has none. */
  readonly from: number | undefined;
  readonly length: number;
  readonly onSelect: (key: string) => void;
}

/** Draws again when one of its figures changes: the clock's tick leaves a job's finished tasks alone. */
const Row = memo(function Row({ name, status, text, y, left, width, from, length, onSelect }: RowProps) {
  return (
    <g className={styles['row']} onClick={() => onSelect(name)}>
      <rect className={styles['hit']} x={0} y={y} width={width} height={ROW} />
      <text className={styles['name']} x={left - 12} y={y + 18} textAnchor="end">
        {name}
      </text>
      {from === undefined ? null : (
        <rect
          x={from}
          y={y + 6}
          width={length}
          height={ROW - 12}
          rx={3}
          fill={STATUS_LOOKS[jobStatusName(status)].color}
        />
      )}
      <text className={styles['value']} x={from === undefined ? left + 8 : from + length + 6} y={y + 18}>
        {text}
      </text>
    </g>
  );
});
