import type { SchemaDefinition } from '../catalog/definitions.ts';
import { faultPoint } from '../storage/fault-point.ts';
import type { SpaceWriter } from '../storage/store.ts';
import { checkUnchanged } from './check-unchanged.ts';
import type { Execution } from './execution.ts';

/** Rows that are written in one go; some milliseconds of work. */
export const PIECE_ROWS = 256;

/**
 * Writes the rows of a statement, whose values are in the order of the schemas, in pieces, each in a transaction of its
 * own, so that other statements get their turn and a cancel its effect in between; what was written before one stays, as
 * in NebulaGraph. A row is always whole, and none is there without those before it. One piece is on its way to the disk
 * while the next one is written.
 * @throws StatementError ExecutionError when the statement was killed or took too long; StoreError, SchemaChanged among
 * them
 */
export async function writePieces<T>(
  rows: readonly T[],
  schemas: readonly SchemaDefinition[],
  execution: Execution,
  write: (writer: SpaceWriter, row: T) => void,
): Promise<void> {
  const { pace, spaceId } = execution;
  const { store } = execution.engine;
  let last: Promise<void> = Promise.resolve();
  let refused: { readonly error: unknown } | undefined;
  try {
    for (let at = 0; at < rows.length; at += PIECE_ROWS) {
      if (at > 0) pace.check();
      const before = last;
      const piece = rows.slice(at, at + PIECE_ROWS);
      last = store
        .write(spaceId, (writer) => {
          // It waited behind the piece before it, perhaps in the same transaction.
          if (refused) throw refused.error;
          try {
            for (const schema of schemas) checkUnchanged(writer, schema);
            for (const row of piece) write(writer, row);
          } catch (error) {
            refused = { error };
            throw error;
          }
        })
        .catch((error: unknown) => {
          // Or the disk refused it.
          refused ??= { error };
          throw error;
        });
      await before;
      if (at > 0) faultPoint('graph-between-pieces');
    }
  } catch (error) {
    // Nothing of a statement is written after its answer.
    await last.catch(() => undefined);
    throw error;
  }
  await last;
}
