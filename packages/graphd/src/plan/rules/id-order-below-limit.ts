import type { PlanNode } from '../plan-node.ts';

/**
 * GO walks the edges of a vertex in the order of NebulaGraph's storage where a `LIMIT` makes it matter which come first, by
 * way of a sort's ties too. Elsewhere no order is promised, and none is paid for.
 */
export function idOrderBelowLimit(node: PlanNode): PlanNode | undefined {
  if (node.kind !== 'limit') return undefined;
  const input = inIdOrder(node.input);
  return input === node.input ? undefined : { ...node, input };
}

function inIdOrder(node: PlanNode): PlanNode {
  switch (node.kind) {
    case 'go': {
      const from = node.from.kind === 'column' ? { ...node.from, input: inIdOrder(node.from.input) } : node.from;
      return node.inIdOrder ? node : { ...node, from, inIdOrder: true };
    }
    case 'filter':
    case 'project':
    case 'extend':
    case 'dedup':
    case 'sort':
    case 'unwind': {
      const input = inIdOrder(node.input);
      return input === node.input ? node : { ...node, input };
    }
    default:
      return node;
  }
}
