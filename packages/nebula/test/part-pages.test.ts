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

/** @throws Error on pages that do not end */
async function all(pages: AsyncGenerator<PartPage>): Promise<PartPage[]> {
  const seen: PartPage[] = [];
  for await (const each of pages) if (seen.push(each) > 5_000) throw new Error('the pages do not end');
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

it.each([0, 1])('refuses a page of %i rows that ends where it began', async (rowCount) => {
  let asks = 0;
  const pages = pagesOf({ ask: async () => page(rowCount, ++asks < 3 ? `cursor ${asks}` : 'cursor 2') });
  await expect(all(pages)).rejects.toMatchObject({
    kind: 'protocol',
    message: 'storage host 10.0.0.1:9779 does not get on in part 1: a page ends where it began',
  });
  expect(asks).toBe(3);
});

it('refuses pages without rows that do not end, and takes as many as a host with much else in the part may give', async () => {
  let asks = 0;
  const circling = pagesOf({ ask: async () => page(0, 'xy'[asks++ % 2]) });
  await expect(all(circling)).rejects.toMatchObject({
    kind: 'protocol',
    message: expect.stringContaining('1001 pages in a row without rows') as string,
  });
  expect(asks).toBe(1_001);
  let read = 0;
  const slow = pagesOf({
    ask: async () => {
      read++;
      return read === 2_002 ? LAST : page(read === 1_001 ? 1 : 0, `cursor ${read}`);
    },
  });
  expect(await all(slow)).toHaveLength(2_002);
});
