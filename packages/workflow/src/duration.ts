const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;

/** Longest duration that is accepted, 7 days; Node's timers end at 24 days. */
export const MAX_DURATION_MS = 7 * 24 * UNIT_MS.h;

/** Milliseconds of `500ms`, `30s`, `5m`, `1h`; undefined for anything else and beyond {@link MAX_DURATION_MS}. */
export function parseDuration(text: string): number | undefined {
  const match = /^([1-9]\d{0,11})(ms|s|m|h)$/.exec(text);
  if (match === null) return undefined;
  const ms = Number(match[1]) * UNIT_MS[match[2] as keyof typeof UNIT_MS];
  return ms <= MAX_DURATION_MS ? ms : undefined;
}

/** The shortest form that {@link parseDuration} reads back: `90s`, `2h`, `1500ms`. `ms` is a positive integer. */
export function formatDuration(ms: number): string {
  for (const unit of ['h', 'm', 's'] as const) if (ms % UNIT_MS[unit] === 0) return `${ms / UNIT_MS[unit]}${unit}`;
  return `${ms}ms`;
}
