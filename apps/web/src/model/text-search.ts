/** Whether every word of a search occurs in a text, in any order, whatever the case. An empty search finds everything. */
export function hasAllWords(text: string, search: string): boolean {
  const lower = text.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => lower.includes(word));
}
