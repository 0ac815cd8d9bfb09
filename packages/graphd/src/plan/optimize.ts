import type { PlanNode, VertexSource } from './plan-node.ts';
import { idOrderBelowLimit } from './rules/id-order-below-limit.ts';
import { limitIntoSort } from './rules/limit-into-sort.ts';
import { limitThroughProject } from './rules/limit-through-project.ts';
import { singleDedup } from './rules/single-dedup.ts';
import { topIntoAggregate } from './rules/top-into-aggregate.ts';

/** A rule looks at one node (its inputs are optimized already) and answers a better one, or undefined. */
export type Rule = (node: PlanNode) => PlanNode | undefined;

const RULES: readonly Rule[] = [limitThroughProject, limitIntoSort, idOrderBelowLimit, singleDedup, topIntoAggregate];

/** Applies the rules from the leaves upwards, to each node until none fits. */
export function optimize(node: PlanNode): PlanNode {
  const rebuilt = withOptimizedInputs(node);
  for (const rule of RULES) {
    const better = rule(rebuilt);
    if (better) return optimize(better);
  }
  return rebuilt;
}

function withOptimizedInputs(node: PlanNode): PlanNode {
  switch (node.kind) {
    case 'union':
    case 'membership':
    case 'join':
    case 'equalityJoin':
      return { ...node, left: optimize(node.left), right: optimize(node.right) };
    case 'go':
    case 'fetchVertices':
    case 'subgraph':
      return { ...node, from: optimizedSource(node.from) };
    case 'start':
    case 'values':
    case 'variable':
    case 'argument':
    // A command holds its input in a closure, too.
    case 'command':
      return node;
    case 'findPath':
      return { ...node, from: optimizedSource(node.from), to: optimizedSource(node.to) };
    case 'fetchEdges':
      return { ...node, input: node.input && optimize(node.input) };
    default:
      return { ...node, input: optimize(node.input) };
  }
}

function optimizedSource(source: VertexSource): VertexSource {
  return source.kind === 'column' ? { ...source, input: optimize(source.input) } : source;
}
