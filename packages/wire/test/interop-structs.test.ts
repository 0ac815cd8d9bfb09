import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { installNebulaPython, NEBULA_PYTHON } from '../../../tools/testing/nebula-python.ts';
import { describeWith, skipWithout } from '../../../tools/testing/requirements.ts';
import { BinaryReader } from '../src/binary-reader.ts';
import { CompactReader } from '../src/compact-reader.ts';
import { metaService, WireServer } from '../src/index.ts';
import { thriftWriter } from '../src/thrift-writer.ts';
import { samples, type Sample } from './service-samples.ts';
import { sampleMeta } from './sample-meta.ts';

const SCRIPT = join(import.meta.dirname, 'interop-structs.py');
const PROTOCOLS = ['binary', 'compact2'] as const;

async function python(args: readonly string[], input: unknown): Promise<unknown> {
  const child = spawn(NEBULA_PYTHON, [SCRIPT, ...args], { stdio: ['pipe', 'pipe', 'inherit'], timeout: 60_000 });
  child.stdin.end(JSON.stringify(input));
  return JSON.parse(await textOf(child.stdout));
}

function encode(protocol: (typeof PROTOCOLS)[number], { codec, ours }: Sample): Buffer {
  const writer = thriftWriter(protocol);
  codec.write(writer, ours);
  return Buffer.concat(writer.finish());
}

function decode(protocol: (typeof PROTOCOLS)[number], { codec }: Sample, bytes: Buffer): unknown {
  const reader = protocol === 'binary' ? new BinaryReader(bytes) : new CompactReader(bytes);
  const value = codec.read(reader);
  expect(reader.remaining).toBe(0);
  return value;
}

describeWith('python', 'the structs of the official Python client', () => {
  let missing: string | undefined;
  beforeAll(async () => {
    missing = await installNebulaPython();
  }, 320_000);
  beforeEach((context) => skipWithout('python', missing, context));

  it('are what we read and write', async () => {
    const cases = PROTOCOLS.flatMap((protocol) => samples.map((sample) => ({ protocol, sample })));
    const answers = (await python(
      [],
      cases.map(({ protocol, sample }) => {
        const { struct, fields } = sample;
        return { struct, protocol, fields, hex: encode(protocol, sample).toString('hex') };
      }),
    )) as { hex: string; fields: unknown }[];
    expect(answers).toHaveLength(cases.length);
    for (const [i, { protocol, sample }] of cases.entries()) {
      const name = `${sample.struct} as ${protocol}`;
      expect(answers[i]!.fields, `${name}, written by us`).toEqual(sample.fields);
      expect(decode(protocol, sample, Buffer.from(answers[i]!.hex, 'hex')), `${name}, read by us`).toEqual(sample.ours);
    }
  }, 60_000);

  it('come from a meta service without frames', async () => {
    const errors: unknown[] = [];
    await using server = await WireServer.listen({
      service: metaService(sampleMeta),
      port: 0,
      onError: (error) => errors.push(error),
    });
    const seen = await python([String(server.port)], []);
    expect(seen).toMatchObject({
      spaces: [{ id: { space_id: 7 }, name: 'social' }],
      tags: [{ tag_id: 8, tag_name: 'person', version: 1 }],
      edges: [{ edge_type: 9, edge_name: 'knows', version: 0 }],
      parts: { 1: [{ host: 'storage-0', port: 9779 }], 2: [{ host: 'storage-1', port: 9779 }] },
      hosts: [{ hostAddr: { host: 'storage-0', port: 9779 }, leader_parts: { social: [1] } }],
    });
    expect(errors).toEqual([]);
  }, 60_000);
});
