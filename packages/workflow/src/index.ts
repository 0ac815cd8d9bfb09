export * from './task-spec.ts';
