import { startGraphd } from '@orrery/graphd';

/** A graphd with the meta and storage services, in a process of its own; says its port, ends with its input. */
const graphd = await startGraphd({
  dataDir: process.argv[2]!,
  port: 0,
  scanServices: { metaPort: 0, storagePort: 0 },
});
process.stdout.write(`${graphd.port}\n`);
process.stdin.resume();
process.stdin.once('end', () => void graphd.close());
