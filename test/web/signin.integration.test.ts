import { gzipSync } from 'node:zlib';
import type { BrowserContext, Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { describeWith } from '../../tools/testing/requirements.ts';
import type { SampleServer } from '../sample-server.ts';
import { axeViolations } from './browser.ts';
import { webFixture } from './web-fixture.ts';

const FIRST_VIEW_BYTES = 250_000;
const THEMES = ['light', 'dark'] as const;

describeWith('chromium', 'sign-in and shell in a browser', () => {
  const fixture = webFixture({ isSignedIn: false });
  let sample: SampleServer;
  let context: BrowserContext;
  let page: Page;
  const faults: string[] = [];

  beforeAll(() =>
    fixture.save({ query_1: { type: 'Query', space: 'basketballplayer', query: 'YIELD 1 AS one' } }, 'neighbours'),
  );
  beforeEach(() => {
    ({ sample, context, page } = fixture);
    faults.length = 0;
    page.on('console', (message) => {
      if (/Content.Security.Policy|Warning:/i.test(message.text())) faults.push(message.text());
    });
  });
  afterEach(() => expect(faults).toEqual([]));

  const form = () => page.locator('form');
  const signIn = async (): Promise<void> => {
    await form().getByLabel('Account').fill('root');
    await form().getByLabel('Password', { exact: true }).fill('nebula');
    await form().getByRole('button', { name: 'Sign in', exact: true }).click();
  };
  const pathAndSearch = (): string => {
    const { pathname, search } = new URL(page.url());
    return pathname + search;
  };
  /** Ends the session as the server sees it, without the page being told. */
  const endSession = async (): Promise<void> => {
    const answer = await context.request.delete('/api/v1/session', { headers: { origin: sample.server.url } });
    expect(answer.status()).toBe(200);
  };

  it('lets somebody in by keyboard alone, from the address that was asked for and back to it', async () => {
    await page.goto('/jobs?status=Failed');
    await form().waitFor();
    expect(await page.title()).toBe('Sign in · Orrery');
    expect(await form().getByLabel('Graph').locator('option').allTextContents()).toEqual([
      `${sample.server.graphHost}:${sample.server.graphPort} (embedded)`,
    ]);
    await page.waitForFunction(() => document.activeElement?.getAttribute('autocomplete') === 'username');
    await page.keyboard.type('root');
    await page.keyboard.press('Tab');
    await page.keyboard.type('nebula');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^Account root/ }).waitFor();
    expect(pathAndSearch()).toBe('/jobs?status=Failed');
    await page.waitForFunction(() => document.title === 'Jobs · Orrery');

    await page.reload();
    await page.getByRole('button', { name: /^Account root/ }).waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('content');
  });

  it('says in words what went wrong', async () => {
    await page.goto('/');
    await form().getByRole('button', { name: 'Sign in', exact: true }).click();
    expect(await form().getByRole('alert').allTextContents()).toEqual([
      'Enter the account’s name.',
      'Enter the password.',
    ]);
    await form().getByLabel('Account').fill('root');
    await form().getByLabel('Password', { exact: true }).fill('wrong');
    await page.keyboard.press('Enter');
    await form().getByText('The graph did not accept this account and password.').waitFor();
    expect(pathAndSearch()).toBe('/signin');
    expect(await axeViolations(page)).toEqual([]);

    await page.route('**/api-open/v1/connect', (route) => route.abort('connectionrefused'));
    await page.keyboard.press('Enter');
    await form().getByText('The Orrery server was not reached. Is it running?').waitFor();
    await page.unroute('**/api-open/v1/connect');
    await signIn();
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
    expect(pathAndSearch()).toBe('/workflows');
  });

  it('asks for a new sign-in over the page when the session has ended, and keeps what was typed', async () => {
    await page.goto('/workflows');
    await signIn();
    const search = page.getByRole('textbox', { name: 'Search by name or id' });
    const found = page.waitForResponse(/[?&]search=neighbours(&|$)/);
    await search.fill('neighbours');
    await found;
    await endSession();
    // At once: the answer to a part of it would bring up the dialog in the middle of the typing.
    await search.fill('neighbours of');
    const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
    await dialog.waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await dialog.isVisible()).toBe(true);
    expect(await dialog.getByLabel('Account').inputValue()).toBe('root');
    await dialog.getByLabel('Password', { exact: true }).fill('nebula');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    expect(await search.inputValue()).toBe('neighbours of');
    expect(new URL(page.url()).pathname).toBe('/workflows');
  });

  it('an address that was opened without a session leads to the sign-in, never to another server', async () => {
    await page.goto(`/signin?next=${encodeURIComponent('//example.com/x')}`);
    await signIn();
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
    expect(new URL(page.url()).origin + new URL(page.url()).pathname).toBe(`${sample.server.url}/workflows`);
  });

  it('signs out, and the token is void', async () => {
    await page.goto('/');
    await signIn();
    await page.getByRole('button', { name: /^Account root/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await form().waitFor();
    expect(pathAndSearch()).toBe('/signin');
    expect((await context.request.get('/api/v1/session')).status()).toBe(401);
    await page.goto('/jobs');
    await form().waitFor();
    // Graph and account are remembered, so the password is what is asked for.
    expect(await form().getByLabel('Account').inputValue()).toBe('root');
    await page.waitForFunction(() => document.activeElement?.getAttribute('autocomplete') === 'current-password');
  });

  it('follows the choice of theme and language, by keyboard, and keeps it', async () => {
    await page.goto('/');
    await signIn();
    const account = page.getByRole('button', { name: /^Account root/ });
    await account.focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('label')?.textContent)).toBe('System');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    const theme = () => page.evaluate(() => document.documentElement.dataset['theme']);
    expect(await theme()).toBe('dark');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowRight');
    await page.getByRole('menuitem', { name: '退出登录' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('zh-CN');
    await page.keyboard.press('Escape');
    await page.reload();
    await page.getByRole('link', { name: '工作流', exact: true }).waitFor();
    expect(await theme()).toBe('dark');
    await page.waitForFunction(() => document.title === '工作流 · Orrery');
  });

  it('the theme is right before the first paint and follows the system', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.route('**/assets/*.js', (route) => route.abort());
    await page.goto('/');
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const dark = await background();
    await page.unroute('**/assets/*.js');
    await page.goto('/');
    await form().waitFor();
    expect(await background()).toBe(dark);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.waitForFunction(() => document.documentElement.dataset['theme'] === 'light');
    expect(await background()).not.toBe(dark);
  });

  it('says when the server is away, and goes on when it is back', async () => {
    await page.goto('/');
    await signIn();
    await page.getByRole('link', { name: 'Jobs', exact: true }).waitFor();
    await page.route('**/api/v1/**', (route) => route.abort('connectionrefused'));
    await page.getByRole('link', { name: 'Jobs', exact: true }).click();
    const notice = page.getByText('The server is not reachable. Trying again…');
    await notice.waitFor();
    await page.unroute('**/api/v1/**');
    await notice.waitFor({ state: 'detached' });
  });

  it('an address that leads nowhere says so', async () => {
    await page.goto('/');
    await signIn();
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
    for (const path of ['/nowhere', '/workflows/not-an-id', '/jobs/1x']) {
      await page.goto(path);
      await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
      await page.getByText(`Nothing is at ${path}.`).waitFor();
    }
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('link', { name: 'Go to the workflows' }).click();
    await page.getByRole('heading', { name: 'Workflows' }).waitFor();
  });

  it('asks before the back button leaves what is not saved', async () => {
    await page.goto('/workflows');
    await signIn();
    await page.getByRole('link', { name: 'New workflow' }).click();
    await page.getByRole('button', { name: 'Add a query' }).click();
    await page.getByText('query_1').first().waitFor();
    const dialog = page.getByRole('dialog', { name: 'Leave without saving?' });
    await page.goBack({ waitUntil: 'commit', timeout: 1000 }).catch(() => {});
    await dialog.getByRole('button', { name: 'Stay' }).click();
    expect(new URL(page.url()).pathname).toBe('/workflows/new');
    await page.getByRole('link', { name: 'Jobs', exact: true }).click();
    await dialog.getByRole('button', { name: 'Leave without saving' }).click();
    await page.getByRole('heading', { name: 'Jobs', exact: true }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/jobs');
  });

  it('changes the password and keeps this session', async () => {
    await page.goto('/');
    await signIn();
    await page.getByRole('button', { name: /^Account root/ }).click();
    await page.getByRole('menuitem', { name: 'Change password…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Change password' });
    const change = async (old: string, next: string, repeated: string): Promise<void> => {
      await dialog.getByLabel('Present password').fill(old);
      await dialog.getByLabel('New password', { exact: true }).fill(next);
      await dialog.getByLabel('New password once more').fill(repeated);
      await dialog.getByRole('button', { name: 'Change password' }).click();
    };
    await change('nebula', 'galaxy', 'galax');
    await dialog.getByText('The two new passwords differ.').waitFor();
    await change('wrong', 'galaxy', 'galaxy');
    await dialog.getByText('OldPassword is not the password of this account.').waitFor();
    await change('nebula', 'galaxy', 'galaxy');
    await page.getByText('The password has been changed.').waitFor();
    await page.reload();
    await page.getByRole('button', { name: /^Account root/ }).click();
    await page.getByRole('menuitem', { name: 'Change password…' }).click();
    await change('galaxy', 'nebula', 'nebula');
    await page.getByText('The password has been changed.').waitFor();
  });

  it.each(THEMES)('axe finds nothing on sign-in, shell, menu and dialog: %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await page.goto('/');
    await form().waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await signIn();
    await page.getByRole('heading', { name: 'Workflows' }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('button', { name: /^Account root/ }).click();
    await page.getByRole('menu').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('menuitem', { name: 'Change password…' }).click();
    await page.getByRole('dialog').waitFor();
    expect(await axeViolations(page)).toEqual([]);
  });

  it('the first views take less than 250 kB of compressed script, which browsers keep', async () => {
    const bytes = new Map<string, number>();
    const headers: Record<string, string>[] = [];
    page.on('response', async (response) => {
      if (!response.url().endsWith('.js')) return;
      bytes.set(response.url(), gzipSync(await response.body()).length);
      if (response.url().includes('/assets/')) headers.push(response.headers());
    });
    const index = await page.goto('/');
    await signIn();
    await page.getByRole('heading', { name: 'Workflows' }).waitFor();
    await page.waitForLoadState('networkidle');
    const total = [...bytes.values()].reduce((sum, size) => sum + size, 0);
    expect(bytes.size).toBeGreaterThan(3);
    expect(total).toBeLessThan(FIRST_VIEW_BYTES);
    for (const header of headers) {
      expect(header).toMatchObject({
        'cache-control': 'public, max-age=31536000, immutable',
        'content-encoding': 'gzip',
      });
    }
    expect(index!.headers()['content-security-policy']).toMatch(/^default-src 'self';/);
    expect(index!.headers()['cache-control']).toBe('no-cache');
  });
});
