import { isFinal, JOB_STATUS, type JobStatus } from '@orrery/contracts';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { buildWebApp } from '../../apps/web/build.ts';
import { startSampleServer, type SampleServer } from '../sample-server.ts';
import { launchBrowser, signedIn } from './browser.ts';

/** Long enough for a loaded machine of two cores; nothing waits for it to pass. */
export const PATIENCE = { timeout: 30_000 };

/** The parts of a browser test: one server for its file, one page for each test. */
export interface WebFixture {
  readonly sample: SampleServer;
  readonly context: BrowserContext;
  readonly page: Page;
  save(tasks: object, name?: string): Promise<string>;
  update(id: string, tasks: object): Promise<void>;
  post(id: string, input?: object): Promise<number>;
  /** Waits for the end. @returns the job as the API has it */
  ended(id: number): Promise<JobAnswer>;
}

export interface JobAnswer {
  readonly id: number;
  readonly status: JobStatus;
  readonly sourceJobId: number | null;
  readonly workflowVersion: number;
  readonly input: unknown;
  readonly tasks: readonly { readonly key: string; readonly status: JobStatus; readonly attempt: number }[];
}

/**
 * Registers the hooks of a file: the server with the sample graph, a browser, and before each test a new page, signed
 * in as root unless `isSignedIn` is false. A test fails on any error that one of its pages throws.
 */
export function webFixture({ isSignedIn = true }: { readonly isSignedIn?: boolean } = {}): WebFixture {
  let sample: SampleServer;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let faults: string[] = [];

  beforeAll(async () => {
    await buildWebApp();
    sample = await startSampleServer();
    browser = await launchBrowser();
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await sample?.close();
  }, 60_000);
  beforeEach(async () => {
    faults = [];
    context = await signedIn(browser, sample.server, { token: sample.client.token, width: 1440 });
    if (!isSignedIn) await context.clearCookies();
    context.on('weberror', (error) => faults.push(error.error().stack ?? String(error.error())));
    page = await context.newPage();
    page.setDefaultTimeout(PATIENCE.timeout);
    // The browser's own question when a tab with unsaved changes is reloaded.
    page.on('dialog', (dialog) => void dialog.accept());
  });
  afterEach(async () => {
    await context.close();
    expect(faults).toEqual([]);
  });

  return {
    get sample() {
      return sample;
    },
    get context() {
      return context;
    },
    get page() {
      return page;
    },
    save: async (tasks, name) =>
      (await sample.client.data<{ id: string }>('POST', '/api/v1/workflows', { ...(name && { name }), tasks })).id,
    update: async (id, tasks) => {
      await sample.client.data('PUT', `/api/v1/workflows/${id}`, { tasks });
    },
    post: async (id, input = {}) =>
      (await sample.client.data<{ id: number }>('POST', `/api/v1/workflows/${id}/jobs`, { input })).id,
    ended: async (id) => {
      const read = () => sample.client.data<JobAnswer>('GET', `/api/v1/jobs/${id}`);
      await expect.poll(async () => isFinal((await read()).status), PATIENCE).toBe(true);
      return read();
    },
  };
}

export const SUCCESS = JOB_STATUS.Success;
export const FAILED = JOB_STATUS.Failed;
export const INTERRUPTED = JOB_STATUS.Interrupted;

/** The number in the address of the job that is shown, once it is another one than `before`. */
export async function shownJob(page: Page, before?: number): Promise<number> {
  await page.waitForURL(({ pathname }) => /^\/jobs\/\d+$/.test(pathname) && pathname !== `/jobs/${before}`);
  return Number(new URL(page.url()).pathname.split('/').at(-1));
}

/** The texts of the table's rows, once it has loaded. */
export async function tableRows(page: Page): Promise<string[][]> {
  await page.locator('[role=table][aria-busy=false]').waitFor();
  return page
    .locator('[role=rowgroup] [role=row]:has([role=cell])')
    .evaluateAll((found) =>
      found.map((row) => [...row.querySelectorAll('[role=cell]')].map((cell) => cell.textContent ?? '')),
    );
}
