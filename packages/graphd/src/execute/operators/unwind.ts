import { isNull, NullValue, SetValue, type Value } from '@orrery/contracts';
import type { Batch, Row } from '../../bind/scope.ts';
import { rangeItems } from '../../functions/list.ts';
import type { Bound, PlanNodeOf } from '../../plan/plan-node.ts';
import { BATCH_ROWS, type Execution } from '../execution.ts';
import { RowValue } from '../row-values.ts';

export async function* unwind(node: PlanNodeOf<'unwind'>, execution: Execution): AsyncGenerator<Batch> {
  const items = itemsIn(node.list, execution);
  let rows: Batch = [];
  for await (const batch of execution.run(node.input)) {
    for (const row of batch) {
      const found = items(row);
      for (const item of found instanceof Promise ? await found : found) {
        rows.push([...row, item]);
        if (rows.length >= BATCH_ROWS) {
          yield rows;
          rows = [];
        }
        if (execution.pace.due()) await execution.pace.pause();
      }
    }
  }
  if (rows.length > 0) yield rows;
}

/** What a row's list has. Of range(), which may be long, no list is made. */
function itemsIn(list: Bound, execution: Execution): (row: Row) => Iterable<Value> | Promise<Iterable<Value>> {
  const { expression, scope } = list;
  if (expression.kind === 'call' && expression.name.toLowerCase() === 'range') {
    const args = expression.arguments.map((argument) => execution.compile({ expression: argument, scope }));
    return (row) => {
      const values = args.map((arg) => arg(row));
      const items = values.some(isNull) ? [] : rangeItems(values);
      return items instanceof NullValue ? [] : items;
    };
  }
  const values = new RowValue(list, execution);
  return (row) => {
    const value = values.of(row);
    return value instanceof Promise ? value.then(itemsOf) : itemsOf(value);
  };
}

function itemsOf(value: Value): readonly Value[] {
  if (Array.isArray(value)) return value;
  if (value instanceof SetValue) return value.items;
  return isNull(value) || value === undefined ? [] : [value];
}
