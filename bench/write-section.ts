import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PAGE = join(import.meta.dirname, '../docs/performance.md');

/** Replaces what is between the markers `<!-- <name>: written by the bench -->` and `<!-- <name>: end -->` of docs/performance.md. */
export function writeSection(name: string, lines: readonly string[]): void {
  const [first, last] = [`<!-- ${name}: written by the bench -->`, `<!-- ${name}: end -->`];
  const page = readFileSync(PAGE, 'utf8');
  const begin = page.indexOf(first);
  const end = page.indexOf(last);
  if (begin < 0 || end < begin) throw new Error(`${PAGE} does not have the markers ${first} and ${last}`);
  writeFileSync(PAGE, `${page.slice(0, begin)}${first}\n\n${lines.join('\n')}\n\n${page.slice(end)}`);
}
