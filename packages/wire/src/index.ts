export { ErrorCode, errorCodeName, type ErrorCodeName } from './error-code.ts';
export type * from './messages.ts';
export type { CallContext, ConnectionInfo, GraphServiceHandler } from './handler.ts';
export { EncodedExecutionResponse, type Encoding } from './encoding.ts';
export { WireError, type WireErrorKind } from './wire-error.ts';
export { encodeExecutionResponse } from './encode-response.ts';
export { WireServer, type WireServerOptions } from './wire-server.ts';
export { WireClient, type CallOptions, type WireClientOptions } from './wire-client.ts';
