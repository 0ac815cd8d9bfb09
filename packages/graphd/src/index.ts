export { startGraphd } from './server/start-engine.ts';
export { DEFAULT_LIMITS, GRAPHD_VERSION, isLoopback, type Graphd, type GraphdOptions } from './server/start-graphd.ts';
export type { StatementLimits } from './server/engine.ts';
export type { Logger } from './server/logger.ts';
export { openEdgeScan, type EdgeScanOptions } from './scan/edge-scan.ts';
export { backupGraph } from './scan/backup-graph.ts';
export { edgeTypeSizes } from './scan/edge-type-sizes.ts';
export { openStore } from './storage/lmdb-store.ts';
export { StoreError, type BulkWriter, type Store, type StoreErrorCode, type StoreOptions } from './storage/store.ts';
export { CatalogError, type CatalogErrorCode } from './catalog/catalog.ts';
export type * from './catalog/definitions.ts';
export { createQueryEngine } from './execute/index.ts';
export type {
  CreateQueryEngine,
  EngineContext,
  EngineError,
  EngineResult,
  EngineSession,
  QueryEngine,
  ServerView,
} from './server/engine.ts';
