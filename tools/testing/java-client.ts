import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { find } from './requirements.ts';

const run = promisify(execFile);
const SOURCE = join(import.meta.dirname, '../../packages/wire/test/interop-java');
const FILES = ['pom.xml', 'Interop.java'].map((name) => join(SOURCE, name));

/** A folder per state of the sources: what is in it is complete. */
function builtFolder(): string {
  const hash = createHash('sha256');
  for (const file of FILES) hash.update(readFileSync(file));
  return join(import.meta.dirname, `../../.venv/nebula-java-${hash.digest('hex').slice(0, 12)}`);
}

/**
 * Fetches NebulaGraph's Java client with Maven and compiles the program around it, once; several processes may do it
 * at the same time. The reason if it can't be had.
 */
export async function buildJavaClient(): Promise<string | undefined> {
  const folder = builtFolder();
  if (existsSync(folder)) return undefined;
  const building = `${folder}.${process.pid}`;
  try {
    mkdirSync(building, { recursive: true });
    const goal = ['--quiet', '--batch-mode', 'dependency:copy-dependencies', `-DoutputDirectory=${building}`];
    await run(find('java')!, goal, { cwd: SOURCE, timeout: 240_000 });
    const options = ['-encoding', 'UTF-8', '-nowarn', '-cp', join(building, '*'), '-d', building];
    await run('javac', [...options, FILES[1]!], { timeout: 120_000 });
    renameSync(building, folder);
    return undefined;
  } catch (error) {
    if (existsSync(folder)) return undefined;
    return `the Java client could not be built: ${(error as Error).message.split('\n').slice(0, 3).join(' ')}`;
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
}

/**
 * Lines that the program around the client prints.
 * @param scenario `values` against a graph that echoes, `graph` against a whole one
 * @throws Error with what the program says when it fails
 */
export async function runJavaClient(
  port: number,
  transport: 'header' | 'http2',
  scenario: 'values' | 'graph',
): Promise<string[]> {
  const folder = builtFolder();
  const options = ['-XX:TieredStopAtLevel=1', '-cp', [folder, join(folder, '*')].join(delimiter), 'Interop'];
  const { stdout } = await run('java', [...options, String(port), transport, scenario], { timeout: 120_000 });
  return stdout.trimEnd().split('\n');
}
