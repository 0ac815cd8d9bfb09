import type { ParameterDescriptor, ParameterValues } from '@orrery/contracts';

export const isDirectedParameter: ParameterDescriptor = {
  name: 'IS_DIRECTED',
  type: 'bool',
  default: true,
  help: 'Whether edges count in their own direction only; false adds the reverse of every edge',
};

export const isCalcModularityParameter: ParameterDescriptor = {
  name: 'IS_CALC_MODULARITY',
  type: 'bool',
  default: false,
  help: "Whether to compute the result's modularity (in the task's statistics)",
};

export const seedParameter: ParameterDescriptor = {
  name: 'SEED',
  type: 'int',
  default: 0,
  ours: true,
  help: 'Seed of the random choices; the same seed gives the same result',
};

/** A parameter that coerceParameters made an int that fits a double, or a double. */
export function numberOf(parameters: ParameterValues, name: string): number {
  return Number(parameters[name]);
}

export function booleanOf(parameters: ParameterValues, name: string): boolean {
  return parameters[name] === true;
}

export function textOf(parameters: ParameterValues, name: string): string {
  return String(parameters[name]);
}

/** A vertex id as it was given. */
export function vidOf(parameters: ParameterValues, name: string): string | bigint {
  return parameters[name] as string | bigint;
}

export const removedDuplicationEdgeParameter: ParameterDescriptor = {
  name: 'REMOVED_DUPLICATION_EDGE',
  type: 'bool',
  default: true,
  help: 'No influence: parallel edges, and those of both directions, always count as one',
};

export const removedSelfEdgeParameter: ParameterDescriptor = {
  name: 'REMOVED_SELF_EDGE',
  type: 'bool',
  default: true,
  help: 'No influence: a self-loop is never part of a triangle',
};

/** The SEED, of 64 bits. */
export function seedOf(parameters: ParameterValues): bigint {
  return BigInt.asIntN(64, BigInt(parameters['SEED'] as number | bigint));
}

/** A list of vertex ids as they were given. */
export function vidsParameter(parameters: ParameterValues, name: string): readonly (string | bigint)[] {
  return parameters[name] as readonly (string | bigint)[];
}
