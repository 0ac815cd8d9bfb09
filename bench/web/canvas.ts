import type { Browser, Page } from 'playwright-core';
import { signedIn } from '../../test/web/browser.ts';
import type { SampleServer } from '../../test/sample-server.ts';
import { quantile } from '../quantile.ts';
import { barredMs, traceFrames, type FrameCost } from './frame-trace.ts';
import { loadNow, type Figure } from './report.ts';

const GROUPS = 40;
const BAR_MS = 12;
const STEPS = 150;
const SPACE = 'basketballplayer';
const NEIGHBOURS = 'MATCH (v1:player)--(v2:player) RETURN id(v1) AS src, id(v2) AS dst, 1.0 AS w';

/** 200 components with 360 connections of every kind, in a grid that the canvas shows whole. */
function drawnWorkflow(): object {
  const tasks: Record<string, unknown> = {};
  const layout: Record<string, { x: number; y: number }> = {};
  for (let group = 1; group <= GROUPS; group++) {
    const from = `query_${group}`;
    const input = { from, src: 'src', dst: 'dst' };
    tasks[from] = { type: 'Query', space: SPACE, query: NEIGHBOURS };
    tasks[`pagerank_${group}`] = { type: 'PageRank', input };
    tasks[`sssp_${group}`] = {
      type: 'SSSP',
      input: { ...input, weight: 'w' },
      params: { ROOT: { from, column: 'src', row: 0 } },
    };
    tasks[`lpa_${group}`] = { type: 'LPA', input };
    tasks[`report_${group}`] = {
      type: 'Query',
      space: SPACE,
      query: 'YIELD ${top} AS top',
      params: { top: { from: `pagerank_${group}`, column: 'VID', row: 0 } },
    };
    const left = ((group - 1) % 5) * 1000;
    const top = Math.floor((group - 1) / 5) * 560;
    layout[from] = { x: left, y: top + 160 };
    layout[`pagerank_${group}`] = { x: left + 320, y: top };
    layout[`sssp_${group}`] = { x: left + 320, y: top + 160 };
    layout[`lpa_${group}`] = { x: left + 320, y: top + 360 };
    layout[`report_${group}`] = { x: left + 640, y: top };
  }
  return { name: 'two_hundred_components', tasks, layout };
}

/** 198 short queries in 22 chains and two PageRanks that report progress until they are cancelled. */
function runWorkflow(): object {
  const tasks: Record<string, unknown> = {};
  for (let i = 1; i <= 198; i++) {
    tasks[`query_${i}`] = {
      type: 'Query',
      space: SPACE,
      query: 'MATCH (v:player)-[e:follow*1..3]->(w) RETURN id(v) AS src, count(*) AS n',
      ...(i > 22 ? { after: [`query_${i - 22}`] } : {}),
    };
  }
  const input = { space: SPACE, edges: ['follow'] };
  const endless = { type: 'PageRank', input, params: { ITERATIONS: 1_000_000, EPS: 0 }, execution: { threads: 1 } };
  return { name: 'two_hundred_tasks', tasks: { ...tasks, pagerank_1: endless, pagerank_2: endless } };
}

/** Frames of the designer while one component, twenty components and the canvas itself are dragged. */
export async function measureCanvas(browser: Browser, sample: SampleServer): Promise<Figure[]> {
  const { id } = await sample.client.data<{ id: string }>('POST', '/api/v1/workflows', drawnWorkflow());
  const context = await signedIn(browser, sample.server, { token: sample.client.token, width: 1440 });
  const page = await context.newPage();
  const figures: Figure[] = [];
  try {
    await page.goto(`${sample.server.url}/workflows/${id}`);
    await page.locator('.react-flow__node').nth(199).waitFor();
    await page.waitForTimeout(1500);
    const measure = async (name: string, from: { x: number; y: number }, moved: number): Promise<void> => {
      const dragged = await dragAround(page, from, 20);
      if (dragged !== moved) throw new Error(`${name}: ${dragged} components moved`);
      const frames = await traceFrames(browser, page, async () => void (await dragAround(page, from, STEPS)));
      figures.push(...frameFigures(`200 components, ${name}`, frames));
    };
    const middle = { x: 0, y: 0 };
    const head = async (key: string): Promise<{ x: number; y: number }> => {
      const box = (await page.locator(`.react-flow__node[data-id="${key}"]`).boundingBox())!;
      return { x: box.x + box.width / 2, y: box.y + 3 };
    };
    await measure('drag one', await head('pagerank_18'), 1);
    const canvas = (await page.locator('.react-flow').boundingBox())!;
    middle.x = canvas.x + 12;
    middle.y = canvas.y + 200;
    await measure('pan', middle, 0);
    for (let group = 13; group <= 17; group++) {
      for (const type of ['query', 'pagerank', 'sssp', 'lpa']) {
        const { x, y } = await head(`${type}_${group}`);
        await page.keyboard.down('Control');
        await page.mouse.click(x, y);
        await page.keyboard.up('Control');
      }
    }
    const selected = await page.locator('.react-flow__node.selected').count();
    await measure(`drag ${selected} selected`, await head('sssp_15'), selected);
  } finally {
    await context.close();
  }
  return figures;
}

