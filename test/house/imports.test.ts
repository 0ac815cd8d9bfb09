import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkImports } from '../../tools/check/imports.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'orrery-imports-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function plant(files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}
const manifest = (...dependencies: string[]) =>
  JSON.stringify({ dependencies: Object.fromEntries(dependencies.map((name) => [name, '0.1.0'])) });

it('the house is in order', () => {
  expect(checkImports(join(import.meta.dirname, '../..'))).toEqual([]);
});

it('refuses an import that the table does not allow', () => {
  plant({
    'packages/analytics/package.json': manifest('@orrery/jobs'),
    'packages/analytics/src/index.ts': `import { x } from '@orrery/jobs';`,
  });
  expect(checkImports(root)).toEqual([
    'packages/analytics/src/index.ts: analytics may not import jobs',
    'packages/analytics/package.json: analytics may not depend on jobs',
  ]);
});

it('refuses deep imports, undeclared and unused dependencies, and packages outside the table', () => {
  plant({
    'packages/nebula/package.json': manifest('@orrery/wire'),
    'packages/nebula/src/a.ts': `import type { Ast } from '@orrery/ngql/src/ast.ts';`,
    'packages/stray/package.json': manifest(),
  });
  expect(checkImports(root)).toEqual([
    'packages/nebula/src/a.ts: @orrery/ngql/src/ast.ts reaches into ngql; use its index',
    'packages/nebula/package.json: @orrery/wire is never imported',
    'packages/nebula/package.json: @orrery/ngql is imported but not declared',
    'packages/stray is not in tools/check/import-table.ts; add it with what it may import',
  ]);
});

it('refuses cycles of values but not of types, paths out of the package, and Node in browser packages', () => {
  plant({
    'packages/ngql/package.json': manifest(),
    'packages/ngql/src/a.ts': `import { b } from './b.ts'; import type { C } from './c.ts';`,
    'packages/ngql/src/b.ts': `export { a } from './a.ts';`,
    'packages/ngql/src/c.ts': `import type { A } from './a.ts'; import { readFileSync } from 'node:fs';`,
    'packages/ngql/src/d.ts': `import { w } from '../../wire/src/w.ts';`,
  });
  expect(checkImports(root)).toEqual([
    `packages/ngql/src/c.ts: node:fs is Node's; ngql also runs in the browser`,
    'packages/ngql/src/d.ts: ../../wire/src/w.ts leaves the package; import it by name',
    'cycle: packages/ngql/src/a.ts -> packages/ngql/src/b.ts -> packages/ngql/src/a.ts',
  ]);
});

it('lets tasks take the task interface of jobs and nothing else', () => {
  plant({
    'packages/tasks/package.json': manifest('@orrery/jobs'),
    'packages/tasks/src/a.ts': `import { TaskError, createController } from '@orrery/jobs';`,
  });
  expect(checkImports(root)).toEqual([
    'packages/tasks/src/a.ts: tasks may import only TaskContext, TaskError, TaskOutcome, TaskResources, TaskType, UpstreamResult of jobs, not createController',
  ]);
});
