import type { ReadContext } from '../storage/block-tree.ts';
import type { Environment } from '../storage/environment.ts';
import { prefixEnd } from '../storage/block-tree.ts';
import { decodeState, EMPTY_CATALOG, encodeState } from './catalog-state.ts';
import type { CatalogState, SpaceState, UserState } from './catalog-state.ts';

/** `catalog`: versions and counters; `users`: all of them; `space/<id>`: one each. */
const HEAD = Buffer.from('catalog');
const USERS = Buffer.from('users');
const SPACE_PREFIX = Buffer.from('space/');

type Head = Pick<CatalogState, 'version' | 'lastSpaceId' | 'lastDataId'>;

export function readCatalog({ meta }: Environment, context: ReadContext): CatalogState {
  const head = meta.getBinary(HEAD, context);
  if (!head) return EMPTY_CATALOG;
  const { version, lastSpaceId, lastDataId } = decodeState<Head>(head);
  const users = decodeState<ReadonlyMap<string, UserState>>(meta.getBinary(USERS, context)!);
  const spaces: SpaceState[] = [];
  for (const { value } of meta.getRange({ start: SPACE_PREFIX, end: prefixEnd(SPACE_PREFIX), ...context })) {
    spaces.push(decodeState<SpaceState>(value));
  }
  spaces.sort((a, b) => a.definition.id - b.definition.id);
  return {
    version,
    lastSpaceId,
    lastDataId,
    users,
    spaces: new Map(spaces.map((space) => [space.definition.id, space])),
  };
}

/** Writes what differs, within the write transaction that is open. */
export function writeCatalog({ meta }: Environment, before: CatalogState, after: CatalogState): void {
  const { version, lastSpaceId, lastDataId } = after;
  meta.putSync(HEAD, encodeState({ version, lastSpaceId, lastDataId } satisfies Head));
  if (before.users !== after.users) meta.putSync(USERS, encodeState(after.users));
  for (const [id, space] of after.spaces) {
    if (before.spaces.get(id) !== space) meta.putSync(spaceKey(id), encodeState(space));
  }
  for (const id of before.spaces.keys()) if (!after.spaces.has(id)) meta.removeSync(spaceKey(id));
}

function spaceKey(id: number): Buffer {
  return Buffer.from(`space/${id}`);
}
