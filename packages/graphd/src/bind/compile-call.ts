import type { Value } from '@orrery/contracts';
import type { Expression, FunctionCall } from '@orrery/ngql';
import type { ScalarFunction } from '../functions/function-definition.ts';
import { scalarFunction } from '../functions/registry.ts';
import type { Compiled, EvaluationContext } from './scope.ts';
import { syntaxError } from './statement-error.ts';

/** A call with its function and arity checked. @throws StatementError SyntaxError on an unknown function or arity */
export function compileCall(
  expression: FunctionCall,
  compile: (part: Expression) => Compiled,
  context: EvaluationContext,
): Compiled {
  const definition = scalarFunction(expression.name);
  const count = expression.arguments.length;
  if (!definition || count < definition.minimumArity || count > definition.maximumArity) {
    throw syntaxError(`Unknown function  near \`${expression.name}'`);
  }
  const call = definition.spends ? definition.call : counted(definition.call);
  const [first, second, third] = expression.arguments.map(compile);
  if (definition.pure && count > 0 && expression.arguments.every(({ kind }) => kind === 'constant')) {
    return once(() =>
      call(
        expression.arguments.map(compile).map((arg) => arg([])),
        context,
      ),
    );
  }
  // The usual arities are written out: spreading an array per call costs more than most functions.
  switch (count) {
    case 0:
      return () => call([], context);
    case 1:
      return (row) => call([first!(row)], context);
    case 2:
      return (row) => call([first!(row), second!(row)], context);
    case 3:
      return (row) => call([first!(row), second!(row), third!(row)], context);
    default: {
      const args = expression.arguments.map(compile);
      return (row) =>
        call(
          args.map((arg) => arg(row)),
          context,
        );
    }
  }
}

/** Computed when it is first asked for: what is constant but was not folded is long. */
function once(compute: () => Value): Compiled {
  let known: { readonly value: Value } | undefined;
  return () => (known ??= { value: compute() }).value;
}

/** Characters of a text that take the memory or time of an item of a list. */
const CHARACTERS_PER_ITEM = 64;
/** Smaller results are not worth counting: their rows and items are. */
const COUNTED_FROM = 256;

/** The call, whose results count as what an expression goes through: each can be as large as a text or list may be. */
function counted(call: ScalarFunction['call']): ScalarFunction['call'] {
  return (args, context) => {
    const result = call(args, context);
    if (typeof result === 'string') {
      if (result.length > COUNTED_FROM) context.spend?.(result.length / CHARACTERS_PER_ITEM);
    } else if (Array.isArray(result) && result.length > COUNTED_FROM) {
      context.spend?.(result.length);
    }
    return result;
  };
}
