import { DataSet, EdgeValue, type Value } from '@orrery/contracts';
import { expect, test } from 'vitest';
import { executionResponseSteps, writeExecutionResponse } from '../src/encode-response.ts';
import { sealFrame, sealFrameInSteps, type Envelope } from '../src/envelope.ts';

const edge = new EdgeValue('v1', 'v2', 1, 'knows', 0n, new Map<string, Value>([['since', 2020n]]));
const rows = Array.from({ length: 60_000 }, (_, i): Value[] => [BigInt(i), `name ${i}`, edge]);
const list = Array.from({ length: 150_000 }, (_, i): Value => (i % 3 === 0 ? [1n, 'a'] : edge));

test.each<[string, Envelope, DataSet]>([
  ['many rows in a THeader', { transport: 'header', seqId: 7, zlib: false }, new DataSet(['a', 'b', 'c'], rows)],
  ['many rows, compressed', { transport: 'header', seqId: 7, zlib: true }, new DataSet(['a', 'b', 'c'], rows)],
  ['a row with a long list', { transport: 'framed' }, new DataSet(['n', 'l'], [[1n, list], [2n, []]])], // prettier-ignore
  ['a body of HTTP', { transport: 'bare' }, new DataSet(['n', 'l'], [[1n, list]])],
])(
  'others have their turns while an answer is written, which has the same bytes: %s',
  async (_name, envelope, data) => {
    const response = { errorCode: 0, latencyUs: 12, data, spaceName: 's' };
    let turns = 0;
    let written = false;
    const others = (async () => {
      for (; !written; turns++) await new Promise<void>((resolve) => setImmediate(resolve));
    })();
    const inSteps = await sealFrameInSteps(
      envelope,
      'compact2',
      executionResponseSteps(response)!,
      new AbortController().signal,
    );
    written = true;
    await others;
    expect(turns).toBeGreaterThan(3);
    const atOnce = sealFrame(envelope, 'compact2', (writer) => writeExecutionResponse(writer, response));
    expect(Buffer.concat(inSteps!).equals(Buffer.concat(atOnce))).toBe(true);
  },
);

test('the answer for a client that has gone is not written to its end', async () => {
  const gone = new AbortController();
  let steps = 0;
  function* write(): Generator<void> {
    for (; steps < 1000; steps++) {
      const begun = performance.now();
      while (performance.now() - begun < 1) continue;
      if (steps === 20) gone.abort();
      yield;
    }
  }
  expect(await sealFrameInSteps({ transport: 'framed' }, 'binary', write, gone.signal)).toBeUndefined();
  expect(steps).toBeLessThan(100);
});
