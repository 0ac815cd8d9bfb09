/** Structured logging, as pino has it. */
export interface Logger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export const SILENT_LOGGER: Logger = {
  info: () => {},
  warn: () => {},
  error: () => {},
};
