import { expect, it } from 'vitest';
import { prettyValue } from '../../src/model/pretty-value.ts';

it('leaves alone what fits into a line, and text that is no value', () => {
  for (const text of ['[1, 2, "x"]', '{a: 1}', '', 'plain', `${'word '.repeat(40)}`, '[1, [2', '"a\\"b']) {
    expect(prettyValue(text)).toBe(text);
  }
});

it('puts the entries of long lists and maps below each other, not those of short ones inside', () => {
  const long = 'x'.repeat(40);
  expect(prettyValue(`[{name: "${long}", tags: [1, 2]}, "a, [b] \\" {c", {}, "${long}"]`)).toBe(
    ['[', `  {name: "${long}", tags: [1, 2]},`, '  "a, [b] \\" {c",', '  {},', `  "${long}"`, ']'].join('\n'),
  );
});

it('breaks a vertex at its properties and a path at its steps', () => {
  const vertex = (id: string): string => `("${id}" :player{age: 42, name: "${id.repeat(6)}"})`;
  expect(prettyValue(vertex('player100'))).toBe(
    ['("player100" :player{', '  age: 42,', `  name: "${'player100'.repeat(6)}"`, '})'].join('\n'),
  );
  const path =
    '<("a" :t{n: "aaaaaaaaaaaaaaa"})-[:follow@0 {degree: 90}]->("b" :t{n: "bbbbbbb"})<-[:follow@1 {}]-("c")>';
  expect(prettyValue(path)).toBe(
    [
      '<("a" :t{n: "aaaaaaaaaaaaaaa"})',
      '  -[:follow@0 {degree: 90}]->("b" :t{n: "bbbbbbb"})',
      '  <-[:follow@1 {}]-("c")>',
    ].join('\n'),
  );
});

it('adds white space only', () => {
  const value = `{path: [${Array.from({ length: 12 }, (_, i) => `[:e "a${i}"->"b" @0 {w: ${i}.5, s: "é文 "}]`).join(', ')}], n: NULL}`;
  const bare = (text: string): string => text.replaceAll(/\s/g, '');
  expect(prettyValue(value)).not.toBe(value);
  expect(bare(prettyValue(value))).toBe(bare(value));
});
