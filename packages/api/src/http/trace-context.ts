import { randomBytes } from 'node:crypto';

export interface TraceContext {
  /** 32 hex digits. */
  readonly traceId: string;
  /** The W3C header of the answer. */
  readonly traceparent: string;
}

/** W3C trace context: the request's trace goes on under a span of ours, or a new one starts. */
export function traceContext(header: string | string[] | undefined): TraceContext {
  const match =
    typeof header === 'string'
      ? /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/.exec(header.trim())
      : null;
  const [, version, trace, parent, flags, rest] = match ?? [];
  const isValid =
    version !== undefined &&
    version !== 'ff' &&
    (version !== '00' || rest === undefined) &&
    !/^0+$/.test(trace!) &&
    !/^0+$/.test(parent!);
  const traceId = isValid ? trace! : randomBytes(16).toString('hex');
  return { traceId, traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-${isValid ? flags! : '01'}` };
}
