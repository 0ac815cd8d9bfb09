/** Thrift's type ids, as the binary protocol writes them; compact has its own, mapped at its edge. */
export const ThriftType = {
  STOP: 0,
  BOOL: 2,
  BYTE: 3,
  DOUBLE: 4,
  I16: 6,
  I32: 8,
  I64: 10,
  STRING: 11,
  STRUCT: 12,
  MAP: 13,
  SET: 14,
  LIST: 15,
  FLOAT: 19,
} as const;

export const MessageType = { CALL: 1, REPLY: 2, EXCEPTION: 3, ONEWAY: 4 } as const;

/** Values may be nested so deeply, in both directions; deeper ones are refused before they exhaust the stack. */
export const MAX_DEPTH = 256;
