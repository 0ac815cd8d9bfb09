import { statfsSync } from 'node:fs';
import type { ComponentHealth, Health } from '@orrery/contracts';
import type { GraphProcess } from '../graph/graph-process.ts';
import { roundBytesText } from '../config/units.ts';

/** The state of the server's parts, from what is known without asking them anything slow. */
export function createHealth(parts: {
  readonly version: string;
  readonly dataDir: string;
  readonly minFreeBytes: number;
  readonly graph: GraphProcess | undefined;
  readonly checkMetadata: () => Promise<void>;
}): Health {
  const startTimeMs = Date.now();
  return {
    async report() {
      const components: ComponentHealth[] = [];
      try {
        await parts.checkMetadata();
        components.push({ name: 'metadata', ok: true, message: 'answers' });
      } catch (error) {
        components.push({ name: 'metadata', ok: false, message: (error as Error).message });
      }
      if (parts.graph) {
        const ok = parts.graph.pid !== undefined;
        components.push({
          name: 'embedded graph',
          ok,
          message: ok ? `runs on port ${parts.graph.port}` : 'ended and is being restarted; see the log',
        });
      }
      const { bavail, bsize } = statfsSync(parts.dataDir);
      components.push({
        name: 'disk',
        ok: bavail * bsize >= parts.minFreeBytes,
        message: `${roundBytesText(bavail * bsize)} are free`,
      });
      return { ok: components.every((component) => component.ok), version: parts.version, startTimeMs, components };
    },
  };
}
