import { parseArgs } from 'node:util';
import { cpus } from 'node:os';
import { buildWebApp } from '../../apps/web/build.ts';
import { launchBrowser } from '../../test/web/browser.ts';
import { startSampleServer } from '../../test/sample-server.ts';
import { find } from '../../tools/testing/requirements.ts';
import { chunkSizes, measureFirstViews } from './bundles.ts';
import { measureCanvas, measureJobCanvas } from './canvas.ts';
import { isOver, loadNow, tableOf, type Figure } from './report.ts';
import { measureResults } from './results.ts';

/**
 * `npm run bench -- web [--only bundles,canvas,job,results]`: the web app in a real Chromium against a real server.
 * Frames are from a trace of the browser, in time of the main thread's own (`tdur`), so that what else runs on the
 * machine counts little; whatever a person waits for is wall time.
 */
const { values } = parseArgs({ options: { only: { type: 'string', default: 'bundles,canvas,job,results' } } });
const only = new Set(values.only.split(','));
if (find('chromium') === undefined) {
  process.stderr.write('web: no Chromium here; install one or name it in CHROMIUM\n');
  process.exit(2);
}
await buildWebApp();
const sample = await startSampleServer();
const browser = await launchBrowser();
const figures: Figure[] = [];
const show = (title: string, found: readonly Figure[]): void => {
  figures.push(...found);
  process.stdout.write(`\n${tableOf(title, found)}\n`);
};
try {
  process.stdout.write(`Chromium ${browser.version()}, ${cpus().length} cores, ${loadNow()}\n`);
  if (only.has('bundles')) {
    show('first view', await measureFirstViews(browser, sample));
    show('scripts on demand', chunkSizes());
  }
  if (only.has('canvas')) show('designer', await measureCanvas(browser, sample));
  if (only.has('job')) show('job page', await measureJobCanvas(browser, sample));
  if (only.has('results')) show('result of 1,000,000 rows', await measureResults(browser, sample));
} finally {
  await browser.close();
  await sample.close();
}
const over = figures.filter(isOver).length;
process.stdout.write(over > 0 ? `web: ${over} bars are not met\n` : 'web: every bar is met\n');
process.exit(over > 0 ? 1 : 0);
