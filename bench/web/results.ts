import type { Browser, CDPSession, Page } from 'playwright-core';
import { signedIn } from '../../test/web/browser.ts';
import type { SampleServer } from '../../test/sample-server.ts';
import { quantile } from '../quantile.ts';
import { barredMs, traceFrames } from './frame-trace.ts';
import { ROWS, runLargeJob } from './large-results.ts';
import { loadNow, type Figure } from './report.ts';

const FIRST_PAGE_MS = 300;
const ANSWER_MS = 1000;
const HEAP_GROWTH_MB = 32;
const JUMPS = 400;

const COLUMNS = {
  pagerank_int: ['VID', 'VALUE'],
  pagerank_text: ['VID', 'VALUE'],
  degree_text: ['VID', 'BOTH_DEGREE', 'OUT_DEGREE', 'IN_DEGREE'],
} as const;

/** Results of 1,000,000 rows in the page: from a click to its rows, statistics, scrolling, memory. */
export async function measureResults(browser: Browser, sample: SampleServer): Promise<Figure[]> {
  const job = await runLargeJob(sample);
  const context = await signedIn(browser, sample.server, { token: sample.client.token, width: 1440 });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const figures: Figure[] = [];
  try {
    await page.addInitScript(installProbe);
    for (const [task, columns] of Object.entries(COLUMNS)) {
      await page.goto(`${sample.server.url}/jobs/${job}`);
      const box = page.locator(`[data-task="${task}"]`);
      await box.waitFor();
      await page.waitForTimeout(1000);
      const first = await sinceClick(page, () => box.click());
      figures.push({
        name: `${task}: first page after opening`,
        value: first,
        unit: 'ms',
        bar: FIRST_PAGE_MS,
        note: loadNow(),
      });
      for (const column of columns) {
        const header = page.getByRole('columnheader', { name: new RegExp(`^${column}\\b`) }).getByRole('button');
        for (const order of ['ascending', 'descending']) {
          const ms = await sinceClick(page, () => header.click());
          figures.push({ name: `${task}: sort by ${column}, ${order}`, value: ms, unit: 'ms', bar: ANSWER_MS });
          if (column === 'VALUE' || column === 'VID') {
            const deep = await sinceJump(page, 0.9);
            figures.push({ name: `${task}: then to row 900,000`, value: deep, unit: 'ms', bar: ANSWER_MS });
          }
        }
        await sinceClick(page, () => header.click());
      }
      figures.push(...(await measureStatistics(page, sample, job, task, columns)));
    }
    figures.push(...(await measureFilter(page, sample, job)));
    figures.push(...(await measureScrolling(browser, page, session, sample, job)));
  } finally {
    await context.close();
  }
  return figures;
}

/** Each in a page of its own, which knows nothing of the column yet. */
async function measureStatistics(
  page: Page,
  sample: SampleServer,
  job: number,
  task: string,
  columns: readonly string[],
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const column of columns) {
    await page.goto(`${sample.server.url}/jobs/${job}?task=${task}&column=${column}`);
    await page.waitForFunction(() => (window as unknown as Probe).rowsAreShown());
    const tab = page.getByRole('tab', { name: 'Statistics' });
    const ms = await sinceClick(page, () => tab.click(), `table[aria-label$="${column}"] td`);
    figures.push({ name: `${task}: statistics and histogram of ${column}`, value: ms, unit: 'ms', bar: ANSWER_MS });
  }
  return figures;
}

/** A filter as its link opens it: the whole page with it. */
async function measureFilter(page: Page, sample: SampleServer, job: number): Promise<Figure[]> {
  const figures: Figure[] = [];
  const filters = [
    { task: 'pagerank_int', column: 'VALUE', operator: 'ge', value: '0.5' },
    { task: 'pagerank_text', column: 'VID', operator: 'contains', value: 'abc' },
  ];
  for (const { task, ...filter } of filters) {
    const query = encodeURIComponent(JSON.stringify([filter]));
    const began = performance.now();
    await sample.client.data('GET', `/api/v1/jobs/${job}/tasks/${task}/result?filters=${query}&limit=200`);
    const ms = performance.now() - began;
    figures.push({
      name: `${task}: filter ${filter.column} ${filter.operator} ${filter.value}, the API's answer`,
      value: ms,
      unit: 'ms',
      bar: ANSWER_MS,
    });
  }
  return figures;
}

