import { parseLossless, stringifyLossless } from '@orrery/contracts';
import { isRecord } from '@orrery/workflow';
import { emptyDraft, type Draft } from './draft.ts';

/** A draft that was never saved, as it is kept while its page is away: reloaded, crashed, or signed out by the server. */
export interface KeptDraft {
  readonly draft: Draft;
  /** Version of the workflow that it was drawn on; undefined for a workflow that was never saved. */
  readonly version: number | undefined;
  /** Milliseconds since 1970. */
  readonly keptAt: number;
}

export type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

const PREFIX = 'orrery.draft ';

/** Where the draft of a workflow is kept: apart for each account, as another one must not see it. */
export function keptDraftKey(
  account: { readonly graphAddress: string; readonly user: string },
  workflowId: string | undefined,
): string {
  return `${PREFIX}${JSON.stringify([account.graphAddress, account.user, workflowId ?? 'new'])}`;
}

/** Numbers keep their digits. A storage that is full or forbidden keeps nothing, which stops nobody's work. */
export function keepDraft(storage: DraftStorage, key: string, { draft, version, keptAt }: KeptDraft): void {
  const { tasks, layout = {}, ...rest } = draft;
  const entry = { keptAt, ...(version === undefined ? {} : { version }), draft: { ...rest, tasks, layout } };
  try {
    storage.setItem(key, stringifyLossless(entry));
  } catch {
    forgetDraft(storage, key);
  }
}

/** Undefined when there is none, or none that a canvas can show. */
export function keptDraft(storage: DraftStorage, key: string): KeptDraft | undefined {
  try {
    const text = storage.getItem(key);
    if (text === null) return undefined;
    const entry: unknown = parseLossless(text);
    if (!isRecord(entry) || !isRecord(entry['draft']) || !areTasks(entry['draft']['tasks'])) return undefined;
    const version = Number(entry['version']);
    return {
      draft: { ...emptyDraft(), ...(entry['draft'] as unknown as Draft), layout: layoutOf(entry['draft']['layout']) },
      version: Number.isSafeInteger(version) ? version : undefined,
      keptAt: Number(entry['keptAt']),
    };
  } catch {
    return undefined;
  }
}

export function forgetDraft(storage: DraftStorage, key: string): void {
  try {
    storage.removeItem(key);
  } catch {
    // A forbidden storage has nothing to forget.
  }
}

/** Whoever signs out leaves nothing behind. */
export function forgetAllDrafts(storage: DraftStorage): void {
  const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index));
  for (const key of keys) if (key?.startsWith(PREFIX) === true) forgetDraft(storage, key);
}

function areTasks(value: unknown): boolean {
  return isRecord(value) && Object.values(value).every((task) => isRecord(task) && typeof task['type'] === 'string');
}

/** Positions as the canvas counts with them, whatever kind of number the text gave. */
function layoutOf(value: unknown): NonNullable<Draft['layout']> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([id, place]) =>
      isRecord(place) ? [[id, { x: Number(place['x']), y: Number(place['y']) }]] : [],
    ),
  );
}
