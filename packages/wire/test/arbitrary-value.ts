import fc from 'fast-check';
import {
  DataSet,
  DateTimeValue,
  DateValue,
  DurationValue,
  EdgeValue,
  GeographyValue,
  INT64_MAX,
  INT64_MIN,
  NullValue,
  PathValue,
  SetValue,
  TimeValue,
  VertexValue,
  type Coordinate,
  type PathStep,
  type TagValue,
  type Value,
} from '@orrery/contracts';

const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
export const int64 = fc
  .oneof(
    fc.bigInt({ min: INT64_MIN, max: INT64_MAX }),
    fc.bigInt({ min: -300n, max: 300n }),
    fc
      .integer({ min: 0, max: 63 })
      .chain((bit) => fc.constantFrom(1n << BigInt(bit), -(1n << BigInt(bit)), (1n << BigInt(bit)) - 1n)),
    fc.constantFrom(INT64_MIN, INT64_MAX, 9007199254740993n),
  )
  .map((value) => BigInt.asIntN(64, value));
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: 'grapheme-ascii', maxLength: 60 }),
  fc.constantFrom('', '__proto__', 'é'.repeat(42), 'x'.repeat(42), 'x'.repeat(43), '😀'.repeat(21), 'x'.repeat(600)),
);
const date = fc
  .tuple(fc.integer({ min: -32768, max: 32767 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 31 }))
  .map((parts) => new DateValue(...parts));
const timeParts = fc.tuple(
  fc.integer({ min: 0, max: 23 }),
  fc.integer({ min: 0, max: 59 }),
  fc.integer({ min: 0, max: 59 }),
  fc.integer({ min: 0, max: 999_999 }),
);
const time = timeParts.map((parts) => new TimeValue(...parts));
const dateTime = fc
  .tuple(date, timeParts)
  .map(([day, parts]) => new DateTimeValue(day.year, day.month, day.day, ...parts));
const duration = fc.tuple(int32, int64, int32).map((parts) => new DurationValue(...parts));
const coordinate: fc.Arbitrary<Coordinate> = fc.record({ x: fc.double(), y: fc.double() }, { noNullPrototype: true });
const geography = fc
  .oneof(
    fc.record({ kind: fc.constant('point' as const), point: coordinate }, { noNullPrototype: true }),
    fc.record({ kind: fc.constant('linestring' as const), points: fc.array(coordinate) }, { noNullPrototype: true }),
    fc.record(
      { kind: fc.constant('polygon' as const), rings: fc.array(fc.array(coordinate)) },
      { noNullPrototype: true },
    ),
  )
  .map((shape) => new GeographyValue(shape));

/** Every kind of value, nested. */
export const value: fc.Arbitrary<Value> = fc.letrec<{ value: Value; vertex: VertexValue }>((tie) => {
  const props = fc.array(fc.tuple(text, tie('value')), { maxLength: 4 }).map((entries) => new Map(entries));
  const tag: fc.Arbitrary<TagValue> = fc.record({ name: text, props }, { noNullPrototype: true });
  const step: fc.Arbitrary<PathStep> = fc.record(
    { dst: tie('vertex'), typeId: int32, name: text, ranking: int64, props },
    { noNullPrototype: true },
  );
  const values = fc.array(tie('value'), { maxLength: 20 });
  return {
    vertex: fc.tuple(tie('value'), fc.array(tag, { maxLength: 3 })).map(([vid, tags]) => new VertexValue(vid, tags)),
    value: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constantFrom<Value>(
        null,
        undefined,
        true,
        false,
        NullValue.NaN,
        NullValue.BAD_DATA,
        NullValue.BAD_TYPE,
        NullValue.OVERFLOW,
        NullValue.UNKNOWN_PROP,
        NullValue.DIV_BY_ZERO,
        NullValue.OUT_OF_RANGE,
      ),
      int64,
      fc.double(),
      text,
      date,
      time,
      dateTime,
      duration,
      geography,
      values,
      values.map((items) => new SetValue(items)),
      props,
      tie('vertex'),
      fc.tuple(tie('value'), tie('value'), int32, text, int64, props).map((parts) => new EdgeValue(...parts)),
      fc.tuple(tie('vertex'), fc.array(step, { maxLength: 3 })).map(([src, steps]) => new PathValue(src, steps)),
      fc
        .array(text, { maxLength: 3 })
        .chain((columns) =>
          fc
            .array(fc.tuple(...columns.map(() => tie('value'))), { maxLength: 4 })
            .map((rows) => new DataSet(columns, rows as Value[][])),
        ),
    ) as fc.Arbitrary<Value>,
  };
}).value;

/** One of each kind, written out. */
export const everyKind: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['null', null],
  ['empty', undefined],
  ['nan', NullValue.NaN],
  ['bad_data', NullValue.BAD_DATA],
  ['bad_type', NullValue.BAD_TYPE],
  ['overflow', NullValue.OVERFLOW],
  ['unknown_prop', NullValue.UNKNOWN_PROP],
  ['div_by_zero', NullValue.DIV_BY_ZERO],
  ['out_of_range', NullValue.OUT_OF_RANGE],
  ['true', true],
  ['false', false],
  ['int', 9007199254740993n],
  ['int_min', INT64_MIN],
  ['int_max', INT64_MAX],
  ['double', 1.5],
  ['integral_double', 1],
  ['string', 'Tim "Duncan" — 石佛 😀'],
  ['date', new DateValue(1976, 4, 25)],
  ['time', new TimeValue(23, 59, 58, 999_999)],
  ['datetime', new DateTimeValue(2023, 2, 28, 12, 30, 45, 123_456)],
  ['duration', new DurationValue(14, 3_605n, 7)],
  ['point', new GeographyValue({ kind: 'point', point: { x: 1.5, y: -2 } })],
  [
    'linestring',
    new GeographyValue({
      kind: 'linestring',
      points: [
        { x: 0, y: 0 },
        { x: 1, y: 2 },
      ],
    }),
  ],
  [
    'polygon',
    new GeographyValue({
      kind: 'polygon',
      rings: [
        [
          { x: 0, y: 0 },
          { x: 1, y: 0 },
          { x: 1, y: 1 },
          { x: 0, y: 0 },
        ],
      ],
    }),
  ],
  ['list', [1n, 'two', null, [3.5]]],
  ['set', new SetValue([1n, 2n])],
  [
    'map',
    new Map<string, Value>([
      ['a', 1n],
      ['__proto__', 'b'],
    ]),
  ],
  [
    'vertex',
    new VertexValue('player100', [
      {
        name: 'player',
        props: new Map<string, Value>([
          ['name', 'Tim Duncan'],
          ['age', 42n],
        ]),
      },
    ]),
  ],
  ['int_vertex', new VertexValue(100n, [])],
  ['edge', new EdgeValue('player100', 'player101', 5, 'follow', 3n, new Map([['degree', 95n]]))],
  ['reverse_edge', new EdgeValue('player101', 'player100', -5, 'follow', 0n, new Map([['degree', 95n]]))],
  [
    'path',
    new PathValue(new VertexValue('a', []), [
      { dst: new VertexValue('b', []), typeId: 5, name: 'follow', ranking: 0n, props: new Map([['degree', 1n]]) },
      { dst: new VertexValue('c', []), typeId: -6, name: 'serve', ranking: -1n, props: new Map() },
    ]),
  ],
  [
    'dataset',
    new DataSet(
      ['x', 'y'],
      [
        [1n, 'a'],
        [2n, null],
      ],
    ),
  ],
]);
