import type { AlgorithmDescriptor, AlgorithmInput } from '@orrery/contracts';
import type { TaskEdit } from './task-edit.ts';

export interface FieldsProps<I> {
  readonly descriptor: AlgorithmDescriptor | undefined;
  readonly input: I;
  readonly edit: TaskEdit;
}

/** Anchors beside src and dst that the algorithm reads. */
export function extraAnchors(descriptor: AlgorithmDescriptor | undefined, input: AlgorithmInput | undefined) {
  const extras: ('weight' | 'time')[] = [];
  if (descriptor?.graph.weight === 'used' || input?.weight !== undefined) extras.push('weight');
  if (descriptor?.graph.time === 'required' || input?.time !== undefined) extras.push('time');
  return extras;
}
