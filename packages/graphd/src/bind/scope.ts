import type { Value } from '@orrery/contracts';
import type { Expression } from '@orrery/ngql';
import type { FunctionContext } from '../functions/function-definition.ts';
import type { ValueType } from '../values/value-type.ts';

/** The values that flow between operators: one array per row, a slot per column. */
export type Row = Value[];
export type Batch = Row[];

/** An expression made ready to run over rows of one layout. */
export type Compiled = (row: Row) => Value;

/** In the place of a value that was given up because it took too long. */
export const OVERLONG: unique symbol = Symbol('overlong');

/** What expressions may use besides the row. */
export interface EvaluationContext extends FunctionContext {
  readonly parameters: ReadonlyMap<string, Value>;
  /** Runs an evaluation that can be done without: gives it up when it goes through many items. */
  readonly attempt?: (evaluate: () => Value) => Value | typeof OVERLONG;
}

/**
 * What names mean to the expressions of one operator. `resolve` is asked first about every node; a scope answers those that
 * depend on names (labels, attributes of labels, `$-.x`, `$$.tag.prop`, VERTEX, …) and leaves the rest to the compiler.
 */
export interface Scope {
  resolve(expression: Expression): Compiled | undefined;
  /** The type of such a node where it is known; undefined for nodes that the scope does not resolve. */
  typeOf(expression: Expression): ValueType | undefined;
}

/** A scope without names: constants, parameters and calls only. */
export const EMPTY_SCOPE: Scope = { resolve: () => undefined, typeOf: () => undefined };

/** A column of rows, as a slot. */
export interface Column {
  readonly name: string;
  readonly type: ValueType;
}

/** Labels (and `$-.x`, `$variable.x`) that name columns. */
export class ColumnScope implements Scope {
  readonly columns: readonly Column[];
  readonly #slots = new Map<string, number>();

  constructor(columns: readonly Column[]) {
    this.columns = columns;
    columns.forEach((column, slot) => this.#slots.set(column.name, slot));
  }

  slot(name: string): number | undefined {
    return this.#slots.get(name);
  }

  #slotOf(expression: Expression): number | undefined {
    switch (expression.kind) {
      case 'label':
      case 'inputProperty':
        return this.#slots.get(expression.name);
      case 'variableProperty':
        return this.#slots.get(expression.name);
      default:
        return undefined;
    }
  }

  resolve(expression: Expression): Compiled | undefined {
    const slot = this.#slotOf(expression);
    return slot === undefined ? undefined : (row) => row[slot];
  }

  typeOf(expression: Expression): ValueType | undefined {
    const slot = this.#slotOf(expression);
    return slot === undefined ? undefined : this.columns[slot]!.type;
  }
}
