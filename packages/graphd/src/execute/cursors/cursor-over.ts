import type { PlanNode } from '../../plan/plan-node.ts';
import { slotsRead } from '../../plan/slots-read.ts';
import type { Execution } from '../execution.ts';
import { expandCursor } from './expand-cursor.ts';
import { filterCursor } from './filter-cursor.ts';
import { isGiven } from './given-condition.ts';
import type { CursorReading, RowCursor, Wanted } from './row-cursor.ts';
import { edgeScanCursor, vertexScanCursor } from './scan-cursors.ts';

/** The rows of a node for a consumer that keeps nothing of them but values; undefined where they come as batches only. */
export function cursorOver(node: PlanNode, reading: CursorReading, execution: Execution): RowCursor | undefined {
  const read = execution.separate ? undefined : slotsRead(reading.expressions, node.columns);
  return read && cursorOf(node, { slots: new Set([...read, ...reading.slots]), counts: reading.counts }, execution);
}

/** Undefined for nodes, and for conditions, that need rows of their own. */
function cursorOf(node: PlanNode, wanted: Wanted, execution: Execution): RowCursor | undefined {
  switch (node.kind) {
    case 'scanEdges':
      return edgeScanCursor(node, wanted, execution);
    case 'scanVertices':
      return vertexScanCursor(node, wanted, execution);
    case 'expand': {
      const below = [node.from, ...(node.to === undefined ? [] : [node.to]), ...node.distinctFrom];
      const input = cursorOf(node.input, { ...wanted, slots: new Set([...wanted.slots, ...below]) }, execution);
      return input && expandCursor(node, input, wanted, execution);
    }
    case 'filter': {
      if (isGiven(node)) return cursorOf(node.input, wanted, execution);
      const read = slotsRead([node.condition], node.input.columns);
      if (!read) return undefined;
      const slots = new Set([...wanted.slots, ...read]);
      const input = cursorOf(node.input, { ...wanted, slots }, execution);
      return input && filterCursor(node, input, execution);
    }
    default:
      return undefined;
  }
}
