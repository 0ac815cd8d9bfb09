import { HighlightStyle, StreamLanguage, syntaxHighlighting, type StringStream } from '@codemirror/language';
import { tags } from '@lezer/highlight';
import { FUNCTIONS, KEYWORDS } from '@orrery/ngql';

const WORDS = new Set([...KEYWORDS.reserved, ...KEYWORDS.unreserved]);

interface State {
  inComment: boolean;
  /** The quote of a string that goes on, else ''. */
  quote: string;
}

/** nGQL's words as ngql's lexer has them; parameters stand out also inside strings. */
const ngqlStream = StreamLanguage.define<State>({
  name: 'nGQL',
  startState: () => ({ inComment: false, quote: '' }),
  token: (stream, state) => {
    if (state.inComment) return comment(stream, state);
    if (state.quote !== '') return quoted(stream, state);
    if (stream.eatSpace()) return null;
    if (stream.match('/*')) {
      state.inComment = true;
      return comment(stream, state);
    }
    if (stream.match(/^(#|\/\/)/)) {
      stream.skipToEnd();
      return 'comment';
    }
    if (stream.match(/^\$\{[A-Za-z_]\w*\}/)) return 'parameter';
    if (stream.match(/^["']/)) {
      state.quote = stream.current();
      return quoted(stream, state);
    }
    if (stream.match(/^`[^`]*`?/)) return 'variableName';
    if (stream.match(/^\$(-|\^|\$|[A-Za-z_]\w*)/)) return 'variableName';
    if (stream.match(/^(0x[\da-f]+|\d+(\.\d*)?(e[+-]?\d+)?|\.\d+)/i)) return 'number';
    const word = stream.match(/^[\p{L}_][\p{L}\p{N}_]*/u) as RegExpMatchArray | null;
    if (word !== null) return kindOfWord(word[0], stream);
    stream.next();
    return 'operator';
  },
  tokenTable: { parameter: tags.special(tags.variableName), function: tags.function(tags.variableName) },
  languageData: {
    commentTokens: { line: '#', block: { open: '/*', close: '*/' } },
    closeBrackets: { brackets: ['(', '[', '{', '"', "'", '`'] },
  },
});

function comment(stream: StringStream, state: State): string {
  if (stream.skipTo('*/')) {
    stream.match('*/');
    state.inComment = false;
  } else stream.skipToEnd();
  return 'comment';
}

function quoted(stream: StringStream, state: State): string {
  if (stream.current() === '' && stream.match(/^\$\{[A-Za-z_]\w*\}/)) return 'parameter';
  while (!stream.eol()) {
    if (stream.match(/^\$\{[A-Za-z_]\w*\}/, false)) return 'string';
    const next = stream.next();
    if (next === '\\') stream.next();
    else if (next === state.quote) {
      state.quote = '';
      break;
    }
  }
  return 'string';
}

function kindOfWord(word: string, stream: StringStream): string | null {
  const isCall = stream.match(/^\s*\(/, false) !== null;
  const lower = word.toLowerCase();
  if (isCall && (FUNCTIONS.scalar.has(lower) || FUNCTIONS.aggregate.has(lower))) return 'function';
  if (/^(true|false|null)$/i.test(word)) return 'atom';
  return WORDS.has(word.toUpperCase()) ? 'keyword' : null;
}

const style = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--code-keyword)', fontWeight: '600' },
  { tag: tags.atom, color: 'var(--code-number)' },
  { tag: tags.number, color: 'var(--code-number)' },
  { tag: tags.string, color: 'var(--code-string)' },
  { tag: tags.comment, color: 'var(--code-comment)', fontStyle: 'italic' },
  { tag: tags.function(tags.variableName), color: 'var(--code-function)' },
  { tag: tags.special(tags.variableName), color: 'var(--code-parameter)', fontWeight: '600' },
]);

export const ngqlLanguage = [ngqlStream, syntaxHighlighting(style)];
