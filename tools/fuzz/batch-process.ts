import { openSync } from 'node:fs';
import { runBatch } from './fuzz-batch.ts';

/** The process of one batch: `batch-process.ts <seed> <start> <end> <file of the running index>`. */
const [seed, start, end] = process.argv.slice(2, 5).map(Number) as [number, number, number];
const report = await runBatch({ seed, start, end }, openSync(process.argv[5]!, 'r+'));
process.send!(report, undefined, undefined, () => process.disconnect());
