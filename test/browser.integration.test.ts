import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chromiumPath, describeWith } from '../tools/testing/requirements.ts';
import { startSampleServer, type SampleServer } from './sample-server.ts';

/** The pictures go with the test, unless a folder for them is named. */
const keptPictures = process.env['ORRERY_SCREENSHOTS'];
const SIZES = { wide: { width: 1280, height: 900 }, narrow: { width: 390, height: 844 } } as const;

describeWith('chromium', 'pages in a browser', () => {
  let sample: SampleServer;
  let browser: Browser;
  let pictures: string;
  beforeAll(async () => {
    pictures = keptPictures ?? mkdtempSync(join(tmpdir(), 'orrery-pictures-'));
    sample = await startSampleServer();
    browser = await chromium.launch({ executablePath: chromiumPath()!, args: ['--no-sandbox', '--disable-gpu'] });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await sample?.close();
    if (keptPictures === undefined) rmSync(pictures, { recursive: true, force: true });
  }, 60_000);

  /** Opens a page; what its console and its network had to complain of is gathered. */
  async function open(
    path: string,
    size: keyof typeof SIZES,
    colorScheme: 'light' | 'dark',
  ): Promise<{ page: Page; faults: string[] }> {
    const page = await browser.newPage({ viewport: SIZES[size], colorScheme });
    const faults: string[] = [];
    page.on('console', (message) => {
      const isAnswer = message.text().startsWith('Failed to load resource');
      if (['error', 'warning'].includes(message.type()) && !isAnswer) faults.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`));
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (['http:', 'https:', 'ws:', 'wss:'].includes(url.protocol) && url.origin !== new URL(sample.server.url).origin)
        faults.push(`request to ${url.href}`);
    });
    page.on('response', (response) => {
      // The web app asks whether there is a session; before the sign-in there is none.
      const isSessionCheck = response.status() === 401 && response.url().endsWith('/api/v1/session');
      if (response.status() >= 400 && !isSessionCheck) faults.push(`${response.status()} for ${response.url()}`);
    });
    await page.goto(sample.server.url + path, { waitUntil: 'networkidle' });
    return { page, faults };
  }

  async function expectToFit(page: Page): Promise<void> {
    const { scrollWidth, clientWidth } = (await page.evaluate(
      '(({ scrollWidth, clientWidth }) => ({ scrollWidth, clientWidth }))(document.documentElement)',
    )) as { scrollWidth: number; clientWidth: number };
    expect(scrollWidth, 'nothing is wider than the window').toBeLessThanOrEqual(clientWidth);
  }

  for (const [size, scheme] of [
    ['wide', 'light'],
    ['wide', 'dark'],
    ['narrow', 'light'],
  ] as const) {
    it(`the start page, ${size} and ${scheme}`, async () => {
      const { page, faults } = await open('/', size, scheme);
      await page.screenshot({ path: join(pictures, `start-${size}-${scheme}.png`), fullPage: true });
      expect(await page.title()).toMatch(/Orrery/);
      await page.getByText('Orrery').first().waitFor();
      await expectToFit(page);
      expect(faults).toEqual([]);
      await page.close();
    });

    it(`the API reference, ${size} and ${scheme}`, { timeout: 60_000 }, async () => {
      const { page, faults } = await open('/api/docs', size, scheme);
      await page.getByRole('heading', { name: 'Explorer API' }).first().waitFor();
      // The page's maker offers services over the network; the server's users were not asked.
      expect(await page.getByText(/Ask AI|Generate MCP|Deploy/).count()).toBe(0);
      await page.screenshot({ path: join(pictures, `reference-${size}-${scheme}.png`) });
      await expectToFit(page);
      expect(faults).toEqual([]);
      await page.close();
    });
  }
});
