import type { Batch } from '../bind/scope.ts';
import { describeNode, nodesOf, readableText } from '../plan/describe-plan.ts';
import { inputsOf, type PlanNode } from '../plan/plan-node.ts';
import type { PlanDescription, PlanNode as DescribedNode } from '../server/engine.ts';
import type { Execution } from './execution.ts';

/** Times are those of the node and of what is below it. */
interface Measure {
  rows: number;
  totalMs: number;
  /** Of that, in which others had their turn. */
  waitedMs: number;
}

/** Counts rows and time of every operator of a PROFILE. */
export class Profile {
  readonly #measures = new Map<PlanNode, Measure>();

  wrap(
    run: (node: PlanNode, execution: Execution) => AsyncGenerator<Batch>,
  ): (node: PlanNode, execution: Execution) => AsyncGenerator<Batch> {
    return (node, execution) => this.#measured(node, run(node, execution), execution);
  }

  async *#measured(node: PlanNode, batches: AsyncGenerator<Batch>, { pace }: Execution): AsyncGenerator<Batch> {
    const measure = this.#measures.get(node) ?? { rows: 0, totalMs: 0, waitedMs: 0 };
    this.#measures.set(node, measure);
    try {
      for (;;) {
        const [start, waited] = [performance.now(), pace.waitedMs];
        const { done, value } = await batches.next();
        measure.totalMs += performance.now() - start;
        measure.waitedMs += pace.waitedMs - waited;
        if (done) return;
        measure.rows += value.length;
        yield value;
      }
    } finally {
      await batches.return(undefined);
    }
  }

  /** A node's rows and its own time, in µs: at work, and with the turns of others. */
  statsOf(node: PlanNode): {
    readonly rows: number;
    readonly execDurationUs: number;
    readonly totalDurationUs: number;
  } {
    const measure = this.#measures.get(node);
    if (!measure) return { rows: 0, execDurationUs: 0, totalDurationUs: 0 };
    let { totalMs, waitedMs } = measure;
    for (const input of inputsOf(node)) {
      totalMs -= this.#measures.get(input)?.totalMs ?? 0;
      waitedMs -= this.#measures.get(input)?.waitedMs ?? 0;
    }
    const execDurationUs = Math.max(0, Math.round((totalMs - waitedMs) * 1000));
    const totalDurationUs = Math.max(execDurationUs, Math.round(totalMs * 1000));
    return { rows: node.kind === 'start' ? 0 : measure.rows, execDurationUs, totalDurationUs };
  }
}

/**
 * The plans of a text as EXPLAIN and PROFILE answer them: one chain, in which the leaves of a statement come after the
 * root of the one before it, and those of the first one after a start, as in NebulaGraph. The root has the highest id.
 */
export function describePlans(
  plans: readonly PlanNode[],
  format: string,
  optimizeTimeUs: number,
  profile: Profile | undefined,
): PlanDescription {
  const dependencies = new Map<PlanNode, readonly PlanNode[]>();
  plans.forEach((plan, i) => {
    for (const node of nodesOf(plan)) {
      const inputs = inputsOf(node);
      const isLeaf = inputs.length === 0 && node.kind !== 'argument';
      if (!isLeaf) dependencies.set(node, inputs);
      else if (i > 0) dependencies.set(node, [plans[i - 1]!]);
      else dependencies.set(node, node.kind === 'start' ? [] : [{ kind: 'start', columns: [] }]);
    }
  });
  const nodes: PlanNode[] = [];
  const seen = new Set<PlanNode>();
  const visit = (node: PlanNode): void => {
    if (seen.has(node)) return;
    seen.add(node);
    nodes.push(node);
    for (const dependency of dependencies.get(node) ?? []) visit(dependency);
  };
  const last = plans.at(-1);
  if (last) visit(last);
  const ids = new Map(nodes.map((node, i) => [node, nodes.length - 1 - i]));
  const outputOf = (node: PlanNode): string => `__${describeNode(node).name}_${ids.get(node)!}`;
  const described = nodes.map((node): DescribedNode => {
    const { name, details } = describeNode(node);
    const inputs = inputsOf(node).map((from) => (from.kind === 'start' ? '' : outputOf(from)));
    const input = inputs.length < 2 ? (inputs[0] ?? '') : JSON.stringify({ leftVar: inputs[0], rightVar: inputs[1] });
    const colNames = node.columns.map((column) => readableText(column.name));
    return {
      id: ids.get(node)!,
      name,
      outputVar: JSON.stringify({ colNames, type: 'DATASET', name: outputOf(node) }),
      description: node.kind === 'start' ? details : [{ key: 'inputVar', value: input }, ...details],
      profiles: profile && [profile.statsOf(node)],
      dependencies: (dependencies.get(node) ?? []).map((dependency) => ids.get(dependency)!),
    };
  });
  const nodeIndexById = new Map(described.map(({ id }, i) => [id, i]));
  return { nodes: described, nodeIndexById, format, optimizeTimeUs };
}
