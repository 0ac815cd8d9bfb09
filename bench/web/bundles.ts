import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { WEB_APP_FOLDER } from '../../apps/web/build.ts';
import { signedIn } from '../../test/web/browser.ts';
import type { SampleServer } from '../../test/sample-server.ts';
import { quantile } from '../quantile.ts';
import { loadNow, type Figure } from './report.ts';

const VISITS = 5;
const SHOWN_CHUNKS_KB = 5;
const FIRST_VIEW_KB = 250;
const USABLE_MS = 1000;

/** Pages, and what each shows when it can be used. The bars are about where one arrives: signed out and signed in. */
const FIRST_VIEWS = [
  { name: 'sign-in', path: '/', isSignedIn: false, usable: 'input[type=password]', isBarred: true },
  {
    name: 'workflow list',
    path: '/workflows',
    isSignedIn: true,
    usable: 'main a[href^="/workflows/"]',
    isBarred: true,
  },
  {
    name: 'designer, new workflow',
    path: '/workflows/new',
    isSignedIn: true,
    usable: '.react-flow__pane',
    isBarred: false,
  },
] as const;

/** Script that a first visit loads and the time until it can be used, with an empty cache on loopback. */
export async function measureFirstViews(browser: Browser, sample: SampleServer): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { name, path, isSignedIn, usable, isBarred } of FIRST_VIEWS) {
    const times: number[] = [];
    let scripts = new Set<string>();
    for (let visit = 0; visit < VISITS; visit++) {
      const context = await signedIn(browser, sample.server, { token: sample.client.token });
      if (!isSignedIn) await context.clearCookies();
      const page = await context.newPage();
      scripts = new Set();
      page.on('request', (request) => {
        if (request.resourceType() === 'script') scripts.add(new URL(request.url()).pathname);
      });
      await page.goto(sample.server.url + path, { waitUntil: 'commit' });
      await page.locator(usable).first().waitFor();
      times.push(await page.evaluate(() => performance.now()));
      await context.close();
    }
    const bytes = [...scripts].reduce((sum, script) => sum + gzipBytes(join(WEB_APP_FOLDER, script)), 0);
    const bar = (most: number): { bar?: number } => (isBarred ? { bar: most } : {});
    figures.push(
      {
        name: `${name}: script, gzip`,
        value: bytes / 1000,
        unit: 'kB',
        ...bar(FIRST_VIEW_KB),
        note: `${scripts.size} files`,
      },
      {
        name: `${name}: navigation to usable`,
        value: quantile(times, 0.5),
        unit: 'ms',
        ...bar(USABLE_MS),
        note: `median of ${VISITS}; ${loadNow()}`,
      },
    );
  }
  return figures;
}

/** Every script of the build over 5 kB, compressed: what a page loads on demand. */
export function chunkSizes(): Figure[] {
  const folder = join(WEB_APP_FOLDER, 'assets');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.js'))
    .map((file) => ({ name: `chunk ${file}`, value: gzipBytes(join(folder, file)) / 1000, unit: 'kB' as const }))
    .filter(({ value }) => value >= SHOWN_CHUNKS_KB)
    .toSorted((a, b) => b.value - a.value);
}

const gzipBytes = (path: string): number => gzipSync(readFileSync(path)).length;
