import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { embedded } from '@orrery/server';
import { parseDefinitionText, validateDefinition } from '@orrery/workflow';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { parse } from 'yaml';
import { installNebulaPython, NEBULA_PYTHON } from '../tools/testing/nebula-python.ts';
import { find, skipWithout } from '../tools/testing/requirements.ts';
import { startSampleServer, type SampleServer } from './sample-server.ts';

/* Every fenced block of README.md and docs/*.md does what it says: run in order against one server, or checked. */
const root = join(import.meta.dirname, '..');
const SAMPLE_WORKFLOW = '4216617528';

/** Blocks that other tests run, with their whole text. */
const RUN_ELSEWHERE: Readonly<Record<string, string>> = {
  'npm run demo': 'test/demo.integration.test.ts runs tools/demo.ts',
  'npm test': 'this is part of it',
};

interface Block {
  readonly file: string;
  readonly line: number;
  readonly language: string;
  readonly text: string;
}

function blocksOf(file: string): Block[] {
  const blocks: Block[] = [];
  let open: { line: number; language: string; lines: string[] } | undefined;
  for (const [index, line] of readFileSync(join(root, file), 'utf8').split('\n').entries()) {
    if (!line.startsWith('```')) open?.lines.push(line);
    else if (open === undefined) open = { line: index + 1, language: line.slice(3).trim(), lines: [] };
    else {
      blocks.push({ file, line: open.line, language: open.language, text: open.lines.join('\n') });
      open = undefined;
    }
  }
  if (open !== undefined) throw new Error(`${file}:${open.line}: the block has no end`);
  return blocks;
}

const FILES = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => `docs/${name}`),
];
const BLOCKS = FILES.flatMap(blocksOf);

let sample: SampleServer;
beforeAll(async () => {
  sample = await startSampleServer({
    ORRERY_GRAPH_STORAGE_ENABLED: 'true',
    ORRERY_GRAPH_STORAGE_META_PORT: '0',
    ORRERY_GRAPH_STORAGE_PORT: '0',
  });
  const yaml = readFileSync(join(root, 'examples/neighbours-of-a-player.yaml'), 'utf8');
  const answer = await sample.client.call('POST', `/api/v1/workflows?id=${SAMPLE_WORKFLOW}`, yaml, {
    'content-type': 'application/yaml',
  });
  expect(answer.body.message).toBe('Success');
}, 120_000);
afterAll(() => sample?.close(), 60_000);

/** The text with this server's places instead of the documented ones; 107 is the documents' example of a job. */
async function here(text: string): Promise<string> {
  const { url, graphHost, graphPort, metaPort } = sample.server;
  const { items } = await sample.client.data<{ items: { id: number }[] }>('GET', '/api-open/v1/jobs?pageSize=1');
  return text
    .replaceAll('http://127.0.0.1:7002', url)
    .replaceAll('"address":"127.0.0.1","port":9669', `"address":"${graphHost}","port":${graphPort}`)
    .replaceAll('port: 9669', `port: ${graphPort}`)
    .replaceAll("('127.0.0.1', 9559)", `('127.0.0.1', ${metaPort})`)
    .replaceAll('/jobs/107/', `/jobs/${items[0]?.id ?? 107}/`)
    .replaceAll('cookies.txt', join(sample.folder, 'cookies.txt'));
}

async function execute(command: string, args: readonly string[]): Promise<string> {
  const { url, graphHost, graphPort } = sample.server;
  const { stdout } = await promisify(execFile)(command, args, {
    cwd: root,
    env: {
      ...process.env,
      ORRERY_SERVER: url,
      ORRERY_GRAPH: `${graphHost}:${graphPort}`,
      ORRERY_DATA_DIR: join(sample.folder, 'own-data'),
    },
  });
  return stdout;
}

async function runShell({ text }: Block): Promise<void> {
  if (Object.hasOwn(RUN_ELSEWHERE, text)) return;
  const stdout = await execute('sh', ['-ec', await here(text)]);
  expect(stdout.trim()).not.toBe('');
  expect(stdout).not.toMatch(/"code":[1-9]/);
  if (/^curl (?!.*\/events)/m.test(text)) expect(stdout).toContain('"code":0');
}

function checkWorkflow({ text }: Block): void {
  const parsed = parseDefinitionText(text, 'yaml');
  expect(parsed).toMatchObject({ ok: true });
  if (parsed.ok) expect(validateDefinition(parsed.value, embedded.CATALOGUE)).toMatchObject({ ok: true });
}

/** An import mapping names a space; everything else is a configuration. */
function checkYaml({ text }: Block): void {
  const file = join(sample.folder, 'block.yaml');
  writeFileSync(file, text);
  if (Object.hasOwn(parse(text) as object, 'space')) expect(embedded.readMapping(file).space).toMatch(/\S/);
  else expect(() => embedded.loadConfig({ file, environment: {}, baseDir: sample.folder })).not.toThrow();
}

/** One value, or one on each line. */
function checkJson({ text }: Block): void {
  try {
    JSON.parse(text);
  } catch {
    for (const line of text.split('\n')) JSON.parse(line);
  }
}

async function runTypeScript({ text }: Block): Promise<void> {
  const stdout = await execute(process.execPath, ['--input-type=module-typescript', '-e', await here(text)]);
  expect(stdout.trim()).not.toBe('');
}

async function runPython({ text }: Block, context: TestContext): Promise<void> {
  const missing = find('python') === undefined ? 'no python3 with venv on this machine' : await installNebulaPython();
  skipWithout('python', missing, context);
  const stdout = await execute(NEBULA_PYTHON, ['-c', await here(text)]);
  expect(stdout.trim()).not.toBe('');
}

/** Spark is not at hand; what it would be told is compared with the sample graph and the configuration. */
function checkScala({ text }: Block): void {
  const { values } = embedded.loadConfig({ environment: {}, baseDir: root });
  expect(text).toContain(`"127.0.0.1:${values['graph.storage.metaPort']}"`);
  expect(text).toContain(`"127.0.0.1:${values['graph.port']}"`);
  const named = [...text.matchAll(/with(Space|Label)\("(\w+)"\)/g)].map((match) => match[2]!);
  expect(named).not.toEqual([]);
  for (const name of named) expect(['basketballplayer', 'player', 'follow', 'serve', 'team']).toContain(name);
}

const CHECKS: Readonly<Record<string, (block: Block, context: TestContext) => void | Promise<void>>> = {
  sh: runShell,
  'yaml workflow': checkWorkflow,
  yaml: checkYaml,
  json: checkJson,
  ts: runTypeScript,
  python: runPython,
  scala: checkScala,
  text: ({ text }) => expect(text.trim()).not.toBe(''),
};

describe('the documents', () => {
  it.for(BLOCKS.map((block) => [`${block.file}:${block.line} (${block.language})`, block] as const))(
    '%s',
    { timeout: 320_000 },
    async ([place, block], context) => {
      const check = CHECKS[block.language];
      if (check === undefined) {
        expect.fail(`${place}: nothing checks such a block; known are ${Object.keys(CHECKS).join(', ')}`);
      }
      await check(block, context);
    },
  );

  it('name no block as run elsewhere that is not there', () => {
    for (const text of Object.keys(RUN_ELSEWHERE)) expect(BLOCKS.map((block) => block.text)).toContain(text);
  });

  it('link only to files that are there', () => {
    for (const file of FILES) {
      const folder = join(root, file, '..');
      const links = [...readFileSync(join(root, file), 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(
        (match) => match[1]!,
      );
      for (const link of links) expect(existsSync(join(folder, link)), `${file} -> ${link}`).toBe(true);
    }
  });
});
