import { execFile } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { builtFolder, buildOnce } from './build-once.ts';
import { find } from './requirements.ts';

const start = promisify(execFile);
const SOURCE = join(import.meta.dirname, '../../packages/wire/test/interop-java');
const PROGRAMS = ['Interop.java', 'Scan.java'].map((name) => join(SOURCE, name));
const FILES = [join(SOURCE, 'pom.xml'), ...PROGRAMS];
const FOLDER = builtFolder('nebula-java', FILES);

/** Fetches NebulaGraph's Java client with Maven and compiles the programs around it, once. The reason if it can't be had. */
export function buildJavaClient(): Promise<string | undefined> {
  return buildOnce(FOLDER, 'the Java client', async (into) => {
    const goal = ['--quiet', '--batch-mode', 'dependency:copy-dependencies', `-DoutputDirectory=${into}`];
    await start(find('java')!, goal, { cwd: SOURCE, timeout: 240_000 });
    const options = ['-encoding', 'UTF-8', '-nowarn', '-cp', join(into, '*'), '-d', into];
    await start('javac', [...options, ...PROGRAMS], { timeout: 120_000 });
  });
}

async function run(program: string, args: readonly (string | number)[]): Promise<string[]> {
  const options = ['-XX:TieredStopAtLevel=1', '-cp', [FOLDER, join(FOLDER, '*')].join(delimiter), program];
  const { stdout } = await start('java', [...options, ...args.map(String)], { timeout: 120_000, maxBuffer: 64 << 20 });
  return stdout.trimEnd().split('\n');
}

/**
 * Lines that the program around the client prints.
 * @param scenario `values` against a graph that echoes, `graph` against a whole one
 * @throws Error with what the program says when it fails
 */
export function runJavaClient(
  port: number,
  transport: 'header' | 'http2',
  scenario: 'values' | 'graph',
): Promise<string[]> {
  return run('Interop', [port, transport, scenario]);
}

/** The same of the program around the clients of the meta and storage services. */
export function runJavaScan(graphPort: number, metaPort: number, space: string): Promise<string[]> {
  return run('Scan', [graphPort, metaPort, space]);
}

/** How many edges the Java storage client reads of a type: one line with the number. */
export function countWithJava(metaPort: number, space: string, edge: string, limit: number): Promise<string[]> {
  return run('Scan', [0, metaPort, space, edge, limit]);
}
