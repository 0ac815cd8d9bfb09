export type {
  AlgorithmResult,
  Analytics,
  EdgeSource,
  EdgeValueKind,
  Estimate,
  Projection,
  ProjectionOptions,
  RunOptions,
  StagesMs,
} from './face.ts';
export { algorithms } from './algorithms/registry.ts';
export { buildProjection } from './csr/build-projection.ts';
export { loadProjection, saveProjection } from './csr/projection-file.ts';
export { coerceParameters } from './coerce-parameters.ts';
export { MemoryError } from './runtime/memory-error.ts';
export { edgeValueOf, estimate, runAlgorithm } from './run-algorithm.ts';
export { closeAnalytics } from './close-analytics.ts';
export { generateRmat, type RmatOptions, type RmatReport } from './generate/generate-rmat.ts';
