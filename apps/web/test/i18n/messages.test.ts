import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { en } from '../../src/i18n/en.ts';
import { messageText } from '../../src/i18n/message-text.ts';
import { zh } from '../../src/i18n/zh.ts';

const SOURCE = join(import.meta.dirname, '../../src');
const placeholders = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!))].toSorted();

it('both languages have every text, none of them empty', () => {
  expect(Object.keys(zh).toSorted()).toEqual(Object.keys(en).toSorted());
  for (const texts of [en, zh]) {
    expect(Object.entries(texts).filter(([, text]) => text.trim() === '')).toEqual([]);
  }
});

it('a translation takes the same parameters as the English text', () => {
  const differing = Object.keys(en).filter((key) => {
    const [english, chinese] = [en[key as keyof typeof en], zh[key as keyof typeof en]];
    return placeholders(english).join() !== placeholders(chinese).join();
  });
  expect(differing).toEqual([]);
});

it('Chinese texts are Chinese, but for names that both languages share', () => {
  const same = Object.entries(en).filter(([key, text]) => {
    const words = text.replaceAll(/\{[^}]*\}/g, '');
    const isStatement = /^(MATCH|GO|LOOKUP|FETCH)\b/.test(words);
    return zh[key as keyof typeof en] === text && / [a-z]{3,}/.test(words) && !isStatement;
  });
  expect(same).toEqual([]);
});

it('keys of an area live in its own file, each once', () => {
  const seen = new Map<string, string>();
  const twice: string[] = [];
  for (const file of globSync('i18n/*.en.ts', { cwd: SOURCE })) {
    for (const [, key] of readFileSync(join(SOURCE, file), 'utf8').matchAll(/^ {2}'([\w.-]+)':/gm)) {
      if (seen.has(key!)) twice.push(`${key} in ${seen.get(key!)} and ${file}`);
      seen.set(key!, file);
    }
  }
  expect(twice).toEqual([]);
  expect(seen.size).toBe(Object.keys(en).length);
});

it('every text is used', () => {
  const code = globSync(['**/*.ts', '**/*.tsx'], { cwd: SOURCE })
    .filter((file) => !/^i18n\/\w+\.(en|zh)\.ts$/.test(file.replaceAll('\\', '/')))
    .map((file) => readFileSync(join(SOURCE, file), 'utf8'))
    .join('\n');
  const literals = new Set([...code.matchAll(/['"`]([\w-]+(?:\.[\w-]+)+)['"`]/g)].map(([, key]) => key!));
  const prefixes = [...code.matchAll(/`([\w-]+(?:\.[\w-]+)*\.)\$\{/g)].map(([, prefix]) => prefix!);
  const unused = Object.keys(en).filter(
    (key) => !literals.has(key) && !prefixes.some((prefix) => key.startsWith(prefix)),
  );
  expect(unused).toEqual([]);
});

it('fills parameters in: numbers grouped, plurals by the rule of the language, unknown ones left', () => {
  const rows = '{count} {count|row|rows} of {name}';
  expect(messageText(rows, { count: 1, name: 'a' }, 'en')).toBe('1 row of a');
  expect(messageText(rows, { count: 0, name: 'a' }, 'en')).toBe('0 rows of a');
  expect(messageText(rows, { count: 1_234_567, name: '{count}' }, 'en')).toBe('1,234,567 rows of {count}');
  expect(messageText(rows, { count: 9_007_199_254_740_993n, name: '' }, 'en')).toBe('9,007,199,254,740,993 rows of ');
  expect(messageText('{a} {b}', { a: 'x' }, 'en')).toBe('x {b}');
  expect(messageText('{count} 行', { count: 12_345 }, 'zh-CN')).toBe('12,345 行');
});
