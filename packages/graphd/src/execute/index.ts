export { createQueryEngine } from './query-engine.ts';
