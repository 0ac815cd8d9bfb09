import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Browser, type BrowserContext } from 'playwright-core';
import { en } from '../../apps/web/src/i18n/en.ts';
import { messageText } from '../../apps/web/src/i18n/message-text.ts';
import { zh } from '../../apps/web/src/i18n/zh.ts';
import { chromiumPath } from '../testing/requirements.ts';
import { importGraph, importSampleGraph } from '../testing/sample-graph.ts';
import { HttpClient, startServerProcess, type ServerProcess } from '../testing/server-process.ts';
import { writeFansGraph } from './fans-graph.ts';
import { toPalettePng } from './palette-png.ts';
import { SHOTS, type Shot, type Stage } from './shots.ts';
import { tellStory, type Story } from './story.ts';

/**
 * `npm run screenshots`: starts the product on a new folder, fills it with a small story and writes a picture of every
 * page and state in both themes to docs/images. Any other look at the pages goes to a folder of its own:
 * `npm run screenshots -- --out DIR [--locale zh] [--width 2560] [--tablet] [--theme dark] [--only NAME,NAME]`.
 */
const OPTIONS = {
  out: { type: 'string' },
  locale: { type: 'string', default: 'en' },
  width: { type: 'string', default: '1280' },
  tablet: { type: 'boolean', default: false },
  theme: { type: 'string' },
  only: { type: 'string' },
  port: { type: 'string', default: '7002' },
  'graph-port': { type: 'string', default: '9669' },
} as const;
const IMAGES = join(import.meta.dirname, '../../docs/images');
const THEMES = ['light', 'dark'] as const;
/** What the page does after its last answer: laying out the graph, fitting the canvas. */
const SETTLED_MS = 700;

type Theme = (typeof THEMES)[number];

const say = (text: string): void => void process.stdout.write(`screenshots: ${text}\n`);
function refuse(text: string): never {
  say(text);
  process.exit(2);
}

function readOptions() {
  const { values } = parseArgs({ options: OPTIONS });
  const { locale, tablet } = values;
  const width = Number(values.width);
  if (locale !== 'en' && locale !== 'zh') refuse(`--locale ${locale}: it is en or zh`);
  if (!(width >= 320)) refuse(`--width ${values.width}: it is a number of pixels from 320`);
  const isStandard = locale === 'en' && width === 1280 && !tablet;
  if (!isStandard && values.out === undefined)
    refuse('--out DIR says where pictures go that are not for the documents');
  const themes = THEMES.filter((theme) => values.theme === undefined || values.theme === theme);
  const only = values.only?.split(',');
  const shots = SHOTS.filter(({ name }) => only === undefined || only.includes(name));
  if (themes.length === 0 || shots.length === 0)
    refuse(`nothing is asked for; pictures: ${SHOTS.map(({ name }) => name)}`);
  const ports = { port: Number(values.port), graphPort: Number(values['graph-port']) };
  return { out: values.out ?? IMAGES, locale, width, tablet, themes, shots, ports } as const;
}
const options = readOptions();

function openContext(browser: Browser, url: string, theme: Theme): Promise<BrowserContext> {
  const { tablet, width, locale } = options;
  const height = width >= 2000 ? 1300 : 800;
  return browser.newContext({
    viewport: tablet ? { width: 820, height: 1180 } : { width, height },
    hasTouch: tablet,
    colorScheme: theme,
    reducedMotion: 'reduce',
    locale: locale === 'zh' ? 'zh-CN' : 'en-US',
    timezoneId: 'UTC',
    baseURL: url,
  });
}

async function take(context: BrowserContext, shot: Shot, story: Story, theme: Theme): Promise<void> {
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const { width, height } = page.viewportSize()!;
  await page.setViewportSize({ width, height: Math.max(height, shot.height ?? 0) });
  const [messages, tag] = options.locale === 'zh' ? [zh, 'zh-CN'] : [en, 'en'];
  const text: Stage['text'] = (key, parameters = {}) => messageText(messages[key], parameters, tag);
  try {
    await page.goto(shot.path(story));
    await page.locator(shot.ready).first().waitFor();
    await shot.act?.({ page, story, text });
    await page.waitForTimeout(SETTLED_MS);
    const file = join(options.out, `${shot.name}-${theme}.png`);
    writeFileSync(file, toPalettePng(await page.screenshot({ caret: 'hide' })));
  } catch (error) {
    throw new Error(`${shot.name} (${theme}): ${(error as Error).message}`, { cause: error });
  } finally {
    await page.close();
  }
}

async function takeAll(server: ServerProcess, token: string, story: Story): Promise<number> {
  const executablePath = chromiumPath() ?? refuse('there is no Chromium here; CHROMIUM may name one');
  const args = ['--no-sandbox', '--disable-background-networking', '--enable-unsafe-swiftshader'];
  const browser = await chromium.launch({ executablePath, args });
  let failures = 0;
  try {
    for (const theme of options.themes) {
      const [stranger, user] = [
        await openContext(browser, server.url, theme),
        await openContext(browser, server.url, theme),
      ];
      await user.addCookies([{ name: 'explorer_token', value: token, url: server.url }]);
      for (const shot of options.shots) {
        await take(shot.isSignedOut === true ? stranger : user, shot, story, theme).catch((error: Error) => {
          failures++;
          say(error.message);
        });
      }
    }
  } finally {
    await browser.close();
  }
  return failures;
}

mkdirSync(options.out, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), 'orrery-'));
let server: ServerProcess | undefined;
try {
  const mapping = writeFansGraph(join(folder, 'fans'));
  server = await startServerProcess({
    dataDir: join(folder, 'data'),
    ...options.ports,
    environment: { ORRERY_FILES_FOLDERS: dirname(mapping) },
  });
  await importSampleGraph(server);
  await importGraph(server, mapping);
  const client = new HttpClient(server.url);
  await client.connect(server.graphHost, server.graphPort);
  say('running the jobs that are shown');
  const story = await tellStory(client);
  const failures = await takeAll(server, client.token, story);
  say(`${options.shots.length * options.themes.length - failures} pictures in ${options.out}`);
  process.exitCode = failures === 0 ? 0 : 1;
} finally {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
}
