import type { Choice } from './choice.ts';

/** The types that generated expressions are made for. */
export type Kind = 'bool' | 'int' | 'float' | 'string' | 'list' | 'map' | 'date' | 'datetime' | 'duration' | 'geo';

/** What a place of a statement may refer to: texts such as `$-.age` or `v.player.name`, with their kinds. */
export type Scope = readonly { readonly text: string; readonly kind: Kind }[];

const KINDS: readonly Kind[] = ['bool', 'int', 'float', 'string', 'list', 'map', 'date', 'datetime', 'duration', 'geo'];

const LITERALS: Readonly<Record<Kind, readonly string[]>> = {
  bool: ['true', 'false', 'NULL'],
  int: [
    '0',
    '1',
    '2',
    '-1',
    '42',
    '100',
    '0xff',
    '017',
    '9223372036854775807',
    '-9223372036854775808',
    '3000000000',
    'NULL',
  ],
  float: ['0.0', '1.5', '-2.25', '1e300', '-1e-300', '3.14159', '.5'],
  string: [
    '""',
    '"a"',
    '"Tim Duncan"',
    '"player100"',
    '"é玩\u{1F600}"',
    '"2020-02-29"',
    '"[1"',
    '"a.*"',
    "'it\\'s'",
    '"12"',
  ],
  list: ['[]', '[1, 2, 3]', '["a", NULL, 1.5]', '[[1], [2, 3]]', 'range(1, 5)'],
  map: ['{}', '{a: 1, b: "x"}', '{a: {b: [1, NULL]}}', '{year: 2020, month: 2}'],
  date: ['date("2020-02-29")', 'date()', 'date("-32768-01-01")', 'date({year: 1, month: 1, day: 1})'],
  datetime: ['datetime("2017-03-04T22:30:40.003Z")', 'datetime()', 'datetime(0)', 'datetime({year: 2000})'],
  duration: ['duration({months: 1, seconds: 5})', 'duration("P1Y2M3DT4H")', 'duration({days: -400})'],
  geo: [
    'ST_Point(1, 2)',
    'ST_GeogFromText("LINESTRING(0 0, 1 1)")',
    'ST_GeogFromText("POLYGON((0 0, 10 0, 10 10, 0 0))")',
  ],
};

/** Functions by what they give: their argument kinds after the name. */
const FUNCTIONS: Readonly<Record<Kind, readonly (readonly [name: string, ...args: Kind[]])[]>> = {
  bool: [
    ['toBoolean', 'string'],
    ['ST_Intersects', 'geo', 'geo'],
    ['ST_Covers', 'geo', 'geo'],
    ['ST_DWithin', 'geo', 'geo', 'float'],
    ['ST_IsValid', 'geo'],
    ['udf_is_in', 'int', 'int', 'int'],
  ],
  int: [
    ['abs', 'int'],
    ['size', 'list'],
    ['size', 'string'],
    ['length', 'string'],
    ['char_length', 'string'],
    ['hash', 'string'],
    ['sign', 'float'],
    ['bit_and', 'int', 'int'],
    ['bit_xor', 'int', 'int'],
    ['pow', 'int', 'int'],
    ['toInteger', 'string'],
    ['toInteger', 'float'],
    ['strcasecmp', 'string', 'string'],
    ['timestamp', 'datetime'],
    ['timestamp', 'string'],
    ['rand32', 'int'],
    ['coalesce', 'int', 'int'],
  ],
  float: [
    ['sqrt', 'float'],
    ['round', 'float', 'int'],
    ['floor', 'float'],
    ['ceil', 'int'],
    ['log', 'float'],
    ['exp', 'float'],
    ['hypot', 'int', 'float'],
    ['acos', 'float'],
    ['toFloat', 'string'],
    ['radians', 'int'],
    ['ST_Distance', 'geo', 'geo'],
  ],
  string: [
    ['lower', 'string'],
    ['upper', 'string'],
    ['trim', 'string'],
    ['reverse', 'string'],
    ['left', 'string', 'int'],
    ['right', 'string', 'int'],
    ['lpad', 'string', 'int', 'string'],
    ['rpad', 'string', 'int', 'string'],
    ['substr', 'string', 'int', 'int'],
    ['replace', 'string', 'string', 'string'],
    ['concat', 'string', 'int', 'bool'],
    ['concat_ws', 'string', 'string', 'float'],
    ['toString', 'datetime'],
    ['toString', 'float'],
    ['ST_ASText', 'geo'],
  ],
  list: [
    ['split', 'string', 'string'],
    ['extract', 'string', 'string'],
    ['range', 'int', 'int'],
    ['range', 'int', 'int', 'int'],
    ['tail', 'list'],
    ['keys', 'map'],
    ['reverse', 'list'],
  ],
  map: [
    ['json_extract', 'string'],
    ['properties', 'map'],
  ],
  date: [
    ['date', 'string'],
    ['date', 'map'],
  ],
  datetime: [
    ['datetime', 'string'],
    ['datetime', 'int'],
    ['datetime', 'map'],
  ],
  duration: [
    ['duration', 'map'],
    ['duration', 'string'],
  ],
  geo: [
    ['ST_Point', 'int', 'float'],
    ['ST_GeogFromText', 'string'],
    ['ST_Centroid', 'geo'],
  ],
};

