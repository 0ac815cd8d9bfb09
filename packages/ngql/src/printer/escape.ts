const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  "'": "\\'",
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** Quotes, backslashes, control characters, and the dollar of `${`, which would otherwise read as a parameter. */
// oxlint-disable-next-line no-control-regex -- control characters are what this finds
const SPECIAL = /["'\\\u0000-\u001f\u007f]|\$(?=\{)/g;

/** The inside of a quoted string, good for both kinds of quotes: it reads back to exactly the text. */
export function escapeString(text: string): string {
  return text.replace(SPECIAL, (character) => {
    if (character === '$') return '\\$';
    return ESCAPES[character] ?? `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`;
  });
}

/** A string in double quotes. */
export function printString(text: string): string {
  return `"${escapeString(text)}"`;
}
