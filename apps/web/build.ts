/**
 * Builds the web app into build/app when one of its sources has changed since: `node apps/web/build.ts`. What is there
 * is replaced at once when the new one is complete, so a server that starts meanwhile finds a whole one.
 */
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const OUTPUT = join(import.meta.dirname, 'build');
export const WEB_APP_FOLDER = join(OUTPUT, 'app');
/** In the app's folder. */
const STAMP = 'sources.sha256';
/** Every lost race means that another process has published meanwhile. */
const PUBLISH_ATTEMPTS = 10;

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
  if (builtDigest() === digest) return false;
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
    writeFileSync(join(draft, STAMP), digest);
    publish(draft, digest);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return true;
}

/**
 * Puts a complete folder in the place of the present one. The stamp lies inside of it, so that an app never stands
 * beside the stamp of another; a process that published the same sources first is as good as this one.
 */
function publish(draft: string, digest: string): void {
  const replaced = `${draft}-replaced`;
  for (let attempt = 1; ; attempt++) {
    try {
      if (existsSync(WEB_APP_FOLDER)) renameSync(WEB_APP_FOLDER, replaced);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    try {
      renameSync(draft, WEB_APP_FOLDER);
      break;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if ((code !== 'ENOTEMPTY' && code !== 'EEXIST') || attempt === PUBLISH_ATTEMPTS) throw error;
      if (builtDigest() === digest) break;
    } finally {
      rmSync(replaced, { recursive: true, force: true });
    }
  }
}

/** Digest of the sources that the present app was built from; undefined where there is none. */
function builtDigest(): string | undefined {
  try {
    return readFileSync(join(WEB_APP_FOLDER, STAMP), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

if (import.meta.main) await buildWebApp();
