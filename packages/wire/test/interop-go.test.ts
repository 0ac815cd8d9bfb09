import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { buildGoClient, GO_CLIENT } from '../../../tools/testing/go-client.ts';
import { describeWith, skipWithout } from '../../../tools/testing/requirements.ts';
import { graphService, ErrorCode, WireServer } from '../src/index.ts';
import { EchoGraph } from './echo-graph.ts';

const run = promisify(execFile);
/** The client's types and texts of everyKind. */
const WHAT_THE_CLIENT_SEES = [
  'bad_data\tnull\tBAD_DATA',
  'bad_type\tnull\tBAD_TYPE',
  'dataset\tempty\t',
  'date\tdate\t1976-04-25',
  'datetime\tdatetime\t2023-02-28T12:30:45.123456',
  'div_by_zero\tnull\tDIV_BY_ZERO',
  'double\tfloat\t1.5',
  'duration\tduration\tP14MT3605.000007000S',
  'edge\tedge\t[:follow "player100"->"player101" @3 {degree: 95}]',
  'empty\tempty\t',
  'false\tbool\tfalse',
  'int\tint\t9007199254740993',
  'int_max\tint\t9223372036854775807',
  'int_min\tint\t-9223372036854775808',
  'int_vertex\tvertex\t(100)',
  'integral_double\tfloat\t1.0',
  'linestring\tgeography\tLINESTRING(0 0, 1 2)',
  'list\tlist\t[1, "two", __NULL__, [3.5]]',
  'map\tmap\t{__proto__: "b", a: 1}',
  'nan\tnull\tNaN',
  'null\tnull\t__NULL__',
  'out_of_range\tnull\tOUT_OF_RANGE',
  'overflow\tnull\tERR_OVERFLOW',
  'path\tpath\t<("a")-[:follow@0 {degree: 1}]->("b")<-[:serve@-1 {}]-("c")>',
  'point\tgeography\tPOINT(1.5 -2)',
  'polygon\tgeography\tPOLYGON((0 0, 1 0, 1 1, 0 0))',
  'reverse_edge\tedge\t[:follow "player100"->"player101" @0 {degree: 95}]',
  'set\tset\t{1, 2}',
  'string\tstring\t"Tim "Duncan" — 石佛 😀"',
  'time\ttime\t23:59:58.999999',
  'true\tbool\ttrue',
  'unknown_prop\tnull\tUNKNOWN_PROP',
  'vertex\tvertex\t("player100" :player{age: 42, name: "Tim Duncan"})',
];

describeWith('go', 'the official Go client', () => {
  let missing: string | undefined;
  let server: WireServer;
  const errors: unknown[] = [];

  beforeAll(async () => {
    missing = await buildGoClient();
    server = await WireServer.listen({
      service: graphService(new EchoGraph()),
      port: 0,
      onError: (error) => errors.push(error),
    });
  }, 260_000);
  afterAll(() => server.close());
  beforeEach((context) => skipWithout('go', missing, context));

  it.each(['header', 'http2'])('makes of every value what it stands for, over %s', async (transport) => {
    const { stdout } = await run(GO_CLIENT, [String(server.port), transport], { timeout: 60_000 });
    expect(stdout.trimEnd().split('\n')).toEqual([
      ...WHAT_THE_CLIENT_SEES,
      'int\tint\t1',
      'list\tlist\t[1.5, true, __NULL__]',
      'text\tstring\t"Tim — 😀"',
      `refused\t${ErrorCode.E_SYNTAX_ERROR}\tSyntaxError: syntax error near \`NONSENSE'`,
      'rows\t20000',
    ]);
    expect(errors).toEqual([]);
  });
});
