import type { Browser, Page } from 'playwright-core';

/** Milliseconds of the renderer's main thread that one drawn frame took, by what they went into. */
export interface FrameCost {
  /** Event handlers, animation frames, timers, microtasks, garbage collection. */
  readonly script: number;
  readonly style: number;
  readonly layout: number;
  /** Pre-paint, paint and layerize: shown beside script, style and layout, which alone the bar is about. */
  readonly paint: number;
}

type Part = keyof FrameCost;

const PART_OF: Readonly<Record<string, Part>> = {
  EventDispatch: 'script',
  EvaluateScript: 'script',
  FunctionCall: 'script',
  FireAnimationFrame: 'script',
  FireIdleCallback: 'script',
  TimerFire: 'script',
  RunMicrotasks: 'script',
  MinorGC: 'script',
  MajorGC: 'script',
  'v8.callFunction': 'script',
  // What a pointer is over is looked for on behalf of its event.
  HitTest: 'script',
  ParseAuthorStyleSheet: 'style',
  UpdateLayoutTree: 'style',
  Layout: 'layout',
  PrePaint: 'paint',
  Paint: 'paint',
  Layerize: 'paint',
};

const CATEGORIES = ['-*', 'devtools.timeline', 'v8', '__metadata'];

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds; `tdur` is the thread's own time, which leaves out what other processes took of the core. */
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
}

/** What the page's main thread did in each frame that was drawn while `action` ran. */
export async function traceFrames(browser: Browser, page: Page, action: () => Promise<void>): Promise<FrameCost[]> {
  await browser.startTracing(page, { categories: CATEGORIES });
  await action();
  const buffer = await browser.stopTracing();
  const { traceEvents } = JSON.parse(buffer.toString('utf8')) as { traceEvents: TraceEvent[] };
  return frameCosts(traceEvents);
}

/**
 * A frame is all that ran since the one before was layerized, up to and with its own layerizing. What ran in between
 * for frames in which nothing was painted counts to the next that was: React draws in a task of its own, so that the
 * script and the layout of one pointer move often lie in two of the browser's frames.
 */
export function frameCosts(events: readonly TraceEvent[]): FrameCost[] {
  const timed = events.filter(({ ph, dur, name }) => ph === 'X' && dur !== undefined && PART_OF[name] !== undefined);
  const slices = ofBusiestThread(timed).toSorted((a, b) => a.ts - b.ts || b.dur! - a.dur!);
  const frames: FrameCost[] = [];
  let frame = { script: 0, style: 0, layout: 0, paint: 0 };
  let isPainted = false;
  const open: { readonly end: number; readonly part: Part }[] = [];
  for (const { name, ts, dur = 0, tdur } of slices) {
    while (open.length > 0 && open.at(-1)!.end <= ts) open.pop();
    const ms = (tdur ?? dur) / 1000;
    const part = PART_OF[name]!;
    const around = open.at(-1);
    if (around !== undefined) frame[around.part] -= ms;
    frame[part] += ms;
    open.push({ end: ts + dur, part });
    isPainted ||= name === 'Paint';
    if (name !== 'Layerize' || !isPainted) continue;
    frames.push(frame);
    frame = { script: 0, style: 0, layout: 0, paint: 0 };
    isPainted = false;
  }
  return frames;
}

function ofBusiestThread(events: readonly TraceEvent[]): readonly TraceEvent[] {
  const byThread = Map.groupBy(events, ({ pid, tid }) => `${pid}/${tid}`);
  return [...byThread.values()].reduce((most, found) => (found.length > most.length ? found : most), []);
}

/** What the bar is about. */
export const barredMs = ({ script, style, layout }: FrameCost): number => script + style + layout;
