import type { Value } from '@orrery/contracts';
import type { Batch, Compiled } from '../../bind/scope.ts';
import { aggregateFunction, type Accumulator } from '../../functions/aggregates.ts';
import type { AggregateItem, PlanNodeOf } from '../../plan/plan-node.ts';
import { valueKey } from '../../values/key.ts';
import type { Execution } from '../execution.ts';
import { slices } from './rows.ts';

interface Item {
  readonly argument: Compiled;
  readonly create: () => Accumulator;
}

/** Passes each distinct value on once. */
class Distinct implements Accumulator {
  readonly #inner: Accumulator;
  readonly #seen = new Set<string>();
  constructor(inner: Accumulator) {
    this.#inner = inner;
  }
  add(value: Value): void {
    const key = valueKey(value);
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.#inner.add(value);
  }
  result(): Value {
    return this.#inner.result();
  }
}

function itemOf(item: AggregateItem, execution: Execution): Item {
  const { create } = aggregateFunction(item.name)!;
  return {
    argument: item.argument ? execution.compile(item.argument) : () => true,
    create: item.distinct ? () => new Distinct(create()) : create,
  };
}

/** Groups by hash. Holds the keys and the state of every group; collect() holds what it collects. */
export async function* aggregate(node: PlanNodeOf<'aggregate'>, execution: Execution): AsyncGenerator<Batch> {
  const keys = node.keys.map((bound) => execution.compile(bound));
  const items = node.items.map((item) => itemOf(item, execution));
  const groups = new Map<string, { readonly key: Value[]; readonly states: Accumulator[] }>();
  const rowBytes = node.items.some((item) => item.distinct || aggregateFunction(item.name)!.collects) ? 32 : 0;
  for await (const batch of execution.run(node.input)) {
    for (const row of batch) {
      const key = keys.map((compute) => compute(row));
      let text = '';
      for (const value of key) text += valueKey(value);
      let group = groups.get(text);
      if (!group) {
        group = { key, states: items.map((item) => item.create()) };
        groups.set(text, group);
        execution.memory.hold(text.length + 64 + 64 * items.length);
      }
      for (let i = 0; i < items.length; i++) group.states[i]!.add(items[i]!.argument(row));
      if (rowBytes > 0) execution.memory.hold(rowBytes);
      if (execution.pace.due()) await execution.pace.pause();
    }
  }
  if (groups.size === 0 && keys.length === 0) {
    yield [items.map((item) => item.create().result())];
    return;
  }
  const rows: Batch = [];
  for (const { key, states } of groups.values()) rows.push([...key, ...states.map((state) => state.result())]);
  yield* slices(rows);
}
