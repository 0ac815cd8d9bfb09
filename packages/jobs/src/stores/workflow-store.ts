import { randomInt } from 'node:crypto';
import type { SelectQueryBuilder, Selectable } from 'kysely';
import { sql } from 'kysely';
import { OrreryError, type WorkflowDefinition } from '@orrery/contracts';
import type { Viewer } from '../face.ts';
import {
  boolCodec,
  boundedInt32,
  boundedInteger,
  containsPattern,
  fold,
  intCodec,
  jsonCodec,
  textCodec,
} from '../metadata/codecs.ts';
import { databaseError, type Metadata } from '../metadata/open-metadata.ts';
import type { Db, Schema, Tx, WorkflowsTable } from '../metadata/schema.ts';
import type { WorkflowStore, WorkflowView } from '../workflow-store-face.ts';

const NAME_LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';
const MAX_NAME = 128;
const ORDER_COLUMNS = { name: 'name_folded', createTime: 'create_time_ms', updateTime: 'update_time_ms' } as const;

type Row = Selectable<WorkflowsTable>;
type Reader = Pick<Db, 'selectFrom'>;

/** Saved workflows on the metadata database. */
export function createWorkflowStore(metadata: Metadata): WorkflowStore {
  const { db, writer } = metadata;
  const write = <T>(change: (tx: Tx) => Promise<T>): Promise<T> =>
    writer.write(change).catch((error: unknown) => {
      throw databaseError(error);
    });
  const read = async <T>(query: Promise<T>): Promise<T> => {
    try {
      return await query;
    } catch (error) {
      throw databaseError(error);
    }
  };

  const insert = async (
    tx: Tx,
    viewer: Pick<Viewer, 'graphAddress' | 'user'>,
    definition: WorkflowDefinition,
    { id: givenId, comment }: { id?: string; comment?: string } = {},
  ): Promise<WorkflowView> => {
    const nowMs = Date.now();
    const name = checkName(definition.name ?? defaultName());
    const row: Row = {
      id: givenId ?? (await freeId(tx)),
      name,
      name_folded: fold(name),
      graph_address: textCodec.encode(viewer.graphAddress),
      user_name: textCodec.encode(viewer.user),
      version: 1,
      create_time_ms: nowMs,
      update_time_ms: nowMs,
      deleted: boolCodec.encode(false),
    };
    if (givenId !== undefined) await checkGivenId(tx, givenId);
    await tx.insertInto('workflows').values(row).execute();
    await insertVersion(tx, row.id, 1, nowMs, comment, { ...definition, name });
    return viewOf(row, { ...definition, name });
  };

  return {
    create: (account, definition, options = {}) => write((tx) => insert(tx, account, definition, options)),

    async get(viewer, id, version) {
      const row = await read(find(db, viewer, id));
      return viewOf(row, await read(definitionOf(db, row, version ?? row.version)), version);
    },

    async ofJob(viewer, id, version) {
      const row = await read(find(db, viewer, id, true));
      return viewOf(row, await read(definitionOf(db, row, version)), version);
    },

    async list(viewer, { search, orderBy = 'createTime', direction = 'desc', page, pageSize }) {
      let matching = visible(db, viewer);
      if (search !== undefined && search !== '') {
        const pattern = containsPattern(search);
        matching = matching.where((where) =>
          where.or([
            sql<boolean>`name_folded like ${pattern} escape '\\'`,
            where('id', '=', textCodec.encode(search.trim())),
          ]),
        );
      }
      const rows = await read(
        matching
          .selectAll()
          .orderBy(ORDER_COLUMNS[orderBy], direction)
          .orderBy('id')
          .limit(pageSize)
          .offset(boundedInteger((page - 1) * pageSize))
          .execute(),
      );
      const count = matching.select((select) => select.fn.countAll().as('count'));
      const total = intCodec.decode((await read(count.executeTakeFirstOrThrow())).count);
      const definitions = await read(currentDefinitions(db, rows));
      return { items: rows.map((row) => viewOf(row, definitions.get(row.id)!)), total };
    },

    update: (viewer, id, definition, options = {}) =>
      write(async (tx) => {
        const row = await find(tx, viewer, id);
        if (options.ifVersion !== undefined && options.ifVersion !== row.version) {
          throw new OrreryError(
            'ErrBadRequest',
            `workflow ${id} is at version ${row.version}, not ${options.ifVersion}: somebody saved it in between. ` +
              'Load it again, then repeat the change.',
          );
        }
        const nowMs = Date.now();
        const name = checkName(definition.name ?? row.name);
        const changed = {
          name,
          name_folded: fold(name),
          version: row.version + 1,
          update_time_ms: nowMs,
        };
        await tx.updateTable('workflows').set(changed).where('id', '=', id).execute();
        await insertVersion(tx, id, changed.version, nowMs, options.comment, { ...definition, name });
        return viewOf({ ...row, ...changed }, { ...definition, name });
      }),

    rename: (viewer, id, name) =>
      write(async (tx) => {
        const row = await find(tx, viewer, id);
        checkName(name);
        const changed = { name, name_folded: fold(name), update_time_ms: Date.now() };
        await tx.updateTable('workflows').set(changed).where('id', '=', id).execute();
        return viewOf({ ...row, ...changed }, await definitionOf(tx, row, row.version));
      }),

    clone: (viewer, id, name) =>
      write(async (tx) => {
        const row = await find(tx, viewer, id);
        const definition = await definitionOf(tx, row, row.version);
        return insert(tx, viewer, { ...definition, name: name ?? `${row.name.slice(0, MAX_NAME - 5)}_copy` });
      }),

    delete: (viewer, id) =>
      write(async (tx) => {
        await find(tx, viewer, id);
        await tx
          .updateTable('workflows')
          .set({ deleted: boolCodec.encode(true) })
          .where('id', '=', id)
          .execute();
      }),

    restore: (viewer, id) =>
      write(async (tx) => {
        const row = await find(tx, viewer, id, true);
        await tx
          .updateTable('workflows')
          .set({ deleted: boolCodec.encode(false) })
          .where('id', '=', id)
          .execute();
        return viewOf(row, await definitionOf(tx, row, row.version));
      }),

    async versions(viewer, id) {
      await read(find(db, viewer, id));
      const rows = await read(
        db
          .selectFrom('workflow_versions')
          .select(['version', 'create_time_ms', 'comment'])
          .where('workflow_id', '=', id)
          .orderBy('version', 'desc')
          .execute(),
      );
      return rows.map((row) => ({
        version: row.version,
        createTimeMs: intCodec.decode(row.create_time_ms),
        comment: row.comment ?? undefined,
      }));
    },
  };
}

