import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const SOURCE = join(import.meta.dirname, '../../src');
const tokens = new Set(
  [...readFileSync(join(SOURCE, 'ui/tokens.css'), 'utf8').matchAll(/^ *(--[\w-]+):/gm)].map(([, name]) => name!),
);
const withoutComments = (css: string): string => css.replaceAll(/\/\*.*?\*\//gs, '');

it('components name only classes that their style sheets have', () => {
  const missing: string[] = [];
  for (const file of globSync('**/*.tsx', { cwd: SOURCE })) {
    const code = readFileSync(join(SOURCE, file), 'utf8');
    for (const [, variable, path] of code.matchAll(/import (\w+) from '(\.[^']+\.module\.css)'/g)) {
      const sheet = resolve(dirname(join(SOURCE, file)), path!);
      if (!existsSync(sheet)) {
        missing.push(`${file}: ${path}`);
        continue;
      }
      const css = withoutComments(readFileSync(sheet, 'utf8'));
      const classes = new Set([...css.matchAll(/\.([A-Za-z_][\w-]*)/g)].map(([, name]) => name!));
      const used = code.matchAll(new RegExp(`\\b${variable}(?:\\['([\\w-]+)'\\]|\\.(\\w+))`, 'g'));
      for (const [, quoted, dotted] of used) {
        if (!classes.has((quoted ?? dotted)!)) missing.push(`${file}: ${quoted ?? dotted}`);
      }
    }
  }
  expect(missing).toEqual([]);
});

it('style sheets and components use only tokens that exist', () => {
  const unknown: string[] = [];
  const texts = new Map(
    globSync('**/*.{css,ts,tsx}', { cwd: SOURCE }).map((file) => [file, readFileSync(join(SOURCE, file), 'utf8')]),
  );
  // Properties that components give their style sheets.
  const own = new Set(
    [...texts.values()].flatMap((text) => [...text.matchAll(/['"]?(--[\w-]+)['"]?\]?\s*:/g)].map(([, name]) => name!)),
  );
  for (const [file, text] of texts) {
    for (const [, name] of text.matchAll(/var\((--[\w-]+)[,)]/g)) {
      if (!tokens.has(name!) && !own.has(name!) && !name!.startsWith('--xy-')) unknown.push(`${file}: ${name}`);
    }
  }
  expect([...new Set(unknown)]).toEqual([]);
});

it('colours come from the tokens', () => {
  const own = globSync('**/*.module.css', { cwd: SOURCE }).filter((file) =>
    /#[0-9a-f]{3,8}\b|\b(rgb|hsl)a?\(/i.test(withoutComments(readFileSync(join(SOURCE, file), 'utf8'))),
  );
  expect(own).toEqual([]);
});
