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

it('keeps an unfinished quote to the end, for the graph to refuse', () => {
  expect(scriptSteps('YIELD "a; YIELD 2')).toEqual([{ kind: 'statement', text: 'YIELD "a; YIELD 2', line: 1 }]);
});