async function measureScrolling(
  browser: Browser,
  page: Page,
  session: CDPSession,
  sample: SampleServer,
  job: number,
): Promise<Figure[]> {
  await page.goto(`${sample.server.url}/jobs/${job}?task=pagerank_text`);
  await page.waitForFunction(() => (window as unknown as Probe).rowsAreShown());
  const table = (await page.locator('[role=table]').boundingBox())!;
  await page.mouse.move(table.x + 100, table.y + table.height / 2);
  const frames = await traceFrames(browser, page, async () => {
    for (let turn = 0; turn < 200; turn++) await page.mouse.wheel(0, 90);
  });
  const barred = frames.map(barredMs);
  await session.send('HeapProfiler.enable');
  const before = await heapMB(session);
  let most = before;
  for (let jump = 1; jump <= JUMPS; jump++) {
    await sinceJump(page, jump / JUMPS);
    if (jump % 50 === 0) most = Math.max(most, await heapMB(session));
  }
  const elements = await page.evaluate(() => document.querySelectorAll('[role=table] [role=row]').length);
  return [
    {
      name: 'scrolling by the wheel: p95 of a frame',
      value: quantile(barred, 0.95),
      unit: 'ms',
      bar: 12,
      note: `p50 ${quantile(barred, 0.5).toFixed(1)}, max ${Math.max(...barred).toFixed(1)}, ${frames.length} frames; ${loadNow()}`,
    },
    { name: `heap before scrolling`, value: before, unit: 'MB' },
    {
      name: `heap's growth over ${JUMPS} pages from the first to the last row`,
      value: most - before,
      unit: 'MB',
      bar: HEAP_GROWTH_MB,
      note: 'largest of eight, each after a garbage collection',
    },
    { name: 'rows in the document', value: elements, unit: 'rows', bar: 100 },
  ];
}

async function heapMB(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize / 1e6;
}

interface Probe {
  rowsAreShown(): boolean;
  clickedAtMs: number;
}

/** In the page: when it was last clicked, and whether the result's rows stand there with their texts. */
function installProbe(): void {
  const probe = window as unknown as Probe;
  addEventListener('pointerdown', (event) => (probe.clickedAtMs = event.timeStamp), true);
  probe.rowsAreShown = () => {
    const table = document.querySelector('[role=table]');
    const cells = table?.querySelectorAll('[role=cell]');
    return (
      table?.getAttribute('aria-busy') === 'false' &&
      cells!.length > 0 &&
      [...cells!].every((cell) => cell.textContent !== '')
    );
  };
}

/** Milliseconds from the click that `click` makes to the frame in which what it asked for is there. */
async function sinceClick(page: Page, click: () => Promise<void>, selector?: string): Promise<number> {
  await click();
  const handle = await page.waitForFunction((wanted) => {
    const probe = window as unknown as Probe;
    // The click's own draw comes first: what was there before it is not the answer.
    if (performance.now() - probe.clickedAtMs < 20) return false;
    const isThere = wanted === undefined ? probe.rowsAreShown() : document.querySelector(wanted) !== null;
    return isThere ? performance.now() - probe.clickedAtMs : false;
  }, selector);
  return (await handle.jsonValue()) as number;
}

/** Milliseconds from setting the scrollbar to a part of its way to the frame in which the rows there are shown. */
function sinceJump(page: Page, part: number): Promise<number> {
  return page.evaluate(
    ({ part: wanted, rows }) =>
      new Promise<number>((resolve) => {
        const probe = window as unknown as Probe;
        const table = document.querySelector('[role=table]')!;
        const began = performance.now();
        table.scrollTop = wanted * (table.scrollHeight - table.clientHeight);
        const goal = wanted * rows;
        const look = (): void => {
          const indexes = [...table.querySelectorAll('[role=row][aria-rowindex]')].map((row) =>
            Number(row.ariaRowIndex),
          );
          const isThere = indexes.some((index) => index > 1 && Math.abs(index - goal) < 100);
          if (isThere && probe.rowsAreShown()) resolve(performance.now() - began);
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      }),
    { part, rows: ROWS },
  );
}
