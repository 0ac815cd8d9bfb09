import type { ValueType } from '../values/value-type.ts';
import { conversionFunctions } from './conversion.ts';
import { dateTimeFunctions } from './date-time.ts';
import type { ScalarFunction } from './function-definition.ts';
import { geographyFunctions } from './geography.ts';
import { graphFunctions } from './graph.ts';
import { listFunctions } from './list.ts';
import { mathFunctions } from './math.ts';
import { stringFunctions } from './string.ts';

const BY_NAME = new Map<string, ScalarFunction>();
for (const group of [
  mathFunctions,
  stringFunctions,
  listFunctions,
  conversionFunctions,
  dateTimeFunctions,
  graphFunctions,
  geographyFunctions,
]) {
  for (const definition of group) {
    for (const name of [definition.name, ...definition.aliases]) BY_NAME.set(name.toLowerCase(), definition);
  }
}

/** Looks a name up without regard to case. */
export function scalarFunction(name: string): ScalarFunction | undefined {
  return BY_NAME.get(name.toLowerCase());
}

/** Every scalar function, once, for documentation and tests. */
export function scalarFunctions(): ScalarFunction[] {
  return [...new Set(BY_NAME.values())];
}

/**
 * The type of a call whose argument types are known, `__EMPTY__` when it can't be told; undefined when no signature
 * fits. An argument of unknown type fits everything.
 */
export function resultType(definition: ScalarFunction, types: readonly ValueType[]): ValueType | undefined {
  if (types.some((type) => type === '__EMPTY__' || type === 'NULL')) return '__EMPTY__';
  if (definition.signatures.length === 0) return '__EMPTY__';
  const fitting = definition.signatures.find(
    ({ parameters }) => parameters.length === types.length && parameters.every((type, i) => type === types[i]),
  );
  return fitting?.result;
}
