import { OrreryError } from '@orrery/contracts';

/** A WebAssembly memory ends here, whatever the machine has. */
export const WASM_LIMIT_BYTES = 65_536 * 65_536;

/** A graph or a kernel that does not fit: the message names both figures and what would make it fit. */
export class MemoryError extends OrreryError {
  readonly requiredBytes: number;
  readonly limitBytes: number;

  constructor(what: string, requiredBytes: number, limitBytes: number) {
    super(
      'ErrBadRequest',
      `${what} needs ${formatBytes(requiredBytes)} of memory, but ${memoryAdvice(requiredBytes, limitBytes)}`,
    );
    this.requiredBytes = requiredBytes;
    this.limitBytes = limitBytes;
  }
}

/** Why `requiredBytes` do not fit, and what to do: a clause that follows "but". */
export function memoryAdvice(requiredBytes: number, limitBytes: number): string {
  if (requiredBytes > WASM_LIMIT_BYTES) {
    return (
      `one WebAssembly memory holds at most ${formatBytes(WASM_LIMIT_BYTES)}; ` +
      'use fewer edges (a filter or a sample), or leave out the weight if the algorithm can do without'
    );
  }
  return (
    `the limit is ${formatBytes(limitBytes)}; raise the memory limit to at least ${formatBytes(requiredBytes)} ` +
    'or use fewer edges'
  );
}

export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  const units = ['KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes;
  let unit = -1;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)} ${units[unit]}`;
}
