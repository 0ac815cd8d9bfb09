import type { GraphServiceHandler } from './handler.ts';

export interface WireServerOptions {
  readonly handler: GraphServiceHandler;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Largest request, in bytes; a larger one closes the connection. Default 64 MiB. */
  readonly maxFrameBytes?: number;
  /** Further connections are closed at once. Default 1024. */
  readonly maxConnections?: number;
  /** Connections without a call for so long are closed. Default 8 hours; 0 = never. */
  readonly idleTimeoutMs?: number;
  /** Told of what the handler threw and of connections closed for their bytes. */
  readonly onError?: (error: unknown) => void;
}