/** Frames of a job page with 200 tasks while their events arrive and its canvas is panned. */
export async function measureJobCanvas(browser: Browser, sample: SampleServer): Promise<Figure[]> {
  const { id } = await sample.client.data<{ id: string }>('POST', '/api/v1/workflows', runWorkflow());
  const context = await signedIn(browser, sample.server, { token: sample.client.token, width: 1440 });
  const page = await context.newPage();
  let job: number | undefined;
  try {
    await page.goto(`${sample.server.url}/jobs`);
    job = (await sample.client.data<{ id: number }>('POST', `/api-open/v1/workflows/${id}/jobs`)).id;
    await page.goto(`${sample.server.url}/jobs/${job}`);
    await page.locator('.react-flow__node').nth(199).waitFor();
    const done = (): Promise<number> => page.locator('[data-task][data-status="2"]').count();
    const before = await done();
    const canvas = (await page.locator('.react-flow').boundingBox())!;
    const from = { x: canvas.x + 12, y: canvas.y + canvas.height / 2 };
    const live = await traceFrames(browser, page, () => page.waitForTimeout(3000));
    const during = await done();
    const panned = await traceFrames(browser, page, async () => void (await dragAround(page, from, STEPS)));
    const note = `${during - before} tasks ended meanwhile`;
    return [
      ...frameFigures('job of 200 tasks, live', live, note),
      ...frameFigures('job of 200 tasks, live, pan', panned, `${(await done()) - during} tasks ended meanwhile`),
    ];
  } finally {
    if (job !== undefined) await sample.client.call('PUT', `/api-open/v1/jobs/${job}/cancel`);
    await context.close();
  }
}

/**
 * With the button held, around a circle and back: one move after the browser has taken the one before.
 *
 * @returns how many components stand elsewhere in the canvas in the middle of it
 */
async function dragAround(page: Page, { x, y }: { x: number; y: number }, steps: number): Promise<number> {
  const places = (): Promise<string[]> =>
    page
      .locator('.react-flow__node')
      .evaluateAll((nodes) => nodes.map((node) => (node as HTMLElement).style.transform));
  const before = await places();
  let moved = 0;
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let step = 1; step <= steps; step++) {
    const angle = (step / steps) * 4 * Math.PI;
    await page.mouse.move(x + 60 * Math.sin(angle), y + 60 * (1 - Math.cos(angle)));
    if (step === Math.floor(steps / 4)) moved = (await places()).filter((place, i) => place !== before[i]).length;
  }
  await page.mouse.up();
  return moved;
}

function frameFigures(name: string, frames: readonly FrameCost[], note = ''): Figure[] {
  const barred = frames.map(barredMs);
  const p95 = (part: keyof FrameCost): string =>
    quantile(
      frames.map((frame) => frame[part]),
      0.95,
    ).toFixed(1);
  const parts = `p95 of script ${p95('script')}, style ${p95('style')}, layout ${p95('layout')}, paint (not in the bar) ${p95('paint')}`;
  return [
    {
      name: `${name}: p95 of a frame`,
      value: quantile(barred, 0.95),
      unit: 'ms',
      bar: BAR_MS,
      note: [
        `p50 ${quantile(barred, 0.5).toFixed(1)}, max ${Math.max(...barred).toFixed(1)}, ${frames.length} frames`,
        parts,
        note,
        loadNow(),
      ]
        .filter((text) => text !== '')
        .join('; '),
    },
  ];
}
