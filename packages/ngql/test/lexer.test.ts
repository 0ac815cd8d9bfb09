import { describe, expect, it } from 'vitest';
import { parseExpression } from '@orrery/ngql';

const valueOf = (text: string): unknown => {
  const tree = parseExpression(text);
  if (tree.kind !== 'constant') throw new Error(`${text} is no constant but ${tree.kind}`);
  return tree.value;
};

describe('strings', () => {
  it.each([
    [String.raw`"a\tb\nc\rd\be\ff"`, 'a\tb\nc\rd\be\ff'],
    [String.raw`'\'\"\\'`, `'"\\`],
    [String.raw`"\'"`, "'"],
    [String.raw`"\101\060"`, 'A0'],
    [String.raw`"\1\12\1234"`, '\u0001\nS4'],
    [String.raw`"\344\275\240"`, '你'],
    [String.raw`"\u4f60\x597D"`, '你好'],
    [String.raw`"\x49z\u12"`, 'x49zu12'],
    [String.raw`"\ud83d\ude00"`, '😀'],
    [String.raw`"\$\{\q"`, '${q'],
    ['"你好 😀"', '你好 😀'],
    ['"#not -- a // comment /* at all */"', '#not -- a // comment /* at all */'],
    ['""', ''],
  ])('%s', (text, value) => {
    expect(valueOf(text)).toBe(value);
  });

  it('keeps NUL and lone surrogates', () => {
    expect(valueOf('"a\u0000\ud800b"')).toBe('a\u0000\ud800b');
  });
});

describe('numbers', () => {
  it.each([
    ['0', 0n],
    ['00', 0n],
    ['123456789012345678', 123456789012345678n],
    ['9007199254740993', 9007199254740993n],
    ['0XfF', 255n],
    ['0777777777777777777777', 9223372036854775807n],
    ['1.', 1],
    ['1.5', 1.5],
    ['1e-2', 0.01],
    ['1E+2', 100],
  ])('%s', (text, value) => {
    expect(valueOf(text)).toBe(value);
  });

  it('reads 1..3 as a range', () => {
    expect(parseExpression('a[1..3]')).toMatchObject({ from: { value: 1n }, to: { value: 3n } });
  });
});

describe('names', () => {
  it.each(['a', '_a1', 'É', 'Values_', '玩家', 'user'])('%s', (name) => {
    expect(parseExpression(name)).toMatchObject({ kind: 'label', name });
  });

  it('are keywords in lower case where keywords are not reserved', () => {
    expect(parseExpression('VALUE')).toMatchObject({ kind: 'label', name: 'value' });
    expect(parseExpression('`VALUE`')).toMatchObject({ kind: 'label', name: 'VALUE' });
  });

  it('takes anything in backticks', () => {
    expect(parseExpression('`a "b" 玩家 ${x} --`')).toMatchObject({ kind: 'label', name: 'a "b" 玩家 ${x} --' });
  });
});

describe('comments', () => {
  it.each(['1 # x', '1 // x', '/* a\nb */ 1', '# "\n1', '1//'])('%s', (text) => {
    expect(valueOf(text)).toBe(1n);
  });

  it('has no -- comments: it is the undirected edge', () => {
    expect(parseExpression('(a)--(b)')).toMatchObject({ kind: 'pattern' });
    expect(() => parseExpression('1 -- comment')).toThrow("syntax error near `--'");
  });
});
