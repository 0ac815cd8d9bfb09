import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { buildWebApp } from '../../apps/web/build.ts';
import { startSampleServer, type SampleServer } from '../sample-server.ts';
import { launchBrowser, signedIn } from './browser.ts';
import { DesignerPage } from './designer-page.ts';

/** What the tests of one file share; every test has a browser context and an empty designer of its own. */
export interface DesignerSession {
  readonly sample: SampleServer;
  readonly context: BrowserContext;
  readonly page: Page;
  readonly designer: DesignerPage;
}

/** Starts a server and a browser for the tests of the describe block it stands in; a page's error fails its test. */
export function useDesigner(): DesignerSession {
  let sample: SampleServer;
  let browser: Browser;
  let context: BrowserContext;
  let designer: DesignerPage;
  let faults: string[] = [];

  beforeAll(async () => {
    await buildWebApp();
    sample = await startSampleServer();
    browser = await launchBrowser();
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await sample?.close();
  });
  beforeEach(async () => {
    faults = [];
    context = await signedIn(browser, sample.server, { token: sample.client.token, width: 1440 });
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    context.on('weberror', (error) => faults.push(error.error().stack ?? String(error.error())));
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    designer = new DesignerPage(page);
    await page.goto('/workflows/new');
    await page.getByRole('button', { name: 'Add a query' }).waitFor();
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
      return designer.page;
    },
    get designer() {
      return designer;
    },
  };
}
