import { WireError } from '@orrery/wire';
import { NebulaError, type NebulaErrorKind } from '../nebula-error.ts';

const KIND: Readonly<Record<WireError['kind'], NebulaErrorKind>> = {
  unreachable: 'unreachable',
  timeout: 'timeout',
  closed: 'lost',
  aborted: 'aborted',
  format: 'protocol',
  application: 'protocol',
};

/** The error for a connection to a host of the cluster that failed; other errors as they are. */
export function clusterError(error: unknown, doing: string): unknown {
  if (!(error instanceof WireError)) return error;
  return new NebulaError(KIND[error.kind], `${doing}: ${error.message}`, { cause: error });
}
