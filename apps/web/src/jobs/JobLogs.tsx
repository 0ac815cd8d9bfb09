import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ScrollText, SearchX } from 'lucide-react';
import { useUrlParameter } from '../app/use-url-parameter.ts';
import { formatClock, useT } from '../i18n/index.ts';
import type { TaskLog } from '../model/job-state.ts';
import { LOG_LEVELS, logRows, type LogLevel } from '../model/log-window.ts';
import { Checkbox, EmptyState, SearchInput, Select } from '../ui/index.ts';
import styles from './JobLogs.module.css';

export interface JobLogsProps {
  readonly logs: ReadonlyMap<string, TaskLog>;
  /** Of one task; else of all, with their names. */
  readonly task: string | undefined;
  readonly isRunning: boolean;
}

const LINE = 22;
/** Who goes back by the keyboard wants to read. */
const READING_KEYS = new Set(['ArrowUp', 'PageUp', 'Home']);

/** Log lines as they come; only those in view are drawn. */
export function JobLogs({ logs, task, isRunning }: JobLogsProps) {
  const t = useT();
  const [askedLevel, setLevel] = useUrlParameter('level', 'info');
  const level: LogLevel = LOG_LEVELS.find((name) => name === askedLevel) ?? 'info';
  const [text, setText] = useUrlParameter('find', '');
  const [follows, setFollows] = useState(isRunning);
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => logRows(logs, { task, level, text }), [logs, task, level, text]);
  const all = [...logs].filter(([key]) => task === undefined || key === task);
  const dropped = all.reduce((sum, [, log]) => sum + log.dropped, 0);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE,
    overscan: 20,
  });
  useLayoutEffect(() => {
    if (follows && rows.length > 0) virtual.scrollToIndex(rows.length - 1, { align: 'end' });
  }, [follows, rows.length, virtual]);
  useEffect(() => setFollows(isRunning), [isRunning]);
  return (
    <div className={styles['logs']}>
      <div className={styles['bar']}>
        <Select
          aria-label={t('job.logs.level')}
          className={styles['level'] ?? ''}
          value={level}
          options={LOG_LEVELS.map((value) => ({ value, label: t(`job.logs.${value}`) }))}
          onChange={(event) => setLevel(event.target.value)}
        />
        <SearchInput value={text} onChange={setText} label={t('job.logs.search')} />
        <Checkbox
          isSwitch
          label={t('job.logs.follow')}
          checked={follows}
          onChange={(event) => setFollows(event.target.checked)}
        />
        <span className={styles['count']}>
          {t('job.logs.count', { count: rows.length })}
          {dropped > 0 ? ` · ${t('job.logs.dropped', { count: dropped })}` : ''}
        </span>
      </div>
      {rows.length === 0 ? (
        <EmptyState
          isCompact
          icon={all.length === 0 ? ScrollText : SearchX}
          title={t(all.length === 0 ? 'job.logs.wait' : 'job.logs.none')}
          text={all.length === 0 ? undefined : t('job.logs.noneText')}
        />
      ) : (
        <div
          ref={scroller}
          className={styles['scroller']}
          tabIndex={0}
          role="log"
          aria-label={t('job.logs.label')}
          aria-live="off"
          onWheel={(event) => {
            if (event.deltaY < 0) setFollows(false);
          }}
          onKeyDown={(event) => {
            if (READING_KEYS.has(event.key)) setFollows(false);
          }}
          onTouchMove={() => setFollows(false)}
          onPointerDown={({ target, currentTarget, nativeEvent }) => {
            // On the scroll bar.
            if (target === currentTarget && nativeEvent.offsetX >= currentTarget.clientWidth) setFollows(false);
          }}
        >
          <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
            {virtual.getVirtualItems().map(({ index, key, start }) => {
              const row = rows[index]!;
              return (
                <div
                  key={key}
                  ref={virtual.measureElement}
                  data-index={index}
                  className={styles['line']}
                  data-level={row.level}
                  style={{ transform: `translateY(${start}px)` }}
                >
                  <time className={styles['time']}>{formatClock(row.time)}</time>
                  <span className={styles['tag']}>{row.level}</span>
                  {task === undefined ? <span className={styles['task']}>{row.taskKey}</span> : null}
                  <span className={styles['message']}>{row.message}</span>
                </div>
              );
            })}
          </div>
        </div>
      )}
    </div>
  );
}
