import { expect, it } from 'vitest';
import { scriptSteps } from '../src/script-statements.ts';

it('cuts statements at semicolons outside quotes and comments', () => {
  const script = `# a comment; with a semicolon
CREATE SPACE a (vid_type = INT64); USE a; // trailing; comment
:sleep 2
:play basketballplayer
INSERT VERTEX t(n) VALUES 1:("a;b\\";c"), /* 2:("no;") */
  3:('it''s; x');
MATCH (a)--(b) RETURN a -- the rest is a comment; really
;
YIELD \`odd;name\``;
  expect(scriptSteps(script)).toEqual([
    { kind: 'statement', text: 'CREATE SPACE a (vid_type = INT64)', line: 2 },
    { kind: 'statement', text: 'USE a', line: 2 },
    { kind: 'sleep', seconds: 2, line: 3 },
    { kind: 'ignored', text: ':play basketballplayer', line: 4 },
    { kind: 'statement', text: `INSERT VERTEX t(n) VALUES 1:("a;b\\";c"),  \n  3:('it''s; x')`, line: 5 },
    { kind: 'statement', text: 'MATCH (a)--(b) RETURN a', line: 7 },
    { kind: 'statement', text: 'YIELD `odd;name`', line: 9 },
  ]);
});

it('keeps variables with the statements that read them, and blocks whole', () => {
  const script = `$a = YIELD 1 AS x;
$b = YIELD $a.x AS y; YIELD $b.y;
YIELD $a.x; YIELD 4; USE a
;EXPLAIN { $c = YIELD 1 AS z; YIELD $c.z; }; RETURN {a: 1} AS m; $d = YIELD 5`;
  expect(scriptSteps(script)).toEqual([
    { kind: 'statement', text: '$a = YIELD 1 AS x;\n$b = YIELD $a.x AS y;\nYIELD $b.y;\nYIELD $a.x', line: 1 },
    { kind: 'statement', text: 'YIELD 4', line: 3 },
    { kind: 'statement', text: 'USE a', line: 3 },
    { kind: 'statement', text: 'EXPLAIN { $c = YIELD 1 AS z; YIELD $c.z; }', line: 4 },
    { kind: 'statement', text: 'RETURN {a: 1} AS m', line: 4 },
    { kind: 'statement', text: '$d = YIELD 5', line: 4 },
  ]);
});

it('reads the commands of the console', () => {
  const script = `:sleep 0.5
 : repeat 3;
:CSV "out.csv
:param n => {a: 1}
:params
:param n
:param n ==> 1
:sleep soon
:dot plan.dot
:quit`;
  expect(scriptSteps(script)).toEqual([
    { kind: 'sleep', seconds: 0.5, line: 1 },
    { kind: 'repeat', times: 3, line: 2 },
    { kind: 'csv', file: '"out.csv', line: 3 },
    { kind: 'param', name: 'n', expression: '{a: 1}', line: 4 },
    { kind: 'showParams', name: undefined, line: 5 },
    { kind: 'showParams', name: 'n', line: 6 },
    { kind: 'ignored', text: ':param n ==> 1', line: 7 },
    { kind: 'ignored', text: ':sleep soon', line: 8 },
    { kind: 'dot', file: 'plan.dot', line: 9 },
    { kind: 'quit', line: 10 },
  ]);
});

it('takes a script of megabytes in one pass', () => {
  const row = '"a":("x;y"), ';
  const [insert, ...rest] = scriptSteps(`INSERT VERTEX t(n) VALUES ${row.repeat(200_000)}"b":("z");\nYIELD 2`);
  expect(insert).toMatchObject({ kind: 'statement', line: 1 });
  expect(rest).toEqual([{ kind: 'statement', text: 'YIELD 2', line: 2 }]);
});

it('keeps an unfinished quote to the end, for the graph to refuse', () => {
  expect(scriptSteps('YIELD "a; YIELD 2')).toEqual([{ kind: 'statement', text: 'YIELD "a; YIELD 2', line: 1 }]);
});
