import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export const hasFocus = (locator: Locator): Promise<boolean> =>
  locator.evaluate((element) => element === document.activeElement);

export async function middleOf(locator: Locator): Promise<Point> {
  const box = (await locator.boundingBox())!;
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** The designer's page as its tests take hold of it. */
export class DesignerPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  node(id: string): Locator {
    return this.page.locator(`.react-flow__node[data-id="${id}"]`);
  }

  anchor(id: string, name: string): Locator {
    return this.node(id).locator(`[data-handleid="${name}"]`);
  }

  editor(): Locator {
    return this.page.getByRole('textbox', { name: /nGQL statement/ });
  }

  fromLibrary(type: string): Locator {
    return this.page
      .getByRole('complementary', { name: 'Components' })
      .getByRole('button', { name: new RegExp(`^${type}`) });
  }

  panel(): Locator {
    return this.page.getByRole('complementary', { name: 'Settings' });
  }

  edges(): Promise<number> {
    return this.page.locator('.react-flow__edge').count();
  }

  /** The canvas has come to rest: fitting to new components is animated. */
  async settled(): Promise<void> {
    const viewport = this.page.locator('.react-flow__viewport');
    let before = '';
    await expect
      .poll(
        async () => {
          const present = (await viewport.getAttribute('style')) ?? '';
          const isSame = present === before;
          before = present;
          return isSame;
        },
        { interval: 250 },
      )
      .toBe(true);
  }

  /** Goes to the middle of what may still move: a busy page begins late to fit its view. Repeats until it stood still. */
  async #at(locator: Locator, go: (point: Point) => Promise<void>): Promise<Point> {
    for (;;) {
      await this.settled();
      const point = await middleOf(locator);
      await go(point);
      const { x, y } = await middleOf(locator);
      if (x === point.x && y === point.y) return point;
    }
  }

  /** By the mouse, from the middle of one to the middle of the other or to a point; lets go unless told to hold. */
  async drag(from: Locator, to: Locator | Point, { holds = false } = {}): Promise<void> {
    const { mouse } = this.page;
    const start = await this.#at(from, ({ x, y }) => mouse.move(x, y));
    await mouse.down();
    const towards = 'x' in to ? to : await middleOf(to);
    await mouse.move((start.x + towards.x) / 2, (start.y + towards.y) / 2, { steps: 4 });
    if ('x' in to) await mouse.move(to.x, to.y, { steps: 4 });
    else await this.#at(to, ({ x, y }) => mouse.move(x, y, { steps: 4 }));
    if (!holds) await mouse.up();
  }

  /** A first query with a statement that has a column `dst`. */
  async drawQuery(statement: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Add a query' }).click();
    // The graph says its spaces when it gets to it; until then the query has a problem and is not saved.
    const space = this.panel().locator('[data-field="space"] select');
    await expect.poll(() => space.inputValue(), { timeout: 30_000 }).not.toBe('');
    await this.editor().click();
    await this.page.keyboard.insertText(statement);
    await this.anchor('query_1', 'column:dst').waitFor();
  }
}
