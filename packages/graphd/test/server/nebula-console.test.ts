import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith, find } from '../../../../tools/testing/requirements.ts';
import { startGraphd } from '../../src/index.ts';
import type { Graphd } from '../../src/server/start-graphd.ts';
import { tempFolder } from '../storage/temp-store.ts';

const SCRIPT = `# a script as the console takes them
DROP SPACE IF EXISTS console_space; CREATE SPACE console_space(partition_num=3, vid_type=FIXED_STRING(8));
:sleep 1
USE console_space;
CREATE TAG person(name string, age int); CREATE EDGE knows(since int); -- two on a line
INSERT VERTEX person(name, age) VALUES "a":("Ann; or not", 42), "b":("Bob — 😀", NULL);
INSERT EDGE knows(since) VALUES "a"->"b"@7:(1999);
MATCH p = (v:person)-[e:knows]->(w) RETURN v.person.name AS name, e, p, w.person.age AS age;
EXPLAIN FORMAT="dot" GO FROM "a" OVER knows YIELD dst(edge);
`;

describeWith('console', 'the embedded graph and nebula-console', () => {
  let graphd: Graphd;
  const folder = tempFolder();

  beforeAll(async () => {
    graphd = await startGraphd({ dataDir: folder.path, port: 0 });
  });
  afterAll(async () => {
    await graphd?.close();
    folder.remove();
  });

  async function output(...what: string[]): Promise<string> {
    const account = ['-addr', '127.0.0.1', '-port', String(graphd.port), '-u', 'root', '-p', 'nebula'];
    const { stdout } = await promisify(execFile)(find('console')!, [...account, ...what], { timeout: 60_000 });
    return stdout;
  }

  it('runs a script of it, comments and the console’s own commands included', async () => {
    const file = join(folder.path, 'script.ngql');
    writeFileSync(file, SCRIPT);
    const seen = await output('-f', file);
    for (const cell of ['"Ann; or not"', '[:knows "a"->"b" @7 {since: 1999}]', 'Bob — 😀', '__NULL__']) {
      expect(seen).toContain(cell);
    }
    expect(seen).not.toContain('[ERROR');
  }, 120_000);

  it('shows rows, and errors with their codes', async () => {
    expect(await output('-e', 'YIELD 1 + 1 AS two, "x" AS x')).toMatch(/\| two +\| x +\|[^]*\| 2 +\| "x" +\|/);
    expect(await output('-e', 'RETURN')).toContain('SyntaxError');
  }, 120_000);
});
