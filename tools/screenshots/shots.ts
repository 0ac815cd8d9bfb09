import type { Page } from 'playwright-core';
import type { MessageKey } from '../../apps/web/src/i18n/en.ts';
import type { MessageParameters } from '../../apps/web/src/i18n/message-text.ts';
import type { Story } from './story.ts';

/** A page that is opened, and the texts it shows in its language. */
export interface Stage {
  readonly page: Page;
  readonly story: Story;
  /** A button, tab or field is found by what it says. */
  readonly text: (key: MessageKey, parameters?: MessageParameters) => string;
}

export interface Shot {
  /** Of the file: `<name>-<theme>.png`. */
  readonly name: string;
  readonly path: (story: Story) => string;
  /** Appears when the page has what it is to show. */
  readonly ready: string;
  /** Leads to the state that is shown. */
  readonly act?: (stage: Stage) => Promise<unknown>;
  /** Of the window in px, where 800 would cut off what is to be seen. */
  readonly height?: number;
  /** Taken without a session. */
  readonly isSignedOut?: boolean;
}

const CANVAS = '.react-flow__edge';
const ROWS = '[role=table][aria-busy=false] [role=cell]';
const DIALOG = 'dialog[open]';

const button = ({ page, text }: Stage, key: MessageKey, parameters?: MessageParameters) =>
  page.getByRole('button', { name: text(key, parameters), exact: true }).first();

const task = (job: keyof Story['job'], key: string, tab: string) => (story: Story) =>
  `/jobs/${story.job[job]}?task=${key}&tab=${tab}`;

/** Selects a component, whose settings are then on the right. */
const openSettings = (page: Page, id: string): Promise<void> =>
  page.locator(`.react-flow__node[data-id="${id}"]`).click({ position: { x: 60, y: 14 } });

/** A misspelled keyword in a query and an algorithm without its root. */
async function makeFaults(stage: Stage): Promise<void> {
  const { page, text } = stage;
  await openSettings(page, 'query_1');
  const editor = page.locator('.cm-content');
  await editor.click();
  await editor.press('Control+a');
  await page.keyboard.insertText('MATCH (v1:player{name:${name}})--(v2:player)\nRETURM id(v1) AS src, id(v2) AS dst');
  await page.locator('.cm-lintRange-error').waitFor();
  const library = page.getByRole('complementary', { name: text('designer.library') });
  if (!(await library.isVisible())) await button(stage, 'designer.keys.library').click();
  await library.getByRole('button', { name: /^SSSP/ }).click();
  await page.locator('.react-flow__node[data-id="sssp_1"]').waitFor();
  await openSettings(page, 'query_1');
  await page
    .getByRole('region', { name: text('designer.faults'), exact: true })
    .getByRole('button')
    .first()
    .click();
}

