import { startGraphd } from '@orrery/graphd';

/** A graphd over a data folder in a process of its own, as the product runs it; says its port, ends with its input. */
const graphd = await startGraphd({ dataDir: process.argv[2]!, port: 0 });
process.stdout.write(`${graphd.port}\n`);
process.stdin.resume();
process.stdin.once('end', () => void graphd.close());
