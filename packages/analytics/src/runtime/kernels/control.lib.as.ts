// How the threads of one run meet, share work and hear of a cancel. The words of the control block are those of
// runtime/control.ts.
//
// A run is the same exported function called on every thread at once with its thread number. Phases are separated by
// barrier(); inside a phase, claim() hands out blocks. After a cancel, claim() hands out nothing and the next
// barrier() answers false on every thread alike, so that all leave together. A thread that crashes makes the host set
// ABORT, on which those who wait at a barrier trap instead of waiting for ever.

const ARRIVED: usize = 0;
const GENERATION: usize = 4;
const CANCEL: usize = 8;
const ABORT: usize = 12;
const DECISION: usize = 16;
const CURSOR: usize = 20;
const DONE: usize = 24;
const WAITING: usize = 28;

/** About 5 µs: a handoff between running threads is cheaper spun for than slept for. */
const SPINS: i32 = 3000;
const NAP_NS: i64 = 20_000_000;

/** Waits for all threads. False: cancelled, leave. The cursor of claim() starts again at 0. */
export function barrier(control: usize, threads: i32): bool {
  const generation = atomic.load<i32>(control, GENERATION);
  if (atomic.add<i32>(control, 1, ARRIVED) == threads - 1) {
    atomic.store<i32>(control, atomic.load<i32>(control, CANCEL), DECISION);
    atomic.store<i32>(control, 0, CURSOR);
    atomic.store<i32>(control, 0, ARRIVED);
    atomic.store<i32>(control, generation + 1, GENERATION);
    if (atomic.load<i32>(control, WAITING) != 0) atomic.notify(control + GENERATION, -1);
  } else {
    let spins = SPINS;
    while (atomic.load<i32>(control, GENERATION) == generation) {
      if (spins > 0) {
        spins--;
        continue;
      }
      atomic.add<i32>(control, 1, WAITING);
      atomic.wait<i32>(control + GENERATION, generation, NAP_NS);
      atomic.sub<i32>(control, 1, WAITING);
      if (atomic.load<i32>(control, ABORT) != 0) unreachable();
    }
  }
  return atomic.load<i32>(control, DECISION) == 0;
}

/** The next block of this phase, 0 … count-1, or -1 when there is none left or the run is cancelled. */
export function claim(control: usize, count: u32): i32 {
  if (atomic.load<i32>(control, CANCEL) != 0) return -1;
  const block = atomic.add<u32>(control, 1, CURSOR);
  return block < count ? <i32>block : -1;
}

export function cancelled(control: usize): bool {
  return atomic.load<i32>(control, CANCEL) != 0;
}

/** Entries that this thread has read since its last look. */
let sinceLook: u32 = 0;
/** Entries read between two looks for a cancel: some milliseconds. */
const LOOK_ENTRIES: u32 = 1 << 17;

/**
 * Whether the run is cancelled, which is looked up only once in a while; `entries`: what was read since the last call. Once
 * true it stays so.
 */
export function cancelledAfter(control: usize, entries: u32): bool {
  sinceLook += entries + 1;
  if (sinceLook < LOOK_ENTRIES) return false;
  if (cancelled(control)) return true;
  sinceLook = 0;
  return false;
}

/** What the host reads as progress: rounds done, in the unit that the host side of the algorithm knows. */
export function reportDone(control: usize, done: u32): void {
  atomic.store<u32>(control, done, DONE);
}
