import { expect, it } from 'vitest';
import { describeWith } from '../../tools/testing/requirements.ts';
import { webFixture } from './web-fixture.ts';

const TASKS = {
  query_1: {
    type: 'Query',
    space: 'basketballplayer',
    query: 'MATCH (v:player)-[e:follow]->(w:player) RETURN id(v) AS src, id(w) AS dst',
  },
  pagerank_1: { type: 'PageRank', input: { space: 'basketballplayer', edges: ['follow'] } },
  lpa_1: { type: 'LPA', input: { space: 'basketballplayer', edges: ['follow'] } },
};

describeWith('chromium', 'the web app without an internet', () => {
  const web = webFixture();

  it('asks nobody but its own server, on any page', { timeout: 180_000 }, async () => {
    const { page } = web;
    const asked = new Map<string, number>();
    web.context.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol === 'data:' || protocol === 'blob:') return;
      asked.set(origin, (asked.get(origin) ?? 0) + 1);
    });
    page.on('websocket', (socket) => asked.set(socket.url(), 1));
    const id = await web.save(TASKS);
    const [job, other] = [await web.post(id), await web.post(id)];
    await Promise.all([web.ended(job), web.ended(other)]);
    const tabs = ['result', 'statistics', 'chart', 'graph', 'logs', 'overview'];
    const pages = [
      '/workflows',
      '/workflows/new',
      `/workflows/${id}`,
      '/workflows/compare',
      '/jobs',
      `/jobs/compare?left=${job}&right=${other}`,
      ...tabs.map((tab) => `/jobs/${job}?task=pagerank_1&tab=${tab}`),
      `/jobs/${job}?task=lpa_1&tab=communities`,
      '/settings',
      '/api',
      '/signin',
    ];
    for (const path of pages) {
      const before = asked.get(web.sample.server.url) ?? 0;
      await page.goto(path);
      await page.locator('h1, h2, [role=tablist], [role=application], form').first().waitFor();
      // A job page keeps its event stream open: it is never idle, but what a page loads it has asked for by then.
      await page.waitForLoadState('load');
      await page.waitForTimeout(500);
      expect(asked.get(web.sample.server.url), path).toBeGreaterThan(before);
      expect([...asked.keys()], path).toEqual([web.sample.server.url]);
    }
  });

  it('tries what the configuration names, on the page of the configuration', async () => {
    const { page } = web;
    await page.goto('/settings');
    await page.getByRole('tab', { name: /health/i }).click();
    await page.getByRole('button', { name: 'Check everything' }).click();
    await page.getByText('answers and takes this client').waitFor();
    await page.getByText(/"root" opened a session and sees the spaces of the graph \(.*basketballplayer/).waitFor();
  });
});
