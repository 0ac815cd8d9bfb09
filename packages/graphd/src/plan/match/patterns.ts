import {
  printExpression,
  type EdgePattern,
  type Expression,
  type MapExpression,
  type NodePattern,
  type PathPattern,
} from '@orrery/ngql';
import { foldConstants, substituteParameters } from '../../bind/fold-constants.ts';
import { semanticError } from '../../bind/statement-error.ts';
import type { SchemaDefinition } from '../../catalog/definitions.ts';
import { checkParameters, spaceInUse, type PlanContext } from '../plan-context.ts';
import { needsOf, type AliasKind, type Condition, type Environment } from './environment.ts';
import { tagTest } from './match-scope.ts';

export interface PlannedNode {
  readonly alias: string;
  readonly labels: readonly SchemaDefinition[];
}

export interface PlannedEdge {
  readonly alias: string;
  /** The alias was bound before this pattern. */
  readonly again: boolean;
  readonly schemas: readonly SchemaDefinition[];
  readonly direction: EdgePattern['direction'];
  readonly range: { readonly min: number; readonly max: number } | undefined;
  /** Conditions on every edge of a range, over the alias `#edge`. */
  readonly each: Expression | undefined;
  readonly pattern: EdgePattern;
  readonly isNamed: boolean;
}

/** A path pattern with names for everything, and its labels and property maps as conditions. */
export interface PlannedPath {
  readonly alias: string | undefined;
  readonly shortest: PathPattern['shortest'];
  readonly nodes: readonly PlannedNode[];
  readonly edges: readonly PlannedEdge[];
  readonly conditions: readonly Condition[];
  readonly pattern: PathPattern;
}

const UNBOUNDED = Number.MAX_SAFE_INTEGER;

/** @throws StatementError SemanticError on unknown labels and types, and aliases that clash */
export function preparePath(pattern: PathPattern, environment: Environment): PlannedPath {
  const conditions: Condition[] = [];
  const { evaluation } = environment.context;
  const add = (written: Expression): void => {
    checkParameters(written, environment.context);
    const expression = foldConstants(substituteParameters(written, evaluation.parameters), evaluation);
    conditions.push({ expression, needs: needsOf(expression) });
  };
  const edgeAliases = new Set<string>();
  const nodes: PlannedNode[] = [];
  const edges: PlannedEdge[] = [];
  pattern.nodes.forEach((node, i) => {
    nodes.push(prepareNode(node, environment, add));
    const edge = pattern.edges[i];
    if (!edge) return;
    if (edge.alias !== undefined && edgeAliases.has(edge.alias)) {
      throw semanticError(`\`${edge.alias}': Redefined alias`);
    }
    if (edge.alias !== undefined) edgeAliases.add(edge.alias);
    edges.push(prepareEdge(edge, environment, add));
  });
  if (pattern.alias !== undefined) declare(pattern.alias, 'Path', environment);
  return { alias: pattern.alias, shortest: pattern.shortest, nodes, edges, conditions, pattern };
}

function declare(alias: string, kind: AliasKind, environment: Environment): void {
  environment.declare(alias, kind);
}

function prepareNode(node: NodePattern, environment: Environment, add: (expression: Expression) => void): PlannedNode {
  const alias = node.alias ?? environment.anonymous('node');
  declare(alias, 'Node', environment);
  const { tags } = spaceInUse(environment.context);
  const labels = node.labels.map((label) => {
    const schema = tags.get(label.name);
    if (!schema) throw semanticError(`\`${label.name}': Unknown tag`);
    add(tagTest(alias, schema.name, label));
    for (const { key, value } of label.properties?.entries ?? []) {
      add(equals(attribute(attribute(labelOf(alias, label), schema.name), key), value));
    }
    return schema;
  });
  const [entry] = node.properties?.entries ?? [];
  if (entry && node.labels.length === 0) {
    throw semanticError(`\`${entry.key}:${printExpression(entry.value)}': No tag found for property.`);
  }
  return { alias, labels };
}

function prepareEdge(edge: EdgePattern, environment: Environment, add: (expression: Expression) => void): PlannedEdge {
  const alias = edge.alias ?? environment.anonymous('edge');
  const again = environment.kinds.has(alias);
  const kind = edge.range ? 'EdgeList' : 'Edge';
  if (again && kind === 'EdgeList') {
    throw semanticError(`Unsupported type of variable '${alias}\` used in multiple patterns: list of edges.`);
  }
  declare(alias, kind, environment);
  const range = edge.range && {
    min: Number(edge.range.min),
    max: edge.range.max === undefined ? UNBOUNDED : Number(edge.range.max),
  };
  if (range && range.min > range.max) {
    throw semanticError(`Max hop must be greater equal than min hop: ${range.min} vs. ${range.max}`);
  }
  const owner = range ? '#edge' : alias;
  const each = propertyConditions(owner, edge.properties, edge);
  if (!range) each.forEach(add);
  return {
    alias,
    again,
    schemas: edgeSchemas(edge, environment.context),
    direction: edge.direction,
    range,
    each: range ? each.reduce<Expression | undefined>(both, undefined) : undefined,
    pattern: edge,
    isNamed: edge.alias !== undefined,
  };
}

function edgeSchemas(edge: EdgePattern, context: PlanContext): SchemaDefinition[] {
  const { edges } = spaceInUse(context);
  if (edge.types.length === 0) return [...edges.values()];
  // A type that is named twice is one way to go, as in GO.
  return [...new Set(edge.types)].map((name) => {
    const schema = edges.get(name);
    if (!schema) throw semanticError(`\`${name}': Unknown edge type`);
    return schema;
  });
}

type Spanned = { readonly offset: number; readonly end: number };

function propertyConditions(owner: string, map: MapExpression | undefined, span: Spanned): Expression[] {
  return (map?.entries ?? []).map(({ key, value }) => equals(attribute(labelOf(owner, span), key), value));
}

function labelOf(name: string, { offset, end }: Spanned): Expression {
  return { kind: 'label', name, offset, end };
}

function attribute(object: Expression, name: string): Expression {
  return { kind: 'attribute', object, name, offset: object.offset, end: object.end };
}

function equals(left: Expression, right: Expression): Expression {
  return { kind: 'binary', operator: '==', left, right, offset: left.offset, end: right.end };
}

function both(left: Expression | undefined, right: Expression): Expression {
  if (!left) return right;
  return { kind: 'binary', operator: 'AND', left, right, offset: left.offset, end: right.end };
}
