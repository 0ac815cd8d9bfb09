import { NullValue, type Value } from '@orrery/contracts';
import { defineFunction, numberOf, type ScalarFunction } from './function-definition.ts';

const NUMERIC_TO_FLOAT = ['INT -> FLOAT', 'FLOAT -> FLOAT'];
const NUMERIC_PAIRS_TO_FLOAT = ['INT,INT -> FLOAT', 'INT,FLOAT -> FLOAT', 'FLOAT,INT -> FLOAT', 'FLOAT,FLOAT -> FLOAT'];
/** Sums of powers of ten this large lose no decimal that a double has. */
const MAX_DECIMALS = 300;

/** A function of one number that gives a float. */
function ofNumber(name: string, compute: (x: number) => number): ScalarFunction {
  return defineFunction(name, { arity: 1, signatures: NUMERIC_TO_FLOAT }, ([x]) => {
    const value = numberOf(x);
    return value === undefined ? NullValue.BAD_TYPE : compute(value);
  });
}

function ofNumbers(name: string, compute: (x: number, y: number) => number): ScalarFunction {
  return defineFunction(name, { arity: 2, signatures: NUMERIC_PAIRS_TO_FLOAT }, ([x, y]) => {
    const [a, b] = [numberOf(x), numberOf(y)];
    return a === undefined || b === undefined ? NullValue.BAD_TYPE : compute(a, b);
  });
}

function ofBits(name: string, compute: (x: bigint, y: bigint) => bigint): ScalarFunction {
  return defineFunction(name, { arity: 2, signatures: ['INT,INT -> INT'], takesNulls: true }, ([x, y]) => {
    if (typeof x === 'bigint' && typeof y === 'bigint') return compute(x, y);
    if (x === null || y === null) return null;
    if (x === undefined || y === undefined) return x === y ? undefined : NullValue.BAD_TYPE;
    return NullValue.BAD_TYPE;
  });
}

/** Half away from zero, unlike Math.round. */
function roundHalfAway(x: number): number {
  return Math.sign(x) * Math.floor(Math.abs(x) + 0.5);
}

const ROUNDING: Readonly<Record<string, (x: number) => number>> = {
  up: (x) => (x > 0 ? Math.ceil(x) : Math.floor(x)),
  down: Math.trunc,
  ceiling: Math.ceil,
  floor: Math.floor,
  half_up: roundHalfAway,
  half_down: (x) => Math.sign(x) * Math.ceil(Math.abs(x) - 0.5),
  half_even: (x) => (Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x)),
};

/** Scales by powers of ten through the decimal text, so that 1.25 with one decimal is a tie and 1.249 is not. */
function scaled(x: number, decimals: number): number {
  const [mantissa, exponent = '0'] = String(x).split('e') as [string, string?];
  return Number(`${mantissa}e${Number(exponent) + decimals}`);
}

function round(args: readonly Value[]): Value {
  const [x, places, mode] = args;
  const value = numberOf(x);
  if (value === undefined) return NullValue.BAD_TYPE;
  if (args.length === 1) return roundHalfAway(value);
  if (typeof places !== 'bigint') return NullValue.BAD_TYPE;
  const rounding = ROUNDING[args.length === 2 ? 'half_up' : String(mode).toLowerCase()];
  if (!rounding) return NullValue.BAD_DATA;
  const decimals = Number(places);
  if (!Number.isFinite(value) || Math.abs(decimals) > MAX_DECIMALS) return decimals > 0 ? value : 0;
  return scaled(rounding(scaled(value, decimals)), -decimals) + 0;
}

function randomInt([from, to]: readonly Value[], bits: 32 | 64, random: () => number): Value {
  const span = 2n ** BigInt(bits);
  const draw = (BigInt(Math.floor(random() * 2 ** 32)) << 32n) | BigInt(Math.floor(random() * 2 ** 32));
  if (from === undefined) return BigInt.asIntN(bits, draw);
  const [low, high] = to === undefined ? [0n, from] : [from, to];
  if (typeof low !== 'bigint' || typeof high !== 'bigint') return NullValue.BAD_TYPE;
  return low >= high || high - low > span ? NullValue.BAD_DATA : low + (draw % (high - low));
}

