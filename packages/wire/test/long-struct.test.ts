import { DataSet, type Value } from '@orrery/contracts';
import { describe, expect, it, test } from 'vitest';
import { BinaryReader } from '../src/binary-reader.ts';
import type { CallContext } from '../src/handler.ts';
import { storageService, type ScanAnswer, type ScanCursor, type ScanRequest } from '../src/index.ts';
import { getPartsAlloc, listHosts, listParts } from '../src/meta-calls.ts';
import { scanVertex } from '../src/storage-calls.ts';
import type { Codec, Steps } from '../src/thrift-struct.ts';
import { thriftWriter } from '../src/thrift-writer.ts';
import { samples } from './service-samples.ts';

const host = { host: 'storage-0', port: 9779 };
const PARTS = Array.from({ length: 20_000 }, (_none, i) => i + 1);

const rows = PARTS.map((i): Value[] => [BigInt(i), `name ${i}`]);
const cursors = new Map<number, ScanCursor>(PARTS.map((part) => [part, Uint8Array.of(part & 255, 1)]));
const none: ScanAnswer = { failedParts: [], latencyUs: 3, data: new DataSet(['a', 'b'], []), cursors: new Map() };
const parts = new Map([['social', PARTS]]);
const item = { address: host, status: 0, role: 2, leaderParts: parts, allParts: parts, gitSha: '' };

function typed<V>(codec: Codec<V>, value: V): { codec: Codec<unknown>; value: unknown } {
  return { codec: codec as Codec<unknown>, value };
}

function inSteps(steps: Steps, encoding: 'binary' | 'compact2'): { bytes: Buffer; turns: number } {
  const writer = thriftWriter(encoding);
  let turns = 0;
  for (const _step of steps(writer)) turns++;
  return { bytes: Buffer.concat(writer.finish()), turns };
}

function atOnce<V>(codec: Codec<V>, value: V, encoding: 'binary' | 'compact2'): Buffer {
  const writer = thriftWriter(encoding);
  codec.write(writer, value);
  return Buffer.concat(writer.finish());
}

describe.each(['binary', 'compact2'] as const)(
  'as %s, others may have turns while the bytes are written of',
  (encoding) => {
    test.each([
      ['rows', typed(scanVertex.result, { ...none, data: new DataSet(['a', 'b'], rows) })],
      ['cursors', typed(scanVertex.result, { ...none, cursors })],
      [
        'failures',
        typed(scanVertex.result, { ...none, failedParts: PARTS.map((partId) => ({ partId, errorCode: -1 })) }),
      ],
      [
        'hosts of parts',
        typed(getPartsAlloc.result, { errorCode: 0, parts: new Map(PARTS.map((id) => [id, [host]])) }),
      ],
      ['parts', typed(listParts.result, { errorCode: 0, parts: PARTS.map((id) => ({ id, peers: [host], lost: [] })) })],
      ['a host that has many', typed(listHosts.result, { errorCode: 0, hosts: [item] })],
    ])('%s', (_name, { codec, value }) => {
      const steps = codec.steps?.(value);
      const { bytes, turns } = inSteps(steps!, encoding);
      expect(turns).toBeGreaterThan(70);
      expect(bytes.equals(atOnce(codec, value, encoding))).toBe(true);
    });
  },
);

it('short ones are written at once', () => {
  for (const { codec, ours } of samples) expect(codec.steps?.(ours)).toBeUndefined();
});

it('the storage service answers in steps', async () => {
  const service = storageService({ scanVertex: () => ({ ...none, cursors }), scanEdge: () => none });
  const request: ScanRequest = {
    spaceId: 1,
    parts: new Map([[1, undefined]]),
    columns: [],
    limit: 5n,
    onlyLatestVersion: false,
    readFromFollower: false,
  };
  const reader = (): BinaryReader => new BinaryReader(atOnce(scanVertex.arguments, { request }, 'binary'));
  const answer = (name: string) => service.methods.get(name)!.read(reader())({} as CallContext);
  expect(inSteps((await answer('scanVertex'))!.steps!, 'binary').turns).toBeGreaterThan(70);
  expect((await answer('scanEdge'))!.steps).toBeUndefined();
});
