import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { find } from '../../tools/testing/requirements.ts';

export type Theme = 'light' | 'dark';

/** The machine's Chromium, which calls nobody by itself and draws WebGL without a graphics card. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: find('chromium')!,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--enable-unsafe-swiftshader'],
  });
}

/** A signed-in browser: the cookie is that of the API's own log-in. */
export async function signedIn(
  browser: Browser,
  server: { readonly url: string; readonly graphHost: string; readonly graphPort: number },
  options: { readonly token: string; readonly width?: number; readonly theme?: Theme; readonly locale?: string },
): Promise<BrowserContext> {
  const { token, width = 1280, theme = 'light', locale = 'en-US' } = options;
  const context = await browser.newContext({
    viewport: { width, height: width >= 2000 ? 1300 : 800 },
    colorScheme: theme,
    locale,
    baseURL: server.url,
    acceptDownloads: true,
  });
  await context.addCookies([
    { name: 'explorer_token', value: token, url: server.url, httpOnly: true, sameSite: 'Lax' },
  ]);
  return context;
}

interface AxeResult {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds wrong on the page as it is, in words; empty when nothing. */
export async function axeViolations(page: Page): Promise<string[]> {
  // Transitions would be measured half way.
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every((animation) => animation.playState !== 'running' || animation.effect?.getTiming().iterations === Infinity),
  );
  await page.evaluate(AXE);
  const violations = (await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(): Promise<{ violations: unknown[] }> } };
    return (await axe.run()).violations;
  })) as AxeResult[];
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}\n${node.html}\n${node.failureSummary ?? ''}`),
  );
}
