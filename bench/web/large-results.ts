import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { once } from 'node:events';
import { isFinal, JOB_STATUS, type JobStatus } from '@orrery/contracts';
import { randomNumbers } from '../../packages/tables/test/random-table.ts';
import type { SampleServer } from '../../test/sample-server.ts';

export const ROWS = 1_000_000;
const SEED = 1;

/** A job whose tasks have results of a million rows each: int and string VIDs, doubles, ints with many ties. */
export async function runLargeJob(sample: SampleServer): Promise<number> {
  await Promise.all([writeEdges(sample, 'ints.csv', (i) => `${i}`), writeEdges(sample, 'texts.csv', textId)]);
  const ints = { file: 'ints.csv', src: 'src', dst: 'dst' };
  const texts = { file: 'texts.csv', src: 'src', dst: 'dst' };
  const { id } = await sample.client.data<{ id: string }>('POST', '/api/v1/workflows', {
    name: 'a_million_rows',
    tasks: {
      pagerank_int: { type: 'PageRank', input: ints },
      pagerank_text: { type: 'PageRank', input: texts },
      degree_text: { type: 'DegreeCentrality', input: texts, params: { STEP: 1 } },
    },
  });
  const { id: job } = await sample.client.data<{ id: number }>('POST', `/api-open/v1/workflows/${id}/jobs`);
  for (;;) {
    const { status } = await sample.client.data<{ status: JobStatus }>('GET', `/api-open/v1/jobs/${job}`);
    if (status === JOB_STATUS.Success) return job;
    if (isFinal(status)) throw new Error(`job ${job} ended with status ${status}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Ids as accounts have them: 16 hex digits behind a word, in no order. */
const textId = (i: number): string =>
  `account-${Math.imul(i, 0x9e3779b1).toString(16).padStart(9, '0')}${i.toString(16).padStart(7, '0')}`;

/** Two edges from every vertex: to a popular one, and to any. */
async function writeEdges(sample: SampleServer, file: string, name: (i: number) => string): Promise<void> {
  const random = randomNumbers(SEED);
  const out = createWriteStream(join(sample.filesDir, file));
  out.write('src,dst\n');
  for (let from = 0; from < ROWS; from += 10_000) {
    const lines: string[] = [];
    for (let i = from; i < from + 10_000; i++) {
      const source = name(i);
      lines.push(
        `${source},${name(Math.floor(random() ** 3 * ROWS))}\n${source},${name(Math.floor(random() * ROWS))}\n`,
      );
    }
    if (!out.write(lines.join(''))) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}
