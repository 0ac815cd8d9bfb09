export { startGraphd } from './server/start-engine.ts';
export { DEFAULT_LIMITS, GRAPHD_VERSION, type Graphd, type GraphdOptions } from './server/start-graphd.ts';
export { isLoopback } from './server/loopback.ts';
export type { ScanServicesOptions } from './cluster/scan-services.ts';
export type { StatementLimits } from './server/engine.ts';
export type { Logger } from './server/logger.ts';
export { openEdgeScan, type EdgeScanOptions } from './scan/edge-scan.ts';
export { openSpace, type OpenSpace } from './scan/open-space.ts';
export { backupGraph } from './scan/backup-graph.ts';
export { edgeTypeSizes } from './scan/edge-type-sizes.ts';
export { openBulkLoader, type BulkLoader, type HoldWriter } from './bulk/bulk-loader.ts';
export { RowEncoder, schemaImage, type SchemaImage } from './bulk/row-encoder.ts';
export { propertyTypeText } from './plan/statements/property-type.ts';
export { parseWellKnownText, wellKnownText } from './values/well-known-text.ts';
export { openStore } from './storage/lmdb-store.ts';
export {
  StoreError,
  type BulkWriter,
  type EncodedRows,
  type PropertyRow,
  type SpaceReader,
  type Store,
  type StoreErrorCode,
  type StoreOptions,
} from './storage/store.ts';
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
