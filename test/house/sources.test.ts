import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '' && existsSync(join(root, path)) && statSync(join(root, path)).size < 1 << 20);
const sources = files.filter((path) => /\.(ts|tsx|mjs)$/.test(path));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

it('names no path of the machine it was written on', () => {
  const marks = [`${dirname(root)}/`, `${homedir()}/`];
  const found = files.filter((path) => marks.some((mark) => read(path).includes(mark)));
  expect(found).toEqual([]);
});

it('leaves nothing undone, skipped or focused', () => {
  const mark = /\b(TODO|FIXME|XXX|HACK)\b|\b(it|test|describe)\.(only|todo)\b/;
  expect(sources.filter((path) => path !== 'test/house/sources.test.ts' && mark.test(read(path)))).toEqual([]);
});

it('has no file over 500 lines that does not say why', () => {
  const long = sources.filter((path) => {
    const lines = read(path).split('\n');
    return lines.length > 500 && !/Long because/.test(lines.slice(0, 30).join('\n')) && !path.includes('generated');
  });
  expect(long).toEqual([]);
});

it('has no room for odds and ends', () => {
  expect(sources.filter((path) => /^(utils?|helpers?|common)\.tsx?$/.test(basename(path)))).toEqual([]);
});

it('links only to files that exist', () => {
  const broken: string[] = [];
  for (const path of files.filter((file) => file.endsWith('.md'))) {
    for (const [, target] of read(path).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)) {
      if (!existsSync(resolve(root, dirname(path), target!))) broken.push(`${path}: ${target}`);
    }
  }
  expect(broken).toEqual([]);
});
