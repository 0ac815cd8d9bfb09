import { OrreryError } from '@orrery/contracts';
import type { GraphProjection } from '../csr/graph-projection.ts';

/** @throws ErrParam naming the edge of a weight below 0 */
export function requireWeightsOfAtLeastZero(algorithm: string, { negativeWeight }: GraphProjection): void {
  if (negativeWeight === undefined) return;
  throw new OrreryError('ErrParam', `${algorithm} needs weights of at least 0, but there is ${negativeWeight}`);
}
