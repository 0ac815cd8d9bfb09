import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { ErrorCode } from '@orrery/wire';
import { installNebulaPython, NEBULA_PYTHON } from '../../../../tools/testing/nebula-python.ts';
import { describeWith, skipWithout } from '../../../../tools/testing/requirements.ts';
import { startGraphd } from '../../src/index.ts';
import type { Graphd } from '../../src/server/start-graphd.ts';
import { tempFolder } from '../storage/temp-store.ts';

const SCRIPT = join(import.meta.dirname, '../../../wire/test/interop-graph.py');

describeWith('python', 'the embedded graph and the official Python client', () => {
  let missing: string | undefined;
  let graphd: Graphd | undefined;
  const folder = tempFolder();

  beforeAll(async () => {
    missing = await installNebulaPython();
    graphd = await startGraphd({ dataDir: folder.path, port: 0 });
  }, 320_000);
  afterAll(async () => {
    await graphd?.close();
    folder.remove();
  });
  beforeEach((context) => skipWithout('python', missing, context));

  it.each(['header', 'http2'])(
    'agree on schema, rows, queries, parameters, errors, JSON, plans and a pool of sessions, over %s',
    async (transport) => {
      const { stdout } = await promisify(execFile)(NEBULA_PYTHON, [SCRIPT, String(graphd!.port), transport]);
      expect(JSON.parse(stdout)).toEqual({
        properties: [
          [
            '1',
            '"Ann"',
            '42',
            '1976-04-25',
            'utc datetime: 2023-02-28T12:30:45.123456, timezone_offset: 0',
            '["x", "石佛"]',
          ],
          ['2', '"Bob — 😀"', '__NULL__', '__NULL__', '__NULL__', '[]'],
        ],
        primitive: [
          { id: 1, name: 'Ann', since: 1999 },
          { id: 2, name: 'Bob — 😀', since: 2001 },
        ],
        go: [['2', '7', '(1)-[:knows@7{since: 1999}]->(2)']],
        path: [['(2 )-[:knows@0{}]->(1 )']],
        vis: [
          ['1', '2'],
          ['1', '2'],
        ],
        parameters: [['2']],
        json: [42],
        syntax: [ErrorCode.E_SYNTAX_ERROR, "SyntaxError: syntax error near `RETURN'"],
        semantic: [ErrorCode.E_EXECUTION_ERROR, 'EdgeNotFound: EdgeName `nobody`'],
        plan: true,
        session_pool: 80,
      });
    },
    60_000,
  );
});
