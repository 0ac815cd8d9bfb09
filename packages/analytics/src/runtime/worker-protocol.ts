/** Messages to a worker. Each call is answered by exactly one Reply with its id. */
export type Message =
  | { readonly type: 'memory'; readonly memoryId: number; readonly memory: WebAssembly.Memory }
  | { readonly type: 'kernel'; readonly name: string; readonly module: WebAssembly.Module }
  /** Forget a memory; with `collect`, give its pages back to the system at once. */
  | { readonly type: 'release'; readonly memoryId: number; readonly collect: boolean }
  | Call;

export interface Call {
  readonly type: 'call';
  readonly id: number;
  readonly memoryId: number;
  readonly target:
    | { readonly kernel: string; readonly name: string }
    /** A function exported by a TypeScript module: `(context: ProcedureContext, ...arguments) => value`. */
    | { readonly module: string; readonly name: string };
  readonly arguments: readonly unknown[];
}

export type Reply = { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: unknown };

/** What a procedure that runs in a worker can use. */
export interface ProcedureContext {
  readonly memory: WebAssembly.Memory;
  /** The kernel's instance on this memory; each worker has one, with globals of its own. */
  instance(kernel: string): KernelExports;
}

export type KernelExports = Readonly<Record<string, WebAssembly.Global & ((...values: unknown[]) => unknown)>>;