/** Every page and state of which there is a picture, in the order of the guide. */
export const SHOTS: readonly Shot[] = [
  { name: 'sign-in', path: () => '/', ready: 'form button[type=submit]', isSignedOut: true },
  { name: 'workflows', path: () => '/workflows', ready: 'tbody tr' },
  {
    name: 'examples',
    path: () => '/workflows',
    ready: 'tbody tr',
    act: (stage) => button(stage, 'workflows.examples').click(),
  },
  {
    name: 'import',
    path: () => '/workflows',
    ready: 'tbody tr',
    act: async (stage) => {
      await button(stage, 'workflows.import').click();
      await stage.page
        .locator(`${DIALOG} textarea`)
        .fill(
          'tasks:\n  query_1:\n    type: Query\n    space: basketballplayer\n    query: MATCH (v:player) RETURM id(v)',
        );
    },
  },
  {
    name: 'run',
    path: () => '/workflows',
    ready: 'tbody tr',
    act: (stage) => button(stage, 'workflows.runNamed', { name: 'neighbours_of_a_player' }).click(),
  },
  { name: 'designer-empty', path: () => '/workflows/new', ready: '.react-flow' },
  { name: 'designer', path: ({ workflow }) => `/workflows/${workflow.neighbours}`, ready: CANVAS },
  {
    name: 'designer-query',
    path: ({ workflow }) => `/workflows/${workflow.neighbours}`,
    ready: CANVAS,
    act: async (stage) => {
      await openSettings(stage.page, 'query_1');
      await button(stage, 'designer.try.run').click();
      await stage.page.getByRole('region', { name: stage.text('designer.try.rows') }).waitFor();
      await stage.page.mouse.move(640, 400);
    },
  },
  {
    name: 'designer-algorithm',
    path: ({ workflow }) => `/workflows/${workflow.neighbours}`,
    ready: CANVAS,
    act: ({ page }) => openSettings(page, 'pagerank_1'),
  },
  {
    name: 'designer-problems',
    path: ({ workflow }) => `/workflows/${workflow.neighbours}`,
    ready: CANVAS,
    act: makeFaults,
  },
  { name: 'call', path: ({ workflow }) => `/workflows/${workflow.neighbours}?dialog=call`, ready: `${DIALOG} pre` },
  { name: 'versions', path: ({ workflow }) => `/workflows/${workflow.neighbours}?dialog=versions`, ready: DIALOG },
  {
    name: 'compare',
    path: ({ workflow }) => `/workflows/compare?a=${workflow.neighbours}@1&b=${workflow.neighbours}`,
    ready: 'tr[data-kind=changed]',
  },
  { name: 'job-running', path: ({ job }) => `/jobs/${job.running}`, ready: '[data-task=pagerank_1][data-status="1"]' },
  { name: 'job-success', path: ({ job }) => `/jobs/${job.influence}`, ready: '[data-status="2"]' },
  { name: 'job-failed', path: ({ job }) => `/jobs/${job.failed}`, ready: '[data-status="3"]' },
  { name: 'logs', path: ({ job }) => `/jobs/${job.influence}?tab=logs`, ready: '[role=log] [data-index]' },
  { name: 'result', path: task('influence', 'pagerank_1', 'result'), ready: ROWS },
  {
    name: 'statistics',
    path: task('influence', 'pagerank_1', 'statistics'),
    ready: 'svg[role=img], [role=img] svg',
    height: 1080,
    act: async ({ page, text }) => {
      for (const scale of await page.getByRole('radio', { name: text('results.log'), exact: true }).all()) {
        await scale.check({ force: true });
      }
    },
  },
  { name: 'top', path: task('influence', 'pagerank_1', 'chart'), ready: 'svg[role=img], [role=img] svg', height: 1080 },
  {
    name: 'communities',
    path: task('influence', 'lpa_1', 'communities'),
    ready: 'svg[role=img], [role=img] svg',
    height: 1080,
  },
  { name: 'graph', path: task('influence', 'pagerank_1', 'graph'), ready: 'canvas', height: 1080 },
  { name: 'task-overview', path: task('influence', 'connectedcomponent_1', 'overview'), ready: 'table' },
  {
    name: 'store-as-tag',
    path: task('influence', 'pagerank_1', 'result'),
    ready: ROWS,
    act: (stage) => button(stage, 'results.storeAsTag').click(),
  },
  { name: 'jobs', path: () => '/jobs', ready: 'tbody tr' },
  {
    name: 'compare-jobs',
    path: ({ job }) => `/jobs/compare?a=${job.other}&b=${job.neighbours}`,
    ready: 'tr[data-kind]',
  },
  { name: 'settings', path: () => '/settings', ready: 'tbody tr' },
  {
    name: 'settings-check',
    path: () => '/settings?tab=health',
    ready: '[role=tabpanel]',
    act: async (stage) => {
      await button(stage, 'settings.checkAll').click();
      await stage.page.locator('tbody tr').first().waitFor();
    },
  },
  { name: 'api', path: () => '/api?search=jobs', ready: 'details' },
];
