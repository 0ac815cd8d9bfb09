import { printExpression, type Expression } from '@orrery/ngql';
import { foldConstants, substituteParameters } from '../../bind/fold-constants.ts';
import { semanticError } from '../../bind/statement-error.ts';
import type { Column } from '../../bind/scope.ts';
import { freeLabels, rewrite } from '../../bind/walk-expression.ts';
import { column, prepare, prepareCondition, type PlanContext } from '../plan-context.ts';
import type { Bound, PlanNode } from '../plan-node.ts';
import { MatchScope, pathAliases, testedTag } from './match-scope.ts';

/** What an alias stands for. `Value` for everything that WITH and UNWIND make. */
export type AliasKind = 'Node' | 'Edge' | 'EdgeList' | 'Path' | 'Value';

/** A condition of a pattern or a WHERE that waits for its aliases. */
export interface Condition {
  readonly expression: Expression;
  readonly needs: ReadonlySet<string>;
  /** What an error calls it, where that is more than itself. */
  readonly text?: () => string;
}

/** The aliases that an expression speaks of, those behind planner-made names included. */
export function needsOf(expression: Expression): Set<string> {
  const needs = new Set<string>();
  for (const name of freeLabels(expression)) {
    const tested = testedTag(name);
    for (const alias of tested ? [tested.alias] : (pathAliases(name) ?? [name])) needs.add(alias);
  }
  return needs;
}

/** What an error calls a condition: aliases that stand alone are written as variables. */
export function conditionText(expression: Expression): string {
  const shown = rewrite(expression, (node) => {
    if (node.kind === 'attribute') return node;
    const { offset, end } = node;
    return node.kind === 'label' ? { kind: 'variable', name: node.name, offset, end } : undefined;
  });
  return printExpression(shown);
}

/**
 * A MATCH statement as far as it is planned: the plan, what its columns are called, and which of them a `*` shows, in the
 * order in which they were written.
 */
export class Environment {
  plan: PlanNode;
  readonly kinds: Map<string, AliasKind>;
  visible: string[];
  readonly context: PlanContext;
  #anonymous: number;

  constructor(
    context: PlanContext,
    plan: PlanNode,
    kinds: ReadonlyMap<string, AliasKind> = new Map(),
    visible: readonly string[] = [],
    anonymous = 0,
  ) {
    this.context = context;
    this.plan = plan;
    this.kinds = new Map(kinds);
    this.visible = [...visible];
    this.#anonymous = anonymous;
  }

  /** The same aliases over another plan. */
  over(plan: PlanNode): Environment {
    return new Environment(this.context, plan, this.kinds, this.visible, this.#anonymous);
  }

  get scope(): MatchScope {
    return new MatchScope(this.plan.columns);
  }

  isBound(alias: string): boolean {
    return this.plan.columns.some(({ name }) => name === alias);
  }

  slotOf(alias: string): number {
    return this.plan.columns.findIndex(({ name }) => name === alias);
  }

  /** A name for what the statement leaves unnamed. */
  anonymous(what: string): string {
    return `#${what} ${this.#anonymous++}`;
  }

  /** @throws StatementError SemanticError when the alias is known as something else */
  declare(alias: string, kind: AliasKind): void {
    const known = this.kinds.get(alias);
    if (known === undefined) {
      this.kinds.set(alias, kind);
      if (!alias.startsWith('#')) this.visible.push(alias);
    } else if (known !== kind && known !== 'Value') {
      throw semanticError(`\`${alias}': alias redefined with a different type`);
    }
  }

  columnsWith(...names: readonly string[]): Column[] {
    return [...this.plan.columns, ...names.map((name) => column(name))];
  }

  filter(expression: Expression, text = () => conditionText(expression)): void {
    const { evaluation } = this.context;
    const folded = foldConstants(substituteParameters(expression, evaluation.parameters), evaluation);
    const { condition } = prepareCondition(folded, this.scope, this.context, 'Boolean');
    this.plan = { kind: 'filter', input: this.plan, columns: this.plan.columns, condition, text };
  }

  /** The rows so far with those of a part that was planned apart. */
  join(part: Environment, leftKeys: readonly Bound[], rightKeys: readonly Bound[]): void {
    const columns = [...this.plan.columns, ...part.plan.columns];
    this.plan = { kind: 'equalityJoin', left: this.plan, right: part.plan, leftKeys, rightKeys, columns };
    this.#anonymous = part.#anonymous;
  }

  extend(name: string, expression: Expression): void {
    const bound: Bound = prepare(expression, this.scope, this.context);
    this.plan = { kind: 'extend', input: this.plan, expressions: [bound], columns: this.columnsWith(name) };
  }

  /** Applies the conditions whose aliases are all bound, and takes them off the list. */
  applyReady(pending: Condition[]): void {
    for (let i = 0; i < pending.length;) {
      const { expression, needs, text } = pending[i]!;
      if ([...needs].every((alias) => this.isBound(alias))) {
        pending.splice(i, 1);
        this.filter(expression, text);
      } else i++;
    }
  }
}
