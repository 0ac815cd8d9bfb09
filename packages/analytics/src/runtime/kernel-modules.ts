import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const modules = new Map<string, WebAssembly.Module>();

/** A compiled kernel by the name of its source file. @throws Error when the kernels have not been built. */
export function kernelModule(name: string): WebAssembly.Module {
  let module = modules.get(name);
  if (module === undefined) {
    const path = join(import.meta.dirname, '../../build', `${name}.wasm`);
    let bytes: Buffer<ArrayBuffer>;
    try {
      bytes = readFileSync(path);
    } catch (cause) {
      throw new Error(`the kernel ${name} is not built: run "node packages/analytics/build.ts" (or "npm run build")`, {
        cause,
      });
    }
    module = new WebAssembly.Module(bytes);
    modules.set(name, module);
  }
  return module;
}
