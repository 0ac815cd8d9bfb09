import { expect, it } from 'vitest';
import { describeWith } from '../../tools/testing/requirements.ts';
import { useDesigner } from './designer-session.ts';

describeWith('chromium', 'the editor of a statement', () => {
  const test = useDesigner();

  const completions = (): Promise<string[]> => test.page.locator('.cm-completionLabel').allTextContents();
  const type = async (text: string): Promise<void> => {
    const { page, designer } = test;
    await designer.editor().press('Control+a');
    await page.keyboard.press('Delete');
    await page.keyboard.type(text);
  };

  it('completes keywords, functions, the schema of the space, and parameters', async () => {
    const { page, designer } = test;
    await page.getByRole('button', { name: 'Add a query' }).click();
    await designer.editor().click();
    await type('MAT');
    await expect.poll(completions).toContain('MATCH');
    await page.locator('.cm-completionLabel', { hasText: /^MATCH$/ }).click();
    await expect.poll(() => designer.editor().innerText()).toBe('MATCH');
    await type('MATCH (v:');
    await expect.poll(completions).toEqual(['player', 'team']);
    await type('MATCH (v)-[e:');
    await expect.poll(completions).toEqual(expect.arrayContaining(['follow', 'serve']));
    expect(await completions()).not.toContain('player');
    await type('MATCH (v:player) RETURN v.player.');
    await expect.poll(completions).toEqual(['age', 'name']);
    await type('MATCH (v) RETURN collect');
    await expect.poll(completions).toContain('collect');
    await type('MATCH (v:player{name:${who}}) RETURN v.player.age > ${w');
    await expect.poll(completions).toEqual(['who']);
    await page.locator('.cm-completionLabel').click();
    await expect.poll(() => designer.editor().innerText()).toMatch(/> \$\{who\}$/);
  });

  it('takes a completion by Tab or an arrow, and leaves Enter to the line', async () => {
    const { page, designer } = test;
    await page.getByRole('button', { name: 'Add a query' }).click();
    await designer.editor().click();
    const text = () => designer.editor().innerText();
    await type('MATC');
    await expect.poll(completions).toContain('MATCH');
    await page.keyboard.press('Enter');
    await expect.poll(text).toMatch(/^MATC\n+$/);
    await type('MATC');
    await expect.poll(completions).toContain('MATCH');
    await page.keyboard.press('Tab');
    await expect.poll(text).toBe('MATCH');
    await type('MATC');
    await expect.poll(completions).toContain('MATCH');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(text).toBe('MATCH');
  });

  it('shows an error under the text as it is typed, and what the graph says of a try', async () => {
    const { page, designer } = test;
    await page.getByRole('button', { name: 'Add a query' }).click();
    await designer.editor().click();
    await type('MATCH (v:player) RETRUN v');
    await page.getByText(/^Line 1, column 18:/).waitFor();
    await expect.poll(() => page.locator('.cm-lintRange-error').textContent()).toBe('RETRUN');
    expect(await page.getByRole('button', { name: 'Show first rows' }).isDisabled()).toBe(true);
    await type('MATCH (v:nobody) RETURN id(v) AS id');
    await page.keyboard.press('Control+Enter');
    await designer.panel().getByText('The statement failed').waitFor();
    await designer
      .panel()
      .getByText(/nobody/)
      .last()
      .waitFor();
    await type('MATCH (v:player) RETURN id(v) AS id, v.player.age AS age ORDER BY id LIMIT 3');
    await page.keyboard.press('Control+Enter');
    const rows = page.getByRole('region', { name: 'First rows' });
    await rows.getByText('player100').waitFor();
    expect(await rows.locator('tbody tr').count()).toBe(3);
    await type('INSERT VERTEX player(name, age) VALUES "p":("x", 1)');
    await page.getByText('Only statements that change nothing can be tried here.').waitFor();
  });
});
