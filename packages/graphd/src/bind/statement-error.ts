import type { EngineErrorType } from '../server/engine.ts';

/** A fault of a statement, with NebulaGraph's words. The engine answers it; it is never a defect. */
export class StatementError extends Error {
  readonly type: EngineErrorType;
  constructor(type: EngineErrorType, message: string) {
    super(message);
    this.name = 'StatementError';
    this.type = type;
  }
}

export function syntaxError(message: string): StatementError {
  return new StatementError('SyntaxError', message);
}

export function semanticError(message: string): StatementError {
  return new StatementError('SemanticError', message);
}

export function executionError(message: string): StatementError {
  return new StatementError('ExecutionError', message);
}

export function permissionError(message: string): StatementError {
  return new StatementError('PermissionError', message);
}
