import type { Batch, Row } from '../../bind/scope.ts';
import type { PlanNodeOf } from '../../plan/plan-node.ts';
import { BATCH_ROWS, type Execution } from '../execution.ts';

/**
 * OPTIONAL MATCH: a batch of the input at a time goes into the inner plan with its row numbers; rows that nothing came of
 * are filled up with NULLs. Holds a batch and what comes of it until its last row is decided.
 */
export async function* optional(node: PlanNodeOf<'optional'>, execution: Execution): AsyncGenerator<Batch> {
  const width = node.columns.length;
  const numberSlot = node.argument.columns.length - 1;
  for await (const batch of execution.run(node.input)) {
    const matched = new Set<number>();
    execution.arguments.set(node.argument, numbered(batch));
    for await (const inner of execution.run(node.inner)) {
      yield inner.map((row) => {
        matched.add(Number(row[numberSlot]));
        return row.toSpliced(numberSlot, 1);
      });
    }
    const missed: Batch = [];
    batch.forEach((row, i) => {
      if (!matched.has(i)) missed.push([...row, ...nulls(width - row.length)]);
    });
    if (missed.length > 0) yield missed;
  }
}

/** Pattern expressions: the last column of what the inner plan makes of a row, as a list. */
export async function* collectInner(node: PlanNodeOf<'collect'>, execution: Execution): AsyncGenerator<Batch> {
  const numberSlot = node.argument.columns.length - 1;
  for await (const batch of execution.run(node.input)) {
    for (let at = 0; at < batch.length; at += BATCH_ROWS) {
      const part = batch.slice(at, at + BATCH_ROWS);
      const lists = part.map((): Row => []);
      execution.arguments.set(node.argument, numbered(part));
      for await (const inner of execution.run(node.inner)) {
        for (const row of inner) {
          const value = row.at(-1);
          lists[Number(row[numberSlot])]!.push(value);
          execution.memory.hold(64);
        }
      }
      yield part.map((row, i) => [...row, lists[i]!]);
    }
  }
}

function nulls(count: number): Row {
  return Array.from({ length: count }, () => null);
}

function numbered(batch: Batch): Batch {
  return batch.map((row, i) => [...row, BigInt(i)]);
}
