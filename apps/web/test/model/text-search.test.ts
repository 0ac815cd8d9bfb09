import { describe, expect, it } from 'vitest';
import { hasAllWords } from '../../src/model/text-search.ts';

describe('a search', () => {
  it.each([
    ['', true],
    ['  ', true],
    ['PATH short', true],
    ['path  vertex', true],
    ['path rank', false],
    ['最短', false],
  ])('for %j finds: %s', (search, found) => {
    expect(hasAllWords('SSSP Shortest paths from one vertex', search)).toBe(found);
  });
});
