const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [1, SECOND, 10 * SECOND, MINUTE, 10 * MINUTE, HOUR, 6 * HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY];
const MONTHS = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 12_000];

/**
 * Round times within [low, high] in ms since 1970 (UTC), at most about `count`: whole seconds, hours, days, months or
 * years.
 */
export function timeTicks(low: number, high: number, count = 5): readonly number[] {
  if (!Number.isFinite(low) || !Number.isFinite(high) || high < low) return [];
  if (low === high) return [low];
  const rough = (high - low) / Math.max(1, count);
  const step = STEPS.find((candidate) => candidate >= rough);
  const ticks: number[] = [];
  if (step !== undefined) {
    for (let i = Math.ceil(low / step); i * step <= high; i++) ticks.push(i * step);
    return ticks;
  }
  const months = MONTHS.find((candidate) => candidate * 30 * DAY >= rough) ?? MONTHS.at(-1)!;
  const first = new Date(low);
  const start = Math.ceil((first.getUTCFullYear() * 12 + first.getUTCMonth()) / months) * months;
  for (let month = start; ticks.length <= 2 * count; month += months) {
    const tick = new Date(0).setUTCFullYear(Math.floor(month / 12), ((month % 12) + 12) % 12, 1);
    if (!(tick <= high)) break;
    if (tick >= low) ticks.push(tick);
  }
  return ticks;
}

/** A time in ms since 1970 as short as it says everything: `2020`, `2020-03-05`, `2020-03-05 14:00`, UTC. */
export function timeText(ms: number): string {
  const date = new Date(Math.round(ms));
  if (Number.isNaN(date.getTime())) return String(ms);
  const [day, clock] = date.toISOString().split('T') as [string, string];
  if (date.getTime() % DAY === 0) return day.replace(/-01-01$/, '');
  return `${day} ${clock
    .replace('Z', '')
    .replace(/\.000$/, '')
    .replace(/:00$/, '')}`;
}
