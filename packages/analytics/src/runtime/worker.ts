/** Entry of a worker thread: calls kernels and procedures over the memories that it was given. */
import { runInNewContext } from 'node:vm';
import { setFlagsFromString } from 'node:v8';
import { parentPort } from 'node:worker_threads';
import type { Call, KernelExports, Message, ProcedureContext, Reply } from './worker-protocol.ts';

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const port = parentPort!;
const modules = new Map<string, WebAssembly.Module>();
const memories = new Map<
  number,
  { readonly memory: WebAssembly.Memory; readonly instances: Map<string, KernelExports> }
>();

/** Functions of the host that kernels may import, by name. */
function hostFunctions(memory: WebAssembly.Memory): Record<string, (...values: never[]) => unknown> {
  return {
    /** Exact value of a decimal that the kernel's fast path cannot round by itself. */
    parseDouble: (address: number, length: number): number => {
      const text = Buffer.from(new Uint8Array(memory.buffer, address >>> 0, length).slice()).toString('latin1');
      return DECIMAL.test(text) ? Number(text) : NaN;
    },
  };
}

function instantiate(kernel: string, memory: WebAssembly.Memory): KernelExports {
  const module = modules.get(kernel);
  if (module === undefined) throw new Error(`kernel ${kernel} was not sent to this worker`);
  const imports: Record<string, Record<string, WebAssembly.ImportValue>> = {};
  const host = hostFunctions(memory);
  for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
    const value = kind === 'memory' ? memory : host[name];
    if (value === undefined) throw new Error(`kernel ${kernel} imports ${from}.${name}, which the host does not have`);
    (imports[from] ??= {})[name] = value as WebAssembly.ImportValue;
  }
  return new WebAssembly.Instance(module, imports).exports as KernelExports;
}

function contextOf(memoryId: number): ProcedureContext {
  const entry = memories.get(memoryId);
  if (entry === undefined) throw new Error(`memory ${memoryId} was not sent to this worker`);
  return {
    memory: entry.memory,
    instance: (kernel) => {
      let exports = entry.instances.get(kernel);
      if (exports === undefined) {
        exports = instantiate(kernel, entry.memory);
        entry.instances.set(kernel, exports);
      }
      return exports;
    },
  };
}

async function perform(call: Call): Promise<unknown> {
  const context = contextOf(call.memoryId);
  if ('kernel' in call.target) {
    return context.instance(call.target.kernel)[call.target.name]!(...call.arguments);
  }
  const module = (await import(call.target.module)) as Record<string, (...values: unknown[]) => unknown>;
  return module[call.target.name]!(context, ...call.arguments);
}

port.on('message', (message: Message) => {
  switch (message.type) {
    case 'memory':
      memories.set(message.memoryId, { memory: message.memory, instances: new Map() });
      return;
    case 'kernel':
      modules.set(message.name, message.module);
      return;
    case 'release':
      memories.delete(message.memoryId);
      if (message.collect) {
        setFlagsFromString('--expose-gc');
        setImmediate(() => (runInNewContext('gc') as () => void)());
      }
      return;
    case 'call':
      perform(message).then(
        (value) => port.postMessage({ id: message.id, value } satisfies Reply),
        (error: unknown) => port.postMessage({ id: message.id, error } satisfies Reply),
      );
  }
});
