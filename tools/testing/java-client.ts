import { execFile } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { builtFolder, buildOnce } from './build-once.ts';
import { find } from './requirements.ts';

const run = promisify(execFile);
const SOURCE = join(import.meta.dirname, '../../packages/wire/test/interop-java');
const FILES = ['pom.xml', 'Interop.java'].map((name) => join(SOURCE, name));
const FOLDER = builtFolder('nebula-java', FILES);

/** Fetches NebulaGraph's Java client with Maven and compiles the program around it, once. The reason if it can't be had. */
export function buildJavaClient(): Promise<string | undefined> {
  return buildOnce(FOLDER, 'the Java client', async (into) => {
    const goal = ['--quiet', '--batch-mode', 'dependency:copy-dependencies', `-DoutputDirectory=${into}`];
    await run(find('java')!, goal, { cwd: SOURCE, timeout: 240_000 });
    const options = ['-encoding', 'UTF-8', '-nowarn', '-cp', join(into, '*'), '-d', into];
    await run('javac', [...options, FILES[1]!], { timeout: 120_000 });
  });
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
  const options = ['-XX:TieredStopAtLevel=1', '-cp', [FOLDER, join(FOLDER, '*')].join(delimiter), 'Interop'];
  const { stdout } = await run('java', [...options, String(port), transport, scenario], { timeout: 120_000 });
  return stdout.trimEnd().split('\n');
}
