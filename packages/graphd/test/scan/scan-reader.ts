import { openEdgeScan } from '../../src/scan/edge-scan.ts';

/**
 * Scans the graph of the folder it is given again and again until its input ends, in a process that only reads, and
 * prints for each scan the number of edges and the sum of weights.
 */
const [dataDir] = process.argv.slice(2);
let isWanted = true;
process.stdin.on('end', () => (isWanted = false)).resume();
while (isWanted) {
  const scan = openEdgeScan(dataDir!, { space: 's', edges: ['e'], weight: 'w' });
  let count = 0;
  let sum = 0;
  for await (const batch of scan.dense!.batches()) {
    count += batch.count;
    for (const weight of batch.weight!) sum += weight;
  }
  console.log(JSON.stringify({ expected: scan.edgeCount, count, sum }));
  await scan.close();
}
