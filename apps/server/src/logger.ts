import { pino, type Logger } from 'pino';

export type { Logger };

/** JSON lines on stderr; standard output belongs to the command. */
export function createLogger(level: string): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2));
}
