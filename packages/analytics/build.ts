/**
 * Compiles every kernel (each `.as.ts` file below src but for `.lib.as.ts`, what kernels import) to
 * build/<name>.wasm. Only kernels whose sources, compiler or options changed are compiled again.
 */
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, relative } from 'node:path';

const ROOT = import.meta.dirname;
const OUTPUT = join(ROOT, 'build');

/**
 * Kernels share one memory whose layout is the host's: no runtime, no data segments, no allocation. Bounds are the
 * host's duty too, so assertions are off.
 */
const OPTIONS = [
  '--runtime', 'stub',
  '--importMemory', '--sharedMemory', '--noExportMemory',
  '--initialMemory', '1', '--maximumMemory', '65536',
  '--enable', 'simd,threads,bulk-memory',
  '--use', 'abort=',
  '-O3', '--converge', '--noAssert',
]; // prettier-ignore

/** What kernels import; not a kernel itself. */
function isLibrary(path: string): boolean {
  return path.endsWith('.lib.as.ts');
}

export interface BuildReport {
  readonly compiled: readonly string[];
  readonly unchanged: readonly string[];
}

/** @throws Error with the compiler's messages when a kernel does not compile. */
export async function buildKernels(): Promise<BuildReport> {
  const sources = globSync('src/**/*.as.ts', { cwd: ROOT })
    .map((path) => path.replaceAll('\\', '/'))
    .toSorted();
  const base = createHash('sha256').update(JSON.stringify(OPTIONS)).update(compilerVersion());
  for (const path of sources.filter(isLibrary)) base.update(path).update(readFileSync(join(ROOT, path)));
  const baseDigest = base.digest('hex');

  mkdirSync(OUTPUT, { recursive: true });
  const compiled: string[] = [];
  const unchanged: string[] = [];
  const names = new Set<string>();
  for (const path of sources.filter((source) => !isLibrary(source))) {
    const name = basename(path, '.as.ts');
    if (names.has(name)) throw new Error(`two kernels are named ${name}; their outputs would overwrite each other`);
    names.add(name);
    const digest = createHash('sha256')
      .update(baseDigest)
      .update(readFileSync(join(ROOT, path)))
      .digest('hex');
    const target = join(OUTPUT, `${name}.wasm`);
    const stamp = join(OUTPUT, `${name}.sha256`);
    if (existsSync(target) && existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) {
      unchanged.push(name);
      continue;
    }
    await compile(path, target);
    writeFileSync(stamp, digest);
    compiled.push(name);
  }
  for (const file of globSync('*.wasm', { cwd: OUTPUT })) {
    if (!names.has(basename(file, '.wasm'))) rmSync(join(OUTPUT, file));
  }
  return { compiled, unchanged };
}

async function compile(source: string, target: string): Promise<void> {
  // the compiler takes long to load, and mostly nothing has changed
  const { default: asc } = await import('assemblyscript/asc');
  const draft = `${target}.${process.pid}`;
  const { error, stderr } = await asc.main([source, '--baseDir', ROOT, '--outFile', relative(ROOT, draft), ...OPTIONS]);
  if (error) throw new Error(`${source} does not compile:\n${stderr.toString()}`, { cause: error });
  refuseDataSegments(draft, source);
  renameSync(draft, target);
}

/** Data segments of several modules would overwrite each other, and the host's layout, in the one memory. */
function refuseDataSegments(path: string, source: string): void {
  const bytes = readFileSync(path);
  const dataSection = 11;
  for (let at = 8; at < bytes.length;) {
    const id = bytes[at++]!;
    let size = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++]!;
      size |= (byte & 127) << shift;
      if (byte < 128) break;
    }
    if (id === dataSection && bytes[at] !== 0) {
      rmSync(path);
      throw new Error(
        `${source} needs static data (a string, an array literal or a managed object); kernels have none`,
      );
    }
    at += size;
  }
}

function compilerVersion(): string {
  const manifest = createRequire(import.meta.url).resolve('assemblyscript/package.json');
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}

if (import.meta.main) {
  const started = performance.now();
  const { compiled, unchanged } = await buildKernels();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (compiled.length > 0)
    console.log(`kernels: ${compiled.length} compiled, ${unchanged.length} unchanged in ${seconds} s`);
}
