export type { EngineOptions } from './engine/engine.ts';
export * from './face.ts';
export { readColumns, readRows, readSummary } from './table-columns.ts';
export { createTableReader } from './table-reader.ts';
export type { ClosableTableReader } from './table-reader.ts';
export { createTableWriter, writeDataSet } from './table-writer.ts';
export { uniqueColumnNames } from './values/column-names.ts';
export { columnsFromRows, inferColumnType } from './values/columns-from-rows.ts';