/** Expressions that are mostly of the type asked for, so that they run; now and then of another, so that they fail. */
export class ExpressionGrammar {
  readonly #choice: Choice;
  #names = 0;

  constructor(choice: Choice) {
    this.#choice = choice;
  }

  any(scope: Scope, depth = 3): string {
    return this.of(this.#choice.pick(KINDS), scope, depth);
  }

  of(kind: Kind, scope: Scope, depth = 3): string {
    const { pick, chance } = this.#choice;
    const wanted = chance(0.03) ? pick(KINDS) : kind;
    if (depth <= 0 || chance(0.2)) return this.#leaf(wanted, scope);
    if (chance(0.1)) return this.#conditional(wanted, scope, depth - 1);
    if (chance(0.35)) return this.#call(wanted, scope, depth - 1);
    return this.#operation(wanted, scope, depth - 1);
  }

  #leaf(kind: Kind, scope: Scope): string {
    const { pick, chance } = this.#choice;
    const fitting = scope.filter((reference) => reference.kind === kind);
    return fitting.length > 0 && chance(0.7) ? pick(fitting).text : pick(LITERALS[kind]);
  }

  #call(kind: Kind, scope: Scope, depth: number): string {
    const [name, ...args] = this.#choice.pick(FUNCTIONS[kind]);
    return `${name}(${args.map((arg) => this.of(arg, scope, depth)).join(', ')})`;
  }

  #conditional(kind: Kind, scope: Scope, depth: number): string {
    const of = (wanted: Kind): string => this.of(wanted, scope, depth);
    return this.#choice.pick([
      () => `CASE WHEN ${of('bool')} THEN ${of(kind)} ELSE ${of(kind)} END`,
      () => `CASE ${of('int')} WHEN ${of('int')} THEN ${of(kind)} END`,
      () => `(${of('bool')} ? ${of(kind)} : ${of(kind)})`,
      () => `coalesce(${of(kind)}, ${of(kind)})`,
      () => `head([${of(kind)}])`,
      () => `[${of(kind)}, ${of(kind)}][${of('int')}]`,
    ])();
  }

  #operation(kind: Kind, scope: Scope, depth: number): string {
    const { pick } = this.#choice;
    const of = (wanted: Kind, within: Scope = scope): string => this.of(wanted, within, depth);
    const name = `x${this.#names++}`;
    const item: Scope = [...scope, { text: name, kind: 'int' }];
    const operations: Readonly<Record<Kind, readonly (() => string)[]>> = {
      bool: [
        () => `(${of('bool')} ${pick(['AND', 'OR', 'XOR'])} ${of('bool')})`,
        () => `NOT ${of('bool')}`,
        () => `(${of('int')} ${pick(['<', '<=', '==', '!=', '>', '>='])} ${of(pick(['int', 'float'] as const))})`,
        () => `(${of('string')} ${pick(['STARTS WITH', 'CONTAINS', 'NOT ENDS WITH', '=~', '<'])} ${of('string')})`,
        () => `(${of('int')} ${pick(['IN', 'NOT IN'])} ${of('list')})`,
        () => `${this.#leaf(pick(KINDS), scope)} ${pick(['IS NULL', 'IS NOT NULL', 'IS EMPTY', 'IS NOT EMPTY'])}`,
        () => `${pick(['all', 'any', 'none', 'single'])}(${name} IN ${of('list')} WHERE ${of('bool', item)})`,
        () => `(${of('date')} > ${of('date')})`,
      ],
      int: [
        () => `(${of('int')} ${pick(['+', '-', '*', '/', '%'])} ${of('int')})`,
        () => `-(${of('int')})`,
        () => `reduce(sum${name} = 0, ${name} IN ${of('list')} | sum${name} + ${of('int', item)})`,
        () => `(INT)${of('float')}`,
        () => `{a: ${of('int')}}.a`,
        () => `${of('date')}.${pick(['year', 'month', 'day'])}`,
      ],
      float: [() => `(${of('float')} ${pick(['+', '-', '*', '/', '%'])} ${of('int')})`, () => `(FLOAT)${of('int')}`],
      string: [() => `(${of('string')} + ${of(pick(['string', 'int', 'bool', 'date'] as const))})`],
      list: [
        () => `[${of('int')}, ${of('string')}]`,
        () => `(${of('list')} + ${of('list')})`,
        () => `${of('list')}[${of('int')}..${of('int')}]`,
        () => `[${name} IN ${of('list')} WHERE ${of('bool', item)} | ${of('int', item)}]`,
      ],
      map: [() => `{a: ${this.any(scope, depth)}, \`b c\`: ${this.any(scope, depth)}}`],
      date: [() => `(${of('date')} ${pick(['+', '-'])} ${of('duration')})`],
      datetime: [() => `(${of('datetime')} ${pick(['+', '-'])} ${of('duration')})`],
      duration: [() => `(${of('duration')} ${pick(['+', '-'])} ${of('duration')})`],
      geo: [() => this.#call('geo', scope, depth)],
    };
    return pick(operations[kind])();
  }
}
