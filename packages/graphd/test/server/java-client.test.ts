import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { ErrorCode } from '@orrery/wire';
import { buildJavaClient, runJavaClient } from '../../../../tools/testing/java-client.ts';
import { describeWith, skipWithout } from '../../../../tools/testing/requirements.ts';
import { startGraphd } from '../../src/index.ts';
import type { Graphd } from '../../src/server/start-graphd.ts';
import { tempFolder } from '../storage/temp-store.ts';

const NULLS = (count: number): string => '\tnull\tNULL'.repeat(count);

/** The lines of what Interop.java's `graph` does. */
const SEEN = [
  'login\tAuth failed: Invalid user name or password',
  'ping\ttrue\ttrue',
  'properties\tstring\t"Ann"\tint\t42\tdate\t1976-04-25\ttime\tutc time: 06:30:00.500000, timezoneOffset: 0' +
    '\tdatetime\tutc datetime: 2023-02-28T12:30:45.123456, timezoneOffset: 0\tint\t1700000000\tdouble\t1.5' +
    '\tduration\tP14MT5.000000000S\tgeography\tPOINT(1.5 -2.0)\tbool\ttrue\tlist\t["x", "石佛"]',
  `properties\tstring\t"Bob — 😀"${NULLS(8)}\tbool\tfalse\tlist\t[]`,
  'go\tstring\t"a"\tstring\t"b"\tint\t7\tedge\t("a")-[:knows@7{since: 1999}]->("b")',
  'vertex\tstring\t"b"',
  'path\tpath\t("b" )-[:knows@0{}]->("a" )',
  'lookup\tstring\t"a"',
  'parameters\tint\t-9223372036854775808\tdouble\t0.1\tstring\t"Tim — 😀"\tbool\ttrue\tnull\tNULL' +
    '\tlist\t[1, "x", false]\tdouble\t2.5',
  'matched\tstring\t"b"\tstring\t"Bob — 😀"',
  `syntax\terror\t${ErrorCode.E_SYNTAX_ERROR}\tSyntaxError: syntax error near \`RETURN'`,
  `semantic\terror\t${ErrorCode.E_EXECUTION_ERROR}\tEdgeNotFound: EdgeName \`nobody\``,
  `type\terror\t${ErrorCode.E_EXECUTION_ERROR}\tStorage Error: The data type does not meet the requirements. ` +
    'Use the correct type of data.',
  'json\t{"errors":[{"code":0}],"results":[{"spaceName":"java","columns":["one","two","three"],' +
    '"data":[{"meta":[null,null,[null]],"row":[1,"two",[3.5]]}],"errors":{"code":0},"latencyInUs":0}]}',
  'jsonWithParameter\ttrue',
  'plan\ttrue',
  'sessionPool\t80\ttrue\t-1004',
  'noSuchSpace\tcreate session failed.',
];

describeWith('java', 'the embedded graph and the official Java client', () => {
  let missing: string | undefined;
  let graphd: Graphd | undefined;
  const folder = tempFolder();

  beforeAll(async () => {
    missing = await buildJavaClient();
    graphd = await startGraphd({ dataDir: folder.path, port: 0 });
  }, 370_000);
  afterAll(async () => {
    await graphd?.close();
    folder.remove();
  });
  beforeEach((context) => skipWithout('java', missing, context));

  it.each(['header', 'http2'] as const)(
    'agree on schema, rows, queries, parameters, errors, JSON, plans and a pool of sessions, over %s',
    async (transport) => expect(await runJavaClient(graphd!.port, transport, 'graph')).toEqual(SEEN),
    60_000,
  );
});
