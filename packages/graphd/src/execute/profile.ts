import type { Batch } from '../bind/scope.ts';
import { describeNode, nodesOf } from '../plan/describe-plan.ts';
import { inputsOf, type PlanNode } from '../plan/plan-node.ts';
import type { PlanDescription, PlanNode as DescribedNode } from '../server/engine.ts';
import type { Execution } from './execution.ts';

interface Measure {
  rows: number;
  /** Time in the node and what is below it. */
  totalMs: number;
}

/** Counts rows and time of every operator of a PROFILE. */
export class Profile {
  readonly #measures = new Map<PlanNode, Measure>();

  wrap(
    run: (node: PlanNode, execution: Execution) => AsyncGenerator<Batch>,
  ): (node: PlanNode, execution: Execution) => AsyncGenerator<Batch> {
    return (node, execution) => this.#measured(node, run(node, execution));
  }

  async *#measured(node: PlanNode, batches: AsyncGenerator<Batch>): AsyncGenerator<Batch> {
    const measure = this.#measures.get(node) ?? { rows: 0, totalMs: 0 };
    this.#measures.set(node, measure);
    for (;;) {
      const start = performance.now();
      const { done, value } = await batches.next();
      measure.totalMs += performance.now() - start;
      if (done) return;
      measure.rows += value.length;
      yield value;
    }
  }

  of(node: PlanNode): Measure | undefined {
    return this.#measures.get(node);
  }
}

/** The plans of a text as EXPLAIN and PROFILE answer them. */
export function describePlans(
  plans: readonly PlanNode[],
  format: string,
  optimizeTimeUs: number,
  profile: Profile | undefined,
): PlanDescription {
  const nodes = plans.flatMap(nodesOf);
  const ids = new Map(nodes.map((node, i) => [node, nodes.length - 1 - i]));
  const described = nodes.map((node): DescribedNode => {
    const { name, details } = describeNode(node);
    const id = ids.get(node)!;
    const measure = profile?.of(node);
    const below = inputsOf(node).reduce((sum, input) => sum + (profile?.of(input)?.totalMs ?? 0), 0);
    return {
      id,
      name,
      outputVar: `__${name}_${id}`,
      description: details,
      profiles: measure
        ? [
            {
              rows: measure.rows,
              execDurationUs: Math.max(0, Math.round((measure.totalMs - below) * 1000)),
              totalDurationUs: Math.round(measure.totalMs * 1000),
              otherStats: new Map(),
            },
          ]
        : [],
      dependencies: inputsOf(node).map((input) => ids.get(input)!),
    };
  });
  const nodeIndexById = new Map(described.map(({ id }, i) => [id, i]));
  return { nodes: described, nodeIndexById, format, optimizeTimeUs };
}