function visible(db: Reader, viewer: Viewer, alsoDeleted = false): SelectQueryBuilder<Schema, 'workflows', unknown> {
  let query: SelectQueryBuilder<Schema, 'workflows', unknown> = db
    .selectFrom('workflows')
    .where('graph_address', '=', textCodec.encode(viewer.graphAddress));
  if (!viewer.isRoot) query = query.where('user_name', '=', textCodec.encode(viewer.user));
  return alsoDeleted ? query : query.where('deleted', '=', boolCodec.encode(false));
}

async function find(db: Reader, viewer: Viewer, id: string, alsoDeleted = false): Promise<Row> {
  const row = await visible(db, viewer, alsoDeleted)
    .selectAll()
    .where('id', '=', textCodec.encode(id))
    .executeTakeFirst();
  if (row === undefined) throw new OrreryError('ErrNotFound', `there is no workflow ${JSON.stringify(id)}`);
  return row;
}

async function definitionOf(db: Reader, row: Row, version: number): Promise<WorkflowDefinition> {
  const found = await db
    .selectFrom('workflow_versions')
    .select('definition')
    .where('workflow_id', '=', row.id)
    .where('version', '=', boundedInt32(version))
    .executeTakeFirst();
  if (found === undefined) {
    throw new OrreryError('ErrNotFound', `workflow ${row.id} has no version ${version}; its latest is ${row.version}`);
  }
  return jsonCodec.decode(found.definition) as unknown as WorkflowDefinition;
}

async function currentDefinitions(db: Reader, rows: readonly Row[]): Promise<Map<string, WorkflowDefinition>> {
  if (rows.length === 0) return new Map();
  const found = await db
    .selectFrom('workflow_versions as v')
    .innerJoin('workflows as w', (join) =>
      join.onRef('w.id', '=', 'v.workflow_id').onRef('w.version', '=', 'v.version'),
    )
    .select(['v.workflow_id', 'v.definition'])
    .where(
      'v.workflow_id',
      'in',
      rows.map((row) => row.id),
    )
    .execute();
  return new Map(
    found.map((row) => [row.workflow_id, jsonCodec.decode(row.definition) as unknown as WorkflowDefinition]),
  );
}

async function insertVersion(
  tx: Tx,
  id: string,
  version: number,
  nowMs: number,
  comment: string | undefined,
  definition: WorkflowDefinition,
): Promise<void> {
  await tx
    .insertInto('workflow_versions')
    .values({
      workflow_id: id,
      version,
      create_time_ms: nowMs,
      comment: textCodec.encodeOptional(comment),
      definition: jsonCodec.encode(definition),
    })
    .execute();
}

/** The name is the workflow's, not the version's: after a rename every version goes by the new one. */
function viewOf(row: Row, definition: WorkflowDefinition, version = row.version): WorkflowView {
  return {
    id: row.id,
    name: row.name,
    account: { graphAddress: row.graph_address, user: row.user_name },
    version,
    createTimeMs: intCodec.decode(row.create_time_ms),
    updateTimeMs: intCodec.decode(row.update_time_ms),
    definition: { ...definition, name: row.name },
  };
}

async function freeId(tx: Tx): Promise<string> {
  for (;;) {
    const id = String(randomInt(1_000_000_000, 10_000_000_000));
    const taken = await tx.selectFrom('workflows').select('id').where('id', '=', id).executeTakeFirst();
    if (taken === undefined) return id;
  }
}

async function checkGivenId(tx: Tx, id: string): Promise<void> {
  if (!/^[0-9]{1,10}$/.test(id)) {
    throw new OrreryError('ErrParam', `${JSON.stringify(id)} is no workflow id: it has 1 to 10 digits`);
  }
  const taken = await tx.selectFrom('workflows').select('id').where('id', '=', id).executeTakeFirst();
  if (taken !== undefined) throw new OrreryError('ErrBadRequest', `workflow id ${id} is in use`);
}

function defaultName(): string {
  let name = 'workflow_';
  for (let i = 0; i < 5; i++) name += NAME_LETTERS[randomInt(NAME_LETTERS.length)]!;
  return name;
}

function checkName(name: string): string {
  if (name.trim() !== '' && name.length <= MAX_NAME && !name.includes('\0')) return name;
  throw new OrreryError('ErrParam', `a workflow's name has 1 to ${MAX_NAME} characters; this one has ${name.length}`);
}
