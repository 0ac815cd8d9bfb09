import { expect, it } from 'vitest';
import type { Draft } from '../../src/model/draft.ts';
import { DesignerStore } from '../../src/model/designer-store.ts';
import { forgetAllDrafts, keepDraft, keptDraft, keptDraftKey, type DraftStorage } from '../../src/model/kept-draft.ts';
import { CATALOGUE, STATEMENT } from './sample-catalogue.ts';

function storageOf(entries: readonly (readonly [string, string])[] = [], room = Infinity): DraftStorage {
  const items = new Map(entries);
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => {
      if (value.length > room) throw new DOMException('full', 'QuotaExceededError');
      items.set(key, value);
    },
    removeItem: (key) => void items.delete(key),
    key: (index) => [...items.keys()][index] ?? null,
    get length() {
      return items.size;
    },
  };
}

const ACCOUNT = { graphAddress: 'embedded', user: 'root' };
const KEY = keptDraftKey(ACCOUNT, '42');
const DRAFT: Draft = {
  name: 'a “draft”',
  tasks: {
    query_1: { type: 'Query', space: 's', query: STATEMENT, params: { name: 9007199254740993n } },
    pagerank_1: { type: 'PageRank' } as Draft['tasks'][string],
  },
  layout: { query_1: { x: 16, y: -8 }, pagerank_1: { x: 320.5, y: 0 } },
};

it('gives back what was kept, with the digits of its numbers', () => {
  const storage = storageOf();
  keepDraft(storage, KEY, { draft: DRAFT, version: 3, keptAt: 1_700_000_000_000 });
  expect(keptDraft(storage, KEY)).toEqual({ draft: DRAFT, version: 3, keptAt: 1_700_000_000_000 });
  const store = new DesignerStore(CATALOGUE);
  store.replace(keptDraft(storage, KEY)!.draft);
  expect(store.state().draft).toEqual(DRAFT);
  expect(store.state().isDirty).toBe(true);
  store.undo();
  expect(store.state().isDirty).toBe(false);
});

it('keeps drafts of accounts and workflows apart', () => {
  const others = [
    keptDraftKey(ACCOUNT, undefined),
    keptDraftKey(ACCOUNT, '421'),
    keptDraftKey({ ...ACCOUNT, user: 'root 42' }, '42'),
    keptDraftKey({ graphAddress: 'embedded root', user: '' }, '42'),
  ];
  expect(new Set([KEY, ...others]).size).toBe(5);
});

it('passes over what no canvas can show, and forgets the old one when there is no room', () => {
  const texts = ['', 'no json', '[]', '{"draft":{}}', '{"draft":{"tasks":{"a":1}}}', '{"draft":{"tasks":[]}}'];
  for (const text of texts) expect(keptDraft(storageOf([[KEY, text]]), KEY)).toBeUndefined();
  const full = storageOf([[KEY, '{"keptAt":1,"draft":{"tasks":{}}}']], 50);
  expect(keptDraft(full, KEY)).toBeDefined();
  keepDraft(full, KEY, { draft: DRAFT, version: undefined, keptAt: 2 });
  expect(keptDraft(full, KEY)).toBeUndefined();
});

it('forgets every draft at the sign-out, and nothing else', () => {
  const storage = storageOf([['orrery.theme', 'dark']]);
  for (const id of ['1', '2', undefined]) {
    keepDraft(storage, keptDraftKey(ACCOUNT, id), { draft: DRAFT, version: 1, keptAt: 0 });
  }
  forgetAllDrafts(storage);
  expect(storage.length).toBe(1);
});
