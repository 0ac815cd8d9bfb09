import type { Catalogue, LosslessScalar, Parameter, TaskDefinition } from '@orrery/contracts';
import { isReference } from './definition-shape.ts';
import { inputNames } from './job-input.ts';
import type { ParameterSource } from './task-spec.ts';

/** A parameter of a task with what it takes when the job's input says nothing. */
export interface EffectiveParameter {
  readonly name: string;
  readonly origin: 'definition' | 'upstream' | 'default' | 'job';
  /** Undefined where the job must give it (origin `job`). */
  readonly source: ParameterSource | undefined;
}

/** Every parameter of a task, in the order of the descriptor or of the statement. */
export function effectiveParameters(task: TaskDefinition, catalogue: Catalogue): EffectiveParameter[] {
  const given = new Map<string, Parameter>(Object.entries(task.params ?? {}));
  const descriptors = task.type === 'Query' ? [] : (catalogue.algorithms.get(task.type)?.parameters ?? []);
  return inputNames(task, catalogue).map((name): EffectiveParameter => {
    const value = given.get(name);
    if (value !== undefined && value !== null) {
      if (isReference(value)) return { name, origin: 'upstream', source: value };
      return { name, origin: 'definition', source: { value: value as LosslessScalar | LosslessScalar[] } };
    }
    const fallback =
      value === null ? null : (descriptors.find((descriptor) => descriptor.name === name)?.default ?? null);
    if (fallback === null) return { name, origin: 'job', source: undefined };
    return { name, origin: 'default', source: { value: fallback } };
  });
}
