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
            {bars.map((bar, index) => {
              const { task, x, width: part } = bar;
              const y = TOP + index * ROW;
              const from = left + (x ?? 0) * inner;
              const length = Math.max(3, part * inner);
              return (
                <g key={task.key} className={styles['row']} onClick={() => onSelect(task.key)}>
                  <rect className={styles['hit']} x={0} y={y} width={width} height={ROW} />
                  <text className={styles['name']} x={left - 12} y={y + 18} textAnchor="end">
                    {task.key}
                  </text>
                  {x === undefined ? null : (
                    <rect
                      x={from}
                      y={y + 6}
                      width={length}
                      height={ROW - 12}
                      rx={3}
                      fill={STATUS_LOOKS[jobStatusName(task.status as JobStatus)].color}
                    />
                  )}
                  <text className={styles['value']} x={x === undefined ? left + 8 : from + length + 6} y={y + 18}>
                    {text(bar)}
                  </text>
                </g>
              );
            })}
          </>
        );
      }}
    />
  );
}
