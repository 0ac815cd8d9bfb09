import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { ErrorCode } from '@orrery/wire';
import { buildGoClient, GO_CLIENT } from '../../../../tools/testing/go-client.ts';
import { describeWith, skipWithout } from '../../../../tools/testing/requirements.ts';
import { startGraphd } from '../../src/index.ts';
import type { Graphd } from '../../src/server/start-graphd.ts';
import { tempFolder } from '../storage/temp-store.ts';

const ANN = '("a" :person{age: 42, name: "Ann", until: __NULL__})';
const BOB = '("b" :person{age: __NULL__, name: "Bob — 😀", until: __NULL__})';

/** The lines of what graph.go does. */
const SEEN = [
  'space\tgo_space',
  'person\tname\tstring\tNO\t',
  'person\tage\tint8\tYES\t',
  'person\tuntil\ttimestamp\tYES\t',
  'knows\tsince\tint64\tNO\t',
  'changed\tfield type is different. Expected: int64, Actual: string',
  'ttl\tuntil\t3600',
  `match\tstring\t"a"\tvertex\t${ANN}\tedge\t[:knows "a"->"b" @7 {since: 1999}]\tpath\t<${ANN}-[:knows@7 {since: 1999}]->${BOB}>`,
  `match\tstring\t"b"\tvertex\t${BOB}\tedge\t[:knows "b"->"a" @0 {since: 2001}]\tpath\t<${BOB}-[:knows@0 {since: 2001}]->${ANN}>`,
  'parameters\tstring\t"b"',
  `syntax\terror\t${ErrorCode.E_SYNTAX_ERROR}\tSyntaxError: syntax error near \`RETURN'`,
  `semantic\terror\t${ErrorCode.E_EXECUTION_ERROR}\tEdgeNotFound: EdgeName \`nobody\``,
  'several\tstring\t"Bob — 😀"',
  'json\t[name x items]\t[Ann 1.5 [1 b]]',
  'sessionPool\t80',
];

describeWith('go', 'the embedded graph and the official Go client', () => {
  let missing: string | undefined;
  let graphd: Graphd | undefined;
  const folder = tempFolder();

  beforeAll(async () => {
    missing = await buildGoClient();
    graphd = await startGraphd({ dataDir: folder.path, port: 0 });
  }, 260_000);
  afterAll(async () => {
    await graphd?.close();
    folder.remove();
  });
  beforeEach((context) => skipWithout('go', missing, context));

  it.each(['header', 'http2'])(
    'agree on schema, rows, queries, parameters, errors, JSON and a pool of sessions, over %s',
    async (transport) => {
      const { stdout } = await promisify(execFile)(GO_CLIENT, [String(graphd!.port), transport, 'graph']);
      expect(stdout.trimEnd().split('\n')).toEqual(SEEN);
    },
    60_000,
  );
});
