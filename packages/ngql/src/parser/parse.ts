import type { Expression } from '../ast/expression.ts';
import type { Script, Statement } from '../ast/statement.ts';
import { tokenize } from '../lexer/lexer.ts';
import { Cursor } from './cursor.ts';
import type { ParseContext } from './cursor.ts';
import { parseExpression as parseWholeExpression, parseInner } from './expression.ts';
import { hasBuiltinFunction } from './functions.ts';
import { parseExplain, parseStatements } from './statement.ts';

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

function cursorFor(text: string, options: ParseOptions): Cursor {
  const context: ParseContext = {
    parameters: options.parameters,
    hasFunction: options.hasFunction ?? hasBuiltinFunction,
    maxDepth: options.maxDepth ?? DEFAULT_MAX_DEPTH,
    inner: parseInner,
  };
  return new Cursor(tokenize(text, { placeholders: options.placeholders ?? false }), context);
}

/**
 * Parses statements separated by `;`. Linear in the text's length.
 * @throws NgqlSyntaxError at the first fault
 */
export function parse(text: string, options: ParseOptions = {}): Script {
  const cursor = cursorFor(text, options);
  while (cursor.accept(';'));
  const statements: Statement[] = [];
  if (cursor.at('EXPLAIN') || cursor.at('PROFILE')) {
    statements.push(parseExplain(cursor));
    while (cursor.accept(';'));
  } else {
    statements.push(...parseStatements(cursor));
  }
  if (!cursor.at('end')) cursor.fail();
  return { statements };
}

/** Parses one expression. @throws NgqlSyntaxError when the text is not exactly that */
export function parseExpression(text: string, options: ParseOptions = {}): Expression {
  const cursor = cursorFor(text, options);
  const expression = parseWholeExpression(cursor);
  if (!cursor.at('end')) cursor.fail();
  return expression;
}
