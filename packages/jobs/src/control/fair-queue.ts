import type { Account } from '@orrery/contracts';

interface Line<T> {
  /** In order of arrival; entries before `head` are gone. */
  items: (T | undefined)[];
  head: number;
}

/**
 * The jobs that wait, one line per account, served in turn: an account with a thousand waiting jobs delays another
 * one's first job by one job. All operations cost constant time, `remove` included.
 */
export class FairQueue<T extends { readonly id: number; readonly account: Account }> {
  /** Accounts with waiting jobs, in the order of their turns (a Map keeps the order of insertion). */
  readonly #lines = new Map<string, Line<T>>();
  readonly #place = new Map<number, { line: Line<T>; index: number; key: string }>();

  get size(): number {
    return this.#place.size;
  }

  get(id: number): T | undefined {
    const place = this.#place.get(id);
    return place?.line.items[place.index];
  }

  push(item: T): void {
    const key = JSON.stringify([item.account.graphAddress, item.account.user]);
    let line = this.#lines.get(key);
    if (line === undefined) this.#lines.set(key, (line = { items: [], head: 0 }));
    this.#place.set(item.id, { line, index: line.items.push(item) - 1, key });
  }

  /** The next job of the account whose turn it is. */
  shift(): T | undefined {
    for (const [key, line] of this.#lines) {
      this.#lines.delete(key);
      while (line.head < line.items.length) {
        const item = line.items[line.head];
        line.items[line.head++] = undefined;
        if (item === undefined) continue;
        this.#place.delete(item.id);
        this.#compact(line);
        if (line.head < line.items.length) this.#lines.set(key, line);
        return item;
      }
    }
    return undefined;
  }

  remove(id: number): T | undefined {
    const place = this.#place.get(id);
    if (place === undefined) return undefined;
    this.#place.delete(id);
    const item = place.line.items[place.index];
    place.line.items[place.index] = undefined;
    return item;
  }

  #compact(line: Line<T>): void {
    if (line.head < 1024 || line.head * 2 < line.items.length) return;
    line.items = line.items.slice(line.head);
    line.head = 0;
    for (const [index, item] of line.items.entries()) {
      if (item !== undefined) this.#place.get(item.id)!.index = index;
    }
  }
}
