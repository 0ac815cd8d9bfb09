import type { Expression } from '../ast/expression.ts';
import type { Script, Statement } from '../ast/statement.ts';
import { inOneGo } from '../in-one-go.ts';
import { tokenSteps } from '../lexer/lexer.ts';
import { Cursor } from './cursor.ts';
import type { ParseContext } from './cursor.ts';
import { parseExpression as parseWholeExpression, parseInner } from './expression.ts';
import { hasBuiltinFunction } from './functions.ts';
import { parseExplain, statementSteps } from './statement.ts';

export interface ParseOptions {
  /**
   * Names of the session's parameters (`$name`). NebulaGraph refuses other variables as values while parsing; without
   * this option every `$name` may be a parameter.
   */
  readonly parameters?: ReadonlySet<string>;
  /** Whether a function exists, by lower-case name and number of arguments. Default: NebulaGraph's built-in ones. */
  readonly hasFunction?: (name: string, count: number) => boolean;
  /** Accept `${name}` wherever a literal may stand; its value reads as an empty string, or 1. */
  readonly placeholders?: boolean;
  /** Deepest nesting of expressions and statements. Default 512, NebulaGraph's max_expression_depth. */
  readonly maxDepth?: number;
}

const DEFAULT_MAX_DEPTH = 512;

function* cursorSteps(text: string, options: ParseOptions): Generator<undefined, Cursor> {
  const context: ParseContext = {
    parameters: options.parameters,
    hasFunction: options.hasFunction ?? hasBuiltinFunction,
    maxDepth: options.maxDepth ?? DEFAULT_MAX_DEPTH,
    inner: parseInner,
  };
  return new Cursor(yield* tokenSteps(text, { placeholders: options.placeholders ?? false }), context);
}

/**
 * Parses statements separated by `;`. Linear in the text's length.
 * @throws NgqlSyntaxError at the first fault
 */
export function parse(text: string, options: ParseOptions = {}): Script {
  return inOneGo(parseSteps(text, options));
}

/**
 * The same in steps of at most a few milliseconds, so that a server can do other work in between: they end between tokens,
 * statements and rows of INSERT. A single expression is one step, however long.
 */
export function* parseSteps(text: string, options: ParseOptions = {}): Generator<undefined, Script> {
  const cursor = yield* cursorSteps(text, options);
  while (cursor.accept(';'));
  const statements: Statement[] = [];
  if (cursor.at('EXPLAIN') || cursor.at('PROFILE')) {
    statements.push(parseExplain(cursor));
    while (cursor.accept(';'));
  } else {
    statements.push(...(yield* statementSteps(cursor)));
  }
  if (!cursor.at('end')) cursor.fail();
  return { statements };
}

/** Parses one expression. @throws NgqlSyntaxError when the text is not exactly that */
export function parseExpression(text: string, options: ParseOptions = {}): Expression {
  const cursor = inOneGo(cursorSteps(text, options));
  const expression = parseWholeExpression(cursor);
  if (!cursor.at('end')) cursor.fail();
  return expression;
}