/** The cosine of the angle between two vectors, the first and the second half of the arguments. */
function cosineSimilarity(args: readonly Value[]): Value {
  const numbers = args.map(numberOf);
  if (args.length % 2 !== 0 || numbers.includes(undefined)) return NullValue.BAD_TYPE;
  const [a, b] = [numbers.slice(0, args.length / 2) as number[], numbers.slice(args.length / 2) as number[]];
  const norms = Math.hypot(...a) * Math.hypot(...b);
  return norms === 0 ? NullValue.BAD_DATA : a.reduce((sum, x, i) => sum + x * b[i]!, 0) / norms;
}

function randomFunction(name: string, bits: 32 | 64): ScalarFunction {
  const signatures = [' -> INT', 'INT -> INT', 'INT,INT -> INT'];
  return defineFunction(name, { arity: [0, 2], signatures, pure: false }, (args, { random }) =>
    randomInt(args, bits, random),
  );
}

export const mathFunctions: readonly ScalarFunction[] = [
  defineFunction('abs', { arity: 1, signatures: ['INT -> INT', 'FLOAT -> FLOAT'] }, ([x]) => {
    if (typeof x === 'bigint') return x === -(2n ** 63n) ? NullValue.OVERFLOW : x < 0n ? -x : x;
    return typeof x === 'number' ? Math.abs(x) : NullValue.BAD_TYPE;
  }),
  ofNumber('floor', Math.floor),
  ofNumber('ceil', Math.ceil),
  defineFunction(
    'round',
    {
      arity: [1, 3],
      signatures: [
        ...NUMERIC_TO_FLOAT,
        'INT,INT -> FLOAT',
        'FLOAT,INT -> FLOAT',
        'INT,INT,STRING -> FLOAT',
        'FLOAT,INT,STRING -> FLOAT',
      ],
    },
    round,
  ),
  ofNumber('sqrt', Math.sqrt),
  ofNumber('cbrt', Math.cbrt),
  ofNumbers('hypot', Math.hypot),
  defineFunction('pow', { arity: 2, signatures: ['INT,INT -> INT', ...NUMERIC_PAIRS_TO_FLOAT.slice(1)] }, ([x, y]) => {
    const [a, b] = [numberOf(x), numberOf(y)];
    if (a === undefined || b === undefined) return NullValue.BAD_TYPE;
    const power = a ** b;
    if (typeof x !== 'bigint' || typeof y !== 'bigint') return power;
    if (Math.abs(power) >= 2 ** 63 || Number.isNaN(power)) return NullValue.OVERFLOW;
    return y >= 0n ? x ** y : BigInt(Math.trunc(power));
  }),
  ofNumber('exp', Math.exp),
  ofNumber('exp2', (x) => 2 ** x),
  ofNumber('log', Math.log),
  ofNumber('log2', Math.log2),
  ofNumber('log10', Math.log10),
  ofNumber('sin', Math.sin),
  ofNumber('asin', Math.asin),
  ofNumber('cos', Math.cos),
  ofNumber('acos', Math.acos),
  ofNumber('tan', Math.tan),
  ofNumber('atan', Math.atan),
  ofNumber('radians', (x) => (x * Math.PI) / 180),
  defineFunction('e', { arity: 0, signatures: [' -> FLOAT'] }, () => Math.E),
  defineFunction('pi', { arity: 0, signatures: [' -> FLOAT'] }, () => Math.PI),
  defineFunction('sign', { arity: 1, signatures: ['INT -> INT', 'FLOAT -> INT'] }, ([x]) => {
    const value = numberOf(x);
    return value === undefined ? NullValue.BAD_TYPE : BigInt(value > 0 ? 1 : value < 0 ? -1 : 0);
  }),
  defineFunction('cos_similarity', { arity: [2, Infinity] }, cosineSimilarity),
  ofBits('bit_and', (x, y) => x & y),
  ofBits('bit_or', (x, y) => x | y),
  ofBits('bit_xor', (x, y) => x ^ y),
  defineFunction('rand', { arity: 0, signatures: [' -> FLOAT'], pure: false }, (_args, { random }) => random()),
  randomFunction('rand32', 32),
  randomFunction('rand64', 64),
];
