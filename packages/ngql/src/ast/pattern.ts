import type { MapExpression } from './expression.ts';
import type { Span } from './span.ts';

/** One `:label` of a node, with the map that may follow it: `(v:player{age: 42}:team)`. */
export interface NodeLabel extends Span {
  readonly kind: 'nodeLabel';
  readonly name: string;
  readonly properties: MapExpression | undefined;
}

/** `(alias:label{…})`. `properties` is the map of a node without labels: `(v{name: "x"})`. */
export interface NodePattern extends Span {
  readonly kind: 'node';
  readonly alias: string | undefined;
  readonly labels: readonly NodeLabel[];
  readonly properties: MapExpression | undefined;
}

/** As seen from the left node: `-->` out, `<--` in, `--` and `<-->` both. */
export type EdgeDirection = 'out' | 'in' | 'both';

/** `*min..max`: `*` is 1..undefined, `*3` is 3..3, `*..4` is 1..4. */
export interface HopRange extends Span {
  readonly kind: 'hopRange';
  readonly min: bigint;
  readonly max: bigint | undefined;
}

/** `-[alias:type1|type2*1..3{…}]->` */
export interface EdgePattern extends Span {
  readonly kind: 'edgePattern';
  readonly alias: string | undefined;
  readonly types: readonly string[];
  readonly direction: EdgeDirection;
  readonly range: HopRange | undefined;
  readonly properties: MapExpression | undefined;
}

/** `[alias =] node (edge node)*`, or `[alias =] shortestPath(…)`. nodes.length is edges.length + 1. */
export interface PathPattern extends Span {
  readonly kind: 'path';
  readonly alias: string | undefined;
  readonly shortest: 'shortestPath' | 'allShortestPaths' | undefined;
  readonly nodes: readonly NodePattern[];
  readonly edges: readonly EdgePattern[];
}
