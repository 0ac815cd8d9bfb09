import { constants } from 'node:buffer';
import { NgqlDepthError, NgqlSyntaxError } from '@orrery/ngql';
import { StatementError } from '../bind/statement-error.ts';
import { CatalogError, type CatalogErrorCode } from '../catalog/catalog.ts';
import type { EngineError, EngineErrorType } from '../server/engine.ts';
import { KILLED } from './pace.ts';
import { StoreError, type StoreErrorCode } from '../storage/store.ts';

/** Codes of the wire protocol. */
const CODES: Readonly<Record<EngineErrorType, number>> = {
  SyntaxError: -1004,
  ExecutionError: -1005,
  PermissionError: -1008,
  SemanticError: -1009,
};

/** NebulaGraph's words for what the store refuses. */
const STORE_TEXTS: Partial<Record<StoreErrorCode, string>> = {
  InvalidVid: 'The VID must be a 64-bit integer or a string fitting space vertex id length limit.',
  TypeMismatch: 'The data type does not meet the requirements. Use the correct type of data.',
  OutOfRange: 'Out of range value.',
  NotNullable: 'The not null field cannot be null.',
};

/** NebulaGraph's words for what the catalog refuses, where the catalog's own say less to its users. */
const CATALOG_TEXTS: Partial<Record<CatalogErrorCode, string>> = {
  Existed: 'Existed!',
  // As NebulaGraph spells it.
  ExistedBefore: 'Schema exisited before!',
  SpaceNotFound: 'SpaceNotFound: Space not existed!',
  TagNotFound: 'TagNotFound: Tag not existed!',
  EdgeNotFound: 'EdgeNotFound: Edge not existed!',
  IndexNotFound: 'IndexNotFound: Index not existed!',
  TagPropertyNotFound: 'Tag prop not existed!',
  EdgePropertyNotFound: 'Edge prop not existed!',
  UserNotFound: 'User not existed!',
  InvalidIndex: 'Invalid param!',
  InvalidProperty: 'Invalid param!',
  InvalidTtl: 'Invalid param!',
  InUse: 'Conflict!',
  NameTaken: 'Conflict!',
  RoleNotFound: 'Role not existed!',
  OtherRole: 'Improper role!',
};

/** A fault of a statement as the engine answers it; undefined for what is a defect. */
export function engineError(error: unknown): EngineError | undefined {
  if (error instanceof NgqlDepthError) {
    return errorOf('SyntaxError', `${error.message}; simplify it, or raise graph.limits.nesting`);
  }
  if (error instanceof NgqlSyntaxError) return errorOf('SyntaxError', error.message);
  if (error instanceof StatementError) return errorOf(error.type, error.message);
  if (error instanceof StoreError) {
    const text = STORE_TEXTS[error.code] ?? error.message;
    return errorOf('ExecutionError', `Storage Error: ${text}`);
  }
  if (error instanceof CatalogError) {
    return errorOf('ExecutionError', CATALOG_TEXTS[error.code] ?? error.message);
  }
  if (error instanceof RangeError && error.message.startsWith('Maximum call stack')) {
    return errorOf('SyntaxError', 'The statement nests deeper than the stack of the server; simplify it');
  }
  if (error instanceof RangeError && error.message === 'Invalid string length') {
    return errorOf('ExecutionError', `a text would have more than ${constants.MAX_STRING_LENGTH} characters`);
  }
  if (error instanceof Error && error.name === 'AbortError') return errorOf('ExecutionError', KILLED);
  return undefined;
}

/** NebulaGraph's messages name their type, but for those of the execution. */
function errorOf(type: EngineErrorType, text: string): EngineError {
  return { code: CODES[type], type, message: type === 'ExecutionError' ? text : `${type}: ${text}` };
}
