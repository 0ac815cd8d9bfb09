import type { LogLine } from '@orrery/sdk';
import type { TaskLog } from './job-state.ts';

export type LogLevel = LogLine['level'];
export const LOG_LEVELS: readonly LogLevel[] = ['info', 'warn', 'error'];

/** A line of one task among those of several. */
export interface LogRow extends LogLine {
  readonly taskKey: string;
}

export interface LogFilter {
  /** Of one task alone. */
  readonly task?: string | undefined;
  /** This level and those above it. */
  readonly level: LogLevel;
  /** Part of the message, in any case of letters. */
  readonly text?: string;
}

/** The lines that a filter lets through, by their time; lines of one task keep their order. Cost: n log n. */
export function logRows(logs: ReadonlyMap<string, TaskLog>, filter: LogFilter): readonly LogRow[] {
  const least = LOG_LEVELS.indexOf(filter.level);
  const text = filter.text?.toLowerCase() ?? '';
  const rows: LogRow[] = [];
  for (const [taskKey, { lines }] of logs) {
    if (filter.task !== undefined && filter.task !== taskKey) continue;
    for (const line of lines) {
      if (LOG_LEVELS.indexOf(line.level) < least) continue;
      if (text !== '' && !line.message.toLowerCase().includes(text)) continue;
      rows.push({ ...line, taskKey });
    }
  }
  return rows.sort((a, b) => a.time - b.time || (a.taskKey === b.taskKey ? a.sequence - b.sequence : 0));
}
