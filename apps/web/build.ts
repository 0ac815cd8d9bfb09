/**
 * Builds the web app into build/app when one of its sources has changed since: `node apps/web/build.ts`. What is there
 * is replaced at once when the new one is complete, so a server that starts meanwhile finds a whole one.
 */
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const OUTPUT = join(import.meta.dirname, 'build');
export const WEB_APP_FOLDER = join(OUTPUT, 'app');
const STAMP = join(OUTPUT, 'sources.sha256');

const SOURCES = [
  'package-lock.json',
  'apps/web/{index.html,package.json,vite.config.ts,build.ts}',
  'apps/web/public/**/*',
  'apps/web/src/**/*.{ts,tsx,css,svg}',
  'examples/*.yaml',
  'packages/{contracts,ngql,sdk,workflow}/{package.json,src/**/*.ts}',
];

/** Of every source's path and content: 20 ms. */
function sourcesDigest(): string {
  const hash = createHash('sha256');
  for (const path of globSync(SOURCES, { cwd: ROOT }).toSorted()) {
    const file = join(ROOT, path);
    if (/\.test\.tsx?$/.test(path) || !/\.\w+$/.test(path)) continue;
    hash.update(`${path}\0`).update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

/** @returns whether there was anything to do. @throws with the bundler's message; what was built before stays */
export async function buildWebApp(): Promise<boolean> {
  const digest = sourcesDigest();
  const isCurrent = existsSync(WEB_APP_FOLDER) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === digest;
  if (isCurrent) return false;
  // React's production build, whatever the environment of a test says.
  process.env['NODE_ENV'] = 'production';
  const { build } = await import('vite');
  const draft = join(OUTPUT, `draft-${process.pid}`);
  try {
    await build({
      configFile: join(import.meta.dirname, 'vite.config.ts'),
      logLevel: 'warn',
      build: { outDir: draft },
    });
    mkdirSync(OUTPUT, { recursive: true });
    rmSync(WEB_APP_FOLDER, { recursive: true, force: true });
    renameSync(draft, WEB_APP_FOLDER);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  writeFileSync(STAMP, digest);
  return true;
}

if (import.meta.main) await buildWebApp();
