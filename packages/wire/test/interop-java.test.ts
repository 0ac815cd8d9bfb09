import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { buildJavaClient, runJavaClient } from '../../../tools/testing/java-client.ts';
import { describeWith, skipWithout } from '../../../tools/testing/requirements.ts';
import { graphService, ErrorCode, WireServer } from '../src/index.ts';
import { EchoGraph } from './echo-graph.ts';

/** The client's types and texts of everyKind. */
const WHAT_THE_CLIENT_SEES = [
  'bad_data\tnull\tBAD_DATA',
  'bad_type\tnull\tBAD_TYPE',
  'dataset\tdataset\t2',
  'date\tdate\t1976-04-25',
  'datetime\tdatetime\tutc datetime: 2023-02-28T12:30:45.123456, timezoneOffset: 0',
  'div_by_zero\tnull\tDIV_BY_ZERO',
  'double\tdouble\t1.5',
  'duration\tduration\tP14MT3605.000007000S',
  'edge\tedge\t("player100")-[:follow@3{degree: 95}]->("player101")',
  'empty\tempty\t__EMPTY__',
  'false\tbool\tfalse',
  'int\tint\t9007199254740993',
  'int_max\tint\t9223372036854775807',
  'int_min\tint\t-9223372036854775808',
  'int_vertex\tvertex\t(100 )',
  'integral_double\tdouble\t1.0',
  'linestring\tgeography\tLINESTRING(0.0 0.0,1.0 2.0)',
  'list\tlist\t[1, "two", NULL, [3.5]]',
  'map\tmap\t{__proto__="b", a=1}',
  'nan\tnull\tNaN',
  'null\tnull\tNULL',
  'out_of_range\tnull\tOUT_OF_RANGE',
  'overflow\tnull\tERR_OVERFLOW',
  'path\tpath\t("a" )-[:follow@0{degree: 1}]->("b" )<-[:serve@-1{}]-("c" )',
  'point\tgeography\tPOINT(1.5 -2.0)',
  'polygon\tgeography\tPOLYGON((0.0 0.0,1.0 0.0,1.0 1.0,0.0 0.0))',
  'reverse_edge\tedge\t("player100")-[:follow@0{degree: 95}]->("player101")',
  'set\tset\t[1, 2]',
  'string\tstring\t"Tim "Duncan" — 石佛 😀"',
  'time\ttime\tutc time: 23:59:58.999999, timezoneOffset: 0',
  'true\tbool\ttrue',
  'unknown_prop\tnull\tUNKNOWN_PROP',
  'vertex\tvertex\t("player100" :player {name: "Tim Duncan", age: 42})',
];

describeWith('java', 'the official Java client', () => {
  let missing: string | undefined;
  let server: WireServer;
  const errors: unknown[] = [];

  beforeAll(async () => {
    missing = await buildJavaClient();
    server = await WireServer.listen({
      service: graphService(new EchoGraph()),
      port: 0,
      onError: (error) => errors.push(error),
    });
  }, 370_000);
  afterAll(() => server.close());
  beforeEach((context) => skipWithout('java', missing, context));

  it.each(['header', 'http2'] as const)('makes of every value what it stands for, over %s', async (transport) => {
    expect(await runJavaClient(server.port, transport, 'values')).toEqual([
      'login\tAuth failed: Bad username/password',
      ...WHAT_THE_CLIENT_SEES,
      'meta\t42\techo',
      'echo\tdouble\tdouble\t0.1',
      'echo\tflag\tbool\ttrue',
      'echo\tint\tint\t-9223372036854775808',
      'echo\tlist\tlist\t[1, "x", false]',
      'echo\tmap\tmap\t{k=2.5}',
      'echo\tnothing\tnull\tNULL',
      'echo\ttext\tstring\t"Tim — 😀"',
      `refused\terror\t${ErrorCode.E_SYNTAX_ERROR}\tSyntaxError: syntax error near \`NONSENSE'`,
      'rows\t20000',
    ]);
    expect(errors).toEqual([]);
  });
});
