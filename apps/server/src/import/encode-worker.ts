import { parentPort, workerData } from 'node:worker_threads';
import { ChunkEncoder, type EncodingPlan } from './chunk-encoder.ts';

const encoder = new ChunkEncoder(workerData as EncodingPlan);

parentPort!.on('message', (bytes: Uint8Array) => {
  const chunk = encoder.encode(bytes);
  const { ids, idEnds, ranks, rows, rowEnds } = chunk.rows;
  const moved = [ids, idEnds, rows, rowEnds, ...(ranks ? [ranks] : [])].map(({ buffer }) => buffer as ArrayBuffer);
  parentPort!.postMessage(chunk, moved);
});
