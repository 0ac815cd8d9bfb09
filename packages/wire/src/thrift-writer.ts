import { BinaryWriter } from './binary-writer.ts';
import { CompactWriter } from './compact-writer.ts';
import type { Encoding } from './encoding.ts';

export type ThriftWriter = BinaryWriter | CompactWriter;

export function thriftWriter(encoding: Encoding): ThriftWriter {
  return encoding === 'binary' ? new BinaryWriter() : new CompactWriter(encoding === 'compact1' ? 1 : 2);
}
