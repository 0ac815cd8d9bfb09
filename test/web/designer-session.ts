import { beforeEach } from 'vitest';
import { DesignerPage } from './designer-page.ts';
import { webFixture, type WebFixture } from './web-fixture.ts';

/** What the tests of one file share; every test has a browser context and an empty designer of its own. */
export interface DesignerSession extends Pick<WebFixture, 'sample' | 'context' | 'page'> {
  readonly designer: DesignerPage;
}

/** webFixture with an empty designer open before each test, which may read and write the clipboard. */
export function useDesigner(): DesignerSession {
  const fixture = webFixture();
  let designer: DesignerPage;

  beforeEach(async () => {
    const { context, page } = fixture;
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    designer = new DesignerPage(page);
    await page.goto('/workflows/new');
    await page.getByRole('button', { name: 'Add a query' }).waitFor();
  });

  return {
    get sample() {
      return fixture.sample;
    },
    get context() {
      return fixture.context;
    },
    get page() {
      return fixture.page;
    },
    get designer() {
      return designer;
    },
  };
}
