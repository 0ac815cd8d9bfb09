/** How long something ran, or has run until `nowMs`; undefined when it has not begun. Clocks that differ give no negative spans. */
export function elapsedMs(
  part: { readonly runBeginTime: number | null; readonly runEndTime: number | null },
  nowMs: number,
): number | undefined {
  return part.runBeginTime === null ? undefined : Math.max(0, (part.runEndTime ?? nowMs) - part.runBeginTime);
}
