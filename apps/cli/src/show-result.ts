import { valueText } from '@orrery/contracts';
import { elapsedText, note, print, textTable } from './output.ts';
import { planText } from './plan-text.ts';
import type { StatementResult } from './run-script.ts';

/** Prints the table and the plan that a statement gave; as a line of JSON if asked to. */
export function showResult(result: StatementResult, totalMs: number, asJson = false): void {
  const { columns, rows, latencyUs, planDescription: plan } = result;
  const cells = rows.map((row) => row.map(valueText));
  if (asJson) {
    const described = plan && { ...plan, nodeIndexById: Object.fromEntries(plan.nodeIndexById) };
    print(JSON.stringify({ columns, rows: cells, ...(plan && { plan: described }) }));
    return;
  }
  if (columns.length > 0) print(textTable(columns, cells));
  if (plan) {
    note(`execution plan (optimized in ${plan.optimizeTimeUs} µs)`);
    print(planText(plan));
  }
  note(`${rows.length} rows (graph ${elapsedText(latencyUs / 1000)}, total ${elapsedText(totalMs)})`);
}
