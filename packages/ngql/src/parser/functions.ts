/** Least and greatest number of arguments of NebulaGraph 3.x's scalar functions, by lower-case name. */
const ARITIES: ReadonlyMap<string, readonly [number, number]> = new Map(
  (
    'abs 1, floor 1, ceil 1, round 1 3, sqrt 1, cbrt 1, hypot 2, pow 2, exp 1, exp2 1, log 1, log2 1, log10 1, ' +
    'sin 1, asin 1, cos 1, acos 1, tan 1, atan 1, rand 0, rand32 0 2, rand64 0 2, sign 1, e 0, pi 0, radians 1, ' +
    'bit_and 2, bit_or 2, bit_xor 2, cos_similarity 2 *, range 2 3, ' +
    'hash 1, lower 1, upper 1, length 1, trim 1, ltrim 1, rtrim 1, left 2, right 2, lpad 3, rpad 3, substr 2 3, ' +
    'substring 2 3, strcasecmp 2, reverse 1, replace 3, split 2, toupper 1, tolower 1, concat 1 *, concat_ws 2 *, ' +
    'extract 2, json_extract 1, tostring 1, toboolean 1, tofloat 1, tointeger 1, toset 1, ' +
    'timestamp 0 1, date 0 1, time 0 1, datetime 0 1, duration 1, now 0, ' +
    'id 1, tags 1, labels 1, properties 1, type 1, typeid 1, src 1, dst 1, rank 1, startnode 1, endnode 1, keys 1, ' +
    'nodes 1, relationships 1, head 1, last 1, tail 1, size 1, coalesce 1 *, is_edge 1, none_direct_dst 1, ' +
    'none_direct_src 1, hassameedgeinpath 1, hassamevertexinpath 1, reversepath 1, erase 2, datasetrowcol 3, union 2, ' +
    'uuid 0 1, score 0 1, udf_is_in 2 *, ' +
    's2_cellidfrompoint 1 2, s2_coveringcellids 1 5, st_point 2, st_geogfromtext 1, st_astext 1, st_centroid 1, ' +
    'st_isvalid 1, st_intersects 2, st_covers 2, st_coveredby 2, st_dwithin 3 4, st_distance 2'
  )
    .split(', ')
    .map((entry) => {
      const [name, least, most = least] = entry.split(' ');
      return [name!, [Number(least), most === '*' ? Infinity : Number(most)]] as const;
    }),
);

const AGGREGATES: ReadonlySet<string> = new Set([
  'count',
  'sum',
  'avg',
  'max',
  'min',
  'std',
  'bit_and',
  'bit_or',
  'bit_xor',
  'collect',
  'collect_set',
]);

/** Calls of these give another value each time, which aggregates refuse. */
export const RANDOM_FUNCTIONS: ReadonlySet<string> = new Set(['rand', 'rand32', 'rand64']);

/** Scalar functions with their least and greatest number of arguments (Infinity: any), and aggregates; lower case. */
export const FUNCTIONS: {
  readonly scalar: ReadonlyMap<string, readonly [number, number]>;
  readonly aggregate: ReadonlySet<string>;
} = { scalar: ARITIES, aggregate: AGGREGATES };

/** True when NebulaGraph has a scalar function of that lower-case name taking `count` arguments. */
export function hasBuiltinFunction(name: string, count: number): boolean {
  const arity = ARITIES.get(name);
  return arity !== undefined && count >= arity[0] && count <= arity[1];
}

/** @param name in any case */
export function isAggregateFunction(name: string): boolean {
  return AGGREGATES.has(name.toLowerCase());
}
