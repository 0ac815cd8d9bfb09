export { NebulaError, type NebulaErrorKind, type NebulaErrorOptions } from './nebula-error.ts';
export { addressOf } from './session/account.ts';
export { probeGraph, type GraphFault, type GraphFaultKind } from './session/probe.ts';
export { NebulaSession, type ExecuteOptions, type StatementResult } from './session/nebula-session.ts';
export {
  NebulaPool,
  PooledSession,
  type AcquireOptions,
  type NebulaPoolOptions,
  type PoolExecuteOptions,
} from './session/nebula-pool.ts';
export {
  describeEdge,
  describeSpace,
  describeTag,
  describeVidType,
  listSpaces,
  type SpaceVidType,
} from './schema/space-schema.ts';
export {
  insertEdges,
  insertVertices,
  writeVertexProperty,
  type EdgeRow,
  type EdgeTarget,
  type PropertyRow,
  type PropertyTarget,
  type VertexRow,
  type VertexTarget,
} from './insert/insert-rows.ts';
export { fitValue, fitVid } from './insert/fit-value.ts';
export type { WriteOptions, WriteProgress } from './insert/write-batches.ts';
export { openConnectionEdgeScan, type ConnectionEdgeScanOptions } from './scan/connection-edge-scan.ts';
export { openClusterEdgeScan, type ClusterEdgeScanOptions, type ClusterScanMode } from './scan/cluster-edge-scan.ts';
export { quoteName } from './statement-text.ts';
