/** The control block of a memory: how the host and the threads of a run talk. Word indexes of an Int32Array. */
export const CONTROL = {
  ARRIVED: 0,
  GENERATION: 1,
  CANCEL: 2,
  ABORT: 3,
  DECISION: 4,
  CURSOR: 5,
  DONE: 6,
  WAITING: 7,
  /** 64-bit address after the last byte that threads of a run have taken for themselves; see bump.ts. */
  BUMP_BYTES: 8,
  BUMP_LIMIT: 10,
} as const;

export const CONTROL_BYTES = 256;
/** Address 0 stays unused, so that 0 can mean "none". */
export const CONTROL_ADDRESS = 64;
