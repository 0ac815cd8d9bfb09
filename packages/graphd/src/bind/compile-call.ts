import type { Expression, FunctionCall } from '@orrery/ngql';
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
  const { call } = definition;
  const [first, second, third] = expression.arguments.map(compile);
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
