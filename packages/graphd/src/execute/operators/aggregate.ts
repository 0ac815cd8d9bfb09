import type { Value } from '@orrery/contracts';
import type { Batch, Compiled, Row } from '../../bind/scope.ts';
import { aggregateFunction, type Accumulator } from '../../functions/aggregates.ts';
import type { AggregateItem, Bound, PlanNodeOf } from '../../plan/plan-node.ts';
import { valueKey } from '../../values/key.ts';
import { ColumnAggregation } from '../columns/column-aggregation.ts';
import { cursorOver } from '../cursors/cursor-over.ts';
import { END, ROW, type CursorReading } from '../cursors/row-cursor.ts';
import { BATCH_ROWS, type Execution } from '../execution.ts';

/** What a row takes in an aggregate that grows with them. */
const COLLECTED_BYTES = 32;

interface Item {
  readonly argument: Compiled;
  readonly create: () => Accumulator;
  /** The state keeps the values it is given. */
  readonly keeps: boolean;
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
    this.#inner.add(value, 1);
  }
  result(): Value {
    return this.#inner.result();
  }
}

function itemOf(item: AggregateItem, execution: Execution): Item {
  const { create, collects } = aggregateFunction(item.name)!;
  return {
    argument: item.argument ? execution.compile(item.argument) : () => true,
    create: item.distinct ? () => new Distinct(create()) : create,
    keeps: item.distinct || collects,
  };
}

/**
 * How rows of a cursor are aggregated: their vertices and edges are never NULL, so that counting them is counting rows, and
 * counting different ones takes them by their keys.
 */
function cursorReading({ keys, items, input }: PlanNodeOf<'aggregate'>): CursorReading & {
  readonly items: readonly AggregateItem[];
} {
  const [read, slots, expressions]: [AggregateItem[], number[], Bound[]] = [[], [], [...keys]];
  let counts = true;
  for (const item of items) {
    const countsRows = aggregateFunction(item.name)!.counts;
    counts &&= countsRows && !item.distinct;
    const argument = item.argument?.expression;
    const slot = argument?.kind === 'label' ? input.columns.findIndex(({ name }) => name === argument.name) : -1;
    if (countsRows && slot >= 0) {
      if (item.distinct) slots.push(slot);
      read.push(item.distinct ? item : { ...item, argument: undefined });
    } else {
      if (item.argument) expressions.push(item.argument);
      read.push(item);
    }
  }
  return { items: read, expressions, slots, counts };
}

interface Group {
  readonly key: readonly Value[];
  readonly states: readonly Accumulator[];
}

/** The groups so far. A single key that is no object is its own name; others go by a text. */
class Groups {
  readonly #keys: readonly Compiled[];
  readonly #items: readonly Item[];
  readonly #execution: Execution;
  readonly #rowBytes: number;
  readonly #groups = new Map<Value, Group>();
  /** That of the row before: what comes out of a scan or a walk has the same key many times in a row. */
  #last: Group | undefined;

  constructor(keys: readonly Bound[], items: readonly AggregateItem[], execution: Execution) {
    this.#execution = execution;
    this.#keys = keys.map((bound) => execution.compile(bound));
    this.#items = items.map((item) => itemOf(item, execution));
    this.#rowBytes = this.#items.some(({ keeps }) => keeps) ? COLLECTED_BYTES : 0;
    // Without keys there is one group, even of no rows.
    if (this.#keys.length === 0) this.#last = this.#newGroup([], '');
  }

  add(row: Row, times: number): void {
    const { states } = this.#groupOf(row);
    for (let i = 0; i < states.length; i++) {
      const { argument, keeps } = this.#items[i]!;
      const value = argument(row);
      states[i]!.add(value, times);
      if (keeps) this.#execution.memory.holdValue(value);
    }
    if (this.#rowBytes > 0) this.#execution.memory.hold(this.#rowBytes);
  }

  *rows(): Generator<Row> {
    for (const { key, states } of this.#groups.values()) yield [...key, ...states.map((state) => state.result())];
  }

  #groupOf(row: Row): Group {
    const [last, keys] = [this.#last, this.#keys];
    if (last && keys.length === 0) return last;
    const key: Value[] = [];
    let isLast = last !== undefined;
    for (let i = 0; i < keys.length; i++) {
      const value = keys[i]!(row);
      isLast &&= value === last!.key[i];
      key.push(value);
    }
    return isLast ? last! : (this.#last = this.#find(key));
  }

  #find(key: readonly Value[]): Group {
    const [only] = key;
    let name: Value;
    if (key.length === 1 && typeof only !== 'object') name = only;
    else {
      name = '';
      for (const value of key) name += valueKey(value);
    }
    return this.#groups.get(name) ?? this.#newGroup(key, name);
  }

  #newGroup(key: readonly Value[], name: Value): Group {
    const group = { key, states: this.#items.map((item) => item.create()) };
    this.#groups.set(name, group);
    this.#execution.memory.hold((typeof name === 'string' ? name.length : 0) + 64 + 64 * this.#items.length);
    return group;
  }
}

/** Groups by hash. Holds the keys and the state of every group; collect() holds what it collects. */
export async function* aggregate(node: PlanNodeOf<'aggregate'>, execution: Execution): AsyncGenerator<Batch> {
  const { items, ...reading } = cursorReading(node);
  const columns = ColumnAggregation.of(node, items, reading.counts, execution);
  if (columns && (await columns.run())) {
    yield* batches(columns.rows(), execution);
    return;
  }
  const { pace } = execution;
  const cursor = cursorOver(node.input, reading, execution);
  const groups = new Groups(node.keys, cursor ? items : node.items, execution);
  if (cursor) {
    for (let step = cursor.step(); step !== END; step = cursor.step()) {
      if (step === ROW) groups.add(cursor.row, cursor.times);
      if (pace.due()) await pace.pause();
    }
  } else {
    for await (const batch of execution.run(node.input)) {
      for (const row of batch) {
        groups.add(row, 1);
        if (pace.due()) await pace.pause();
      }
    }
  }
  yield* batches(groups.rows(), execution);
}

async function* batches(all: Iterable<Row>, { pace }: Execution): AsyncGenerator<Batch> {
  let rows: Batch = [];
  for (const row of all) {
    rows.push(row);
    if (rows.length >= BATCH_ROWS) {
      yield rows;
      rows = [];
    }
    if (pace.due()) await pace.pause();
  }
  if (rows.length > 0) yield rows;
}
