import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { installNebulaPython, NEBULA_PYTHON } from '../../../tools/testing/nebula-python.ts';
import { describeWith, skipWithout } from '../../../tools/testing/requirements.ts';
import { graphService, ErrorCode, WireServer } from '../src/index.ts';
import { everyKind } from './arbitrary-value.ts';
import { EchoGraph } from './echo-graph.ts';

const run = promisify(execFile);
const SCRIPT = join(import.meta.dirname, 'interop.py');

interface SeenTable {
  error: [number, string];
  latency: number;
  space: string;
  columns: string[];
  rows: unknown[][];
}

interface Seen {
  refused: string;
  ping: boolean;
  values: SeenTable;
  syntax: SeenTable;
  echo: SeenTable;
  big: unknown[];
  json: unknown;
  after_signout: number;
}

/** The client's types and contents of everyKind, as interop.py names them. */
const WHAT_THE_CLIENT_SEES = {
  null: ['null', '__NULL__'],
  empty: ['empty'],
  nan: ['null', 'NaN'],
  bad_data: ['null', 'BAD_DATA'],
  bad_type: ['null', 'BAD_TYPE'],
  overflow: ['null', 'ERR_OVERFLOW'],
  unknown_prop: ['null', 'UNKNOWN_PROP'],
  div_by_zero: ['null', 'DIV_BY_ZERO'],
  out_of_range: ['null', 'OUT_OF_RANGE'],
  true: ['bool', true],
  false: ['bool', false],
  int: ['int', '9007199254740993'],
  int_min: ['int', '-9223372036854775808'],
  int_max: ['int', '9223372036854775807'],
  double: ['double', '1.5'],
  integral_double: ['double', '1.0'],
  string: ['string', 'Tim "Duncan" — 石佛 😀'],
  date: ['date', '1976-04-25'],
  time: ['time', 'utc time: 23:59:58.999999, timezone_offset: 0'],
  datetime: ['datetime', 'utc datetime: 2023-02-28T12:30:45.123456, timezone_offset: 0'],
  duration: ['duration', 14, 3605, 7],
  point: ['point', [1.5, -2]],
  linestring: [
    'linestring',
    [
      [0, 0],
      [1, 2],
    ],
  ],
  polygon: [
    'polygon',
    [
      [
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 0],
      ],
    ],
  ],
  list: [
    'list',
    [
      ['int', '1'],
      ['string', 'two'],
      ['null', '__NULL__'],
      ['list', [['double', '3.5']]],
    ],
  ],
  set: [
    'set',
    [
      ['int', '1'],
      ['int', '2'],
    ],
  ],
  map: ['map', { a: ['int', '1'], ['__proto__']: ['string', 'b'] }],
  vertex: ['vertex', ['string', 'player100'], { player: { name: ['string', 'Tim Duncan'], age: ['int', '42'] } }],
  int_vertex: ['vertex', ['int', '100'], {}],
  edge: ['edge', 'follow', ['string', 'player100'], ['string', 'player101'], 3, { degree: ['int', '95'] }],
  // Walked from player101 against the edge: the client turns it round, as it does for a negative type.
  reverse_edge: ['edge', 'follow', ['string', 'player100'], ['string', 'player101'], 0, { degree: ['int', '95'] }],
  path: [
    'path',
    [
      ['string', 'a'],
      ['string', 'b'],
      ['string', 'c'],
    ],
    [
      ['follow', ['string', 'a'], ['string', 'b'], 0],
      ['serve', ['string', 'c'], ['string', 'b'], -1],
    ],
  ],
  dataset: ['dataset', ['x', 'y'], 2],
};

describeWith('python', 'the official Python client', () => {
  let missing: string | undefined;
  let server: WireServer;
  const graph = new EchoGraph();
  const errors: unknown[] = [];

  beforeAll(async () => {
    missing = await installNebulaPython();
    server = await WireServer.listen({ service: graphService(graph), port: 0, onError: (error) => errors.push(error) });
  }, 320_000);
  afterAll(() => server.close());
  beforeEach((context) => skipWithout('python', missing, context));

  it.each(['header', 'http2'])('makes of every value what it stands for, over %s', async (transport) => {
    const { stdout } = await run(NEBULA_PYTHON, [SCRIPT, String(server.port), transport], {
      timeout: 60_000,
      maxBuffer: 1 << 26,
    });
    const seen = JSON.parse(stdout) as Seen;
    expect(seen.refused).toContain('Bad username/password');
    expect(seen.ping).toBe(true);
    expect(seen.values).toMatchObject({ error: [0, ''], latency: 42, space: 'echo' });
    expect(seen.values.columns).toEqual([...everyKind.keys()]);
    expect(Object.fromEntries(seen.values.columns.map((column, i) => [column, seen.values.rows[0]![i]]))).toEqual(
      WHAT_THE_CLIENT_SEES,
    );
    expect(seen.syntax).toEqual({
      error: [ErrorCode.E_SYNTAX_ERROR, "SyntaxError: syntax error near `NONSENSE'"],
      latency: 2,
      space: '',
      columns: [],
      rows: [],
    });
    expect(seen.echo.columns).toEqual(['int', 'double', 'text', 'flag', 'nothing', 'list', 'map']);
    expect(seen.echo.rows).toEqual([
      [
        ['int', '-9223372036854775808'],
        ['double', '0.1'],
        ['string', 'Tim — 😀'],
        ['bool', true],
        ['null', '__NULL__'],
        [
          'list',
          [
            ['int', '1'],
            ['string', 'x'],
            ['bool', false],
          ],
        ],
        ['map', { k: ['double', 'inf'] }],
      ],
    ]);
    expect(seen.big).toEqual([5000, ['string', 'player4999'], ['int', '4999'], ['double', '2499.5']]);
    expect(seen.json).toMatchObject({
      errors: [{ code: 0 }],
      results: [{ columns: [...everyKind.keys()], latencyInUs: 42, spaceName: 'echo' }],
    });
    expect(seen.after_signout).toBe(ErrorCode.E_SESSION_INVALID);
    expect(errors).toEqual([]);
  });
});
