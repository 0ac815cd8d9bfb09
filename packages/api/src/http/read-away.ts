import type { IncomingMessage } from 'node:http';

/** As much of a refused body is read away, in bytes and in ms, before the answer goes out with it unread. */
const MOST_BYTES = 64 * 1024 ** 2;
const LONGEST_MS = 5000;

/**
 * Waits until the body of a request that is answered without it has arrived, and drops it. Closing a connection whose
 * client still writes resets it: most clients then report a broken pipe and never see the answer.
 */
export function readAway(request: IncomingMessage): Promise<void> | undefined {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  if (request.complete || request.destroyed || ((length ?? '0') === '0' && encoding === undefined)) return undefined;
  return new Promise((resolve) => {
    let bytes = 0;
    const count = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes > MOST_BYTES) end();
    };
    const end = (): void => {
      clearTimeout(timer);
      request.off('data', count).off('end', end).off('close', end);
      resolve();
    };
    const timer = setTimeout(end, LONGEST_MS);
    request.on('data', count).on('end', end).on('close', end);
    request.resume();
  });
}
