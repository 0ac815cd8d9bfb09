import { afterEach, expect, it, vi } from 'vitest';
import { NebulaError } from '../src/index.ts';
import { partPages, type PartPage, type PartPagesOptions } from '../src/scan/part-pages.ts';

const HOST = { host: '10.0.0.1', port: 9779 };
const PARTS: PartPagesOptions['parts'] = new Map([[1, { leader: HOST, peers: [HOST] }]]);
const LAST = page(0);

function page(rowCount: number, next?: string): PartPage {
  const data = { names: [], rowCount, columns: [] };
  return {
    failedParts: [],
    latencyUs: 1,
    data,
    cursors: new Map([[1, next === undefined ? next : Buffer.from(next)]]),
  };
}

/** The pages of one part; only what a test is about differs from a scan without failures. */
function pagesOf(options: Pick<PartPagesOptions, 'ask'> & Partial<PartPagesOptions>): AsyncGenerator<PartPage> {
  return partPages({
    parts: PARTS,
    locate: async () => PARTS,
    retryMs: 50,
    signal: new AbortController().signal,
    ...options,
  });
}

async function all(pages: AsyncGenerator<PartPage>): Promise<PartPage[]> {
  const seen: PartPage[] = [];
  for await (const each of pages) seen.push(each);
  return seen;
}

afterEach(() => void vi.restoreAllMocks());

it('asks again when the pause ends between two looks at the clock', async () => {
  const clock = vi.spyOn(Date, 'now').mockReturnValue(1_000);
  let asks = 0;
  const pages = pagesOf({
    ask: async () => {
      if (asks++ === 0) throw new NebulaError('lost', 'gone');
      return LAST;
    },
    // The pause ends at 1,050.
    locate: async () => {
      clock.mockReturnValueOnce(1_049).mockReturnValue(1_050);
      return PARTS;
    },
  });
  expect(await all(pages)).toEqual([LAST]);
  expect(asks).toBe(2);
});

it('ends at once on the signal while it waits to ask again', async () => {
  const controller = new AbortController();
  const pages = pagesOf({
    ask: async () => {
      throw new NebulaError('lost', 'gone');
    },
    locate: async () => {
      setTimeout(() => controller.abort());
      return PARTS;
    },
    retryMs: 3_600_000,
    signal: controller.signal,
  });
  await expect(pages.next()).rejects.toMatchObject({ kind: 'aborted' });
});
