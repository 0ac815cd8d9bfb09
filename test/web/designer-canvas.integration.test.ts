import { expect, it } from 'vitest';
import { describeWith } from '../../tools/testing/requirements.ts';
import { DesignerPage, middleOf } from './designer-page.ts';
import { useDesigner } from './designer-session.ts';

const STATEMENT = 'MATCH (v1:player)--(v2:player) RETURN id(v1) AS src, id(v2) AS dst';

describeWith('chromium', 'the canvas of the designer', () => {
  const test = useDesigner();

  it('takes components from the library to where they are dropped, and finds them by name and description', async () => {
    const { page, designer } = test;
    await designer.drawQuery(STATEMENT);
    await page.getByLabel('Search components').fill('shortest');
    await expect.poll(() => designer.fromLibrary('SSSP').count()).toBe(1);
    expect(await designer.fromLibrary('PageRank').count()).toBe(0);
    expect(await designer.fromLibrary('SSSP').textContent()).toMatch(/shortest/i);
    await designer.settled();
    const canvas = (await page.locator('.react-flow').boundingBox())!;
    const point = { x: canvas.x + canvas.width * 0.7, y: canvas.y + canvas.height * 0.75 };
    await designer.drag(designer.fromLibrary('SSSP'), point);
    await designer.node('sssp_1').waitFor();
    const box = (await designer.node('sssp_1').boundingBox())!;
    expect(point.x).toBeGreaterThan(box.x);
    expect(point.x).toBeLessThan(box.x + box.width / 2);
    expect(point.y).toBeGreaterThan(box.y);
    expect(point.y).toBeLessThan(box.y + box.height / 2);
  });

  it('connects a column to a parameter by mouse, and says why another does not fit', async () => {
    const { page, designer } = test;
    await designer.drawQuery(STATEMENT);
    await designer.fromLibrary('PageRank').click();
    await designer.drag(designer.anchor('query_1', 'out'), designer.anchor('pagerank_1', 'in'));
    await expect.poll(() => designer.edges()).toBe(2);
    await page.locator('.react-flow__pane').click({ position: { x: 8, y: 8 } });
    await designer.fromLibrary('BFS').click();
    await designer.drag(designer.anchor('query_1', 'out'), designer.anchor('bfs_1', 'in'));
    await expect.poll(() => designer.edges()).toBe(4);
    const root = designer.anchor('bfs_1', 'param:ROOT');
    await designer.drag(designer.anchor('pagerank_1', 'column:VALUE'), root, { holds: true });
    await page.getByText('The column VALUE is double, which does not fit ROOT.').waitFor();
    await page.mouse.up();
    expect(await designer.edges()).toBe(4);
    await designer.drag(designer.anchor('pagerank_1', 'column:VID'), root);
    await expect.poll(() => designer.edges()).toBe(5);
    await page.locator('.react-flow__edge-text').getByText('[0]').waitFor();
    await designer.node('bfs_1').click();
    expect(await page.getByRole('combobox', { name: 'ROOT: component' }).inputValue()).toBe('pagerank_1');
    expect(await page.getByRole('combobox', { name: 'ROOT: column' }).inputValue()).toBe('VID');
    expect(await page.getByRole('spinbutton', { name: 'ROOT: row' }).inputValue()).toBe('0');
    await page.getByText('No problems').waitFor();
    const [data, parameter] = await Promise.all(
      ['data:src', 'param:ROOT'].map((name) =>
        designer.anchor('bfs_1', name).evaluate((element) => getComputedStyle(element).backgroundColor),
      ),
    );
    expect(data).not.toBe(parameter);

    await page.locator('.react-flow__edge[data-id*="param:ROOT"]').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Delete');
    await expect.poll(() => designer.edges()).toBe(4);
  });

  it('selects several, moves them by keys as one step of undo, arranges and fits them', async () => {
    const { page, designer } = test;
    await designer.drawQuery(STATEMENT);
    await designer.fromLibrary('PageRank').click();
    await designer.fromLibrary('LPA').click();
    await designer.settled();
    await designer.node('query_1').click();
    await designer.node('lpa_1').click({ modifiers: ['Control'] });
    await designer.panel().getByRole('heading', { name: '2 components selected' }).waitFor();
    const places = () => Promise.all(['query_1', 'pagerank_1', 'lpa_1'].map((id) => middleOf(designer.node(id))));
    const before = await places();
    for (let step = 0; step < 3; step++) await page.keyboard.press('ArrowDown');
    await expect.poll(async () => (await places())[0]!.y).toBeGreaterThan(before[0]!.y);
    const moved = await places();
    expect(moved[2]!.y - before[2]!.y).toBeCloseTo(moved[0]!.y - before[0]!.y, 1);
    expect(moved[1]!.y).toBeCloseTo(before[1]!.y, 1);
    await page.keyboard.press('Control+z');
    await expect.poll(async () => (await places())[0]!.y).toBeCloseTo(before[0]!.y, 1);

    const canvas = (await page.locator('.react-flow').boundingBox())!;
    await page.keyboard.press('Escape');
    await page.keyboard.down('Shift');
    await page.mouse.move(canvas.x + 4, canvas.y + 4);
    await page.mouse.down();
    await page.mouse.move(canvas.x + canvas.width / 2, canvas.y + canvas.height / 2, { steps: 5 });
    await page.mouse.move(canvas.x + canvas.width - 4, canvas.y + canvas.height - 60, { steps: 5 });
    await page.mouse.up();
    await page.keyboard.up('Shift');
    await designer.panel().getByRole('heading', { name: '3 components selected' }).waitFor();

    await designer.drag(
      designer.node('lpa_1').getByText('LPA', { exact: true }),
      await middleOf(designer.node('query_1')),
    );
    await page.keyboard.press('l');
    await designer.settled();
    const boxes = await Promise.all(
      ['query_1', 'pagerank_1', 'lpa_1'].map(async (id) => (await designer.node(id).boundingBox())!),
    );
    for (const [i, a] of boxes.entries()) {
      for (const b of boxes.slice(i + 1)) {
        const isApart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
        expect(isApart).toBe(true);
      }
    }
    for (let i = 0; i < 3; i++) await page.getByRole('button', { name: 'Zoom In' }).click();
    await designer.settled();
    await page.locator('.react-flow__pane').click({ position: { x: 8, y: 8 } });
    await page.keyboard.press('f');
    await designer.settled();
    for (const id of ['query_1', 'pagerank_1', 'lpa_1']) {
      const box = (await designer.node(id).boundingBox())!;
      expect(box.x).toBeGreaterThan(canvas.x);
      expect(box.x + box.width).toBeLessThan(canvas.x + canvas.width);
    }
    expect(await page.locator('.react-flow__minimap-node').count()).toBe(3);
  });

  it('deletes, duplicates and shows its keys from the keyboard', async () => {
    const { page, designer } = test;
    await designer.drawQuery(STATEMENT);
    await designer.node('query_1').click();
    await page.keyboard.press('Control+d');
    await designer.node('query_2').waitFor();
    await page.keyboard.press('?');
    const keys = page.getByRole('dialog', { name: 'Keys' });
    await keys.getByText('Find a component; Enter adds it').waitFor();
    await page.keyboard.press('Delete');
    await page.keyboard.press('Escape');
    await keys.waitFor({ state: 'detached' });
    expect(await designer.node('query_2').count()).toBe(1);
    await page.keyboard.press('Delete');
    await designer.node('query_2').waitFor({ state: 'detached' });
    expect(await designer.node('query_1').count()).toBe(1);
  });

  it('copies components with their connections into another workflow', async () => {
    const { page, designer, context } = test;
    await designer.drawQuery(STATEMENT);
    await designer.fromLibrary('PageRank').click();
    await designer.drag(designer.anchor('query_1', 'out'), designer.anchor('pagerank_1', 'in'));
    await designer.node('pagerank_1').click();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+c');
    await page.getByText('2 components copied').waitFor();
    const other = new DesignerPage(await context.newPage());
    await other.page.goto('/workflows/new');
    await other.page.getByRole('button', { name: 'Add a query' }).waitFor();
    await other.page.keyboard.press('Control+v');
    await other.node('pagerank_1').waitFor();
    await expect.poll(() => other.edges()).toBe(2);
    await other.page.getByText('No problems').waitFor();
    await other.page.keyboard.press('Control+v');
    await other.node('pagerank_2').waitFor();
    await expect.poll(() => other.edges()).toBe(4);
    await other.page.evaluate(() => navigator.clipboard.writeText('no components'));
    await other.page.keyboard.press('Control+v');
    await other.page.getByText('The clipboard holds no components').waitFor();
  });
});
