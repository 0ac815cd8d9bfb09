import type { Choice } from './choice.ts';
import { ExpressionGrammar, type Scope } from './expression-grammar.ts';

const PLAYERS = [100, 101, 102, 104, 113, 116, 125, 133, 150].map((number) => `"player${number}"`);
const VERTICES = [...PLAYERS, '"team204"', '"team215"', '"nobody"'];
const EDGES = ['follow', 'serve', 'follow, serve', '*'];
const SCRATCH = ['t1', 't2', 'e1', 'e2'];
const TYPES = ['int', 'int8', 'float', 'double', 'bool', 'string', 'fixed_string(3)', 'date', 'datetime', 'timestamp'];

const INT_INPUT: Scope = [
  { text: '$-.n', kind: 'int' },
  { text: '$-.s', kind: 'string' },
];
const PLAYER: Scope = [
  { text: 'player.age', kind: 'int' },
  { text: 'player.name', kind: 'string' },
];
const GO_SCOPE: Scope = [
  { text: 'follow.degree', kind: 'int' },
  { text: '$^.player.age', kind: 'int' },
  { text: '$$.player.name', kind: 'string' },
  { text: 'rank(edge)', kind: 'int' },
  { text: 'properties(edge)', kind: 'map' },
];
const MATCH_SCOPE: Scope = [
  { text: 'a.player.age', kind: 'int' },
  { text: 'a.player.name', kind: 'string' },
  { text: 'b.player.age', kind: 'int' },
  { text: 'e.degree', kind: 'int' },
  { text: 'properties(b)', kind: 'map' },
  { text: 'labels(b)', kind: 'list' },
];

/**
 * Statements over the sample basketball graph, of every family. Most of them are right and run; changes go to vertices,
 * tags and users of their own (`t1`, `"x1"`), so that the sample stays what reads are made for.
 */
export class StatementGrammar {
  readonly #choice: Choice;
  readonly #expressions: ExpressionGrammar;

  constructor(choice: Choice) {
    this.#choice = choice;
    this.#expressions = new ExpressionGrammar(choice);
  }

  statement(): string {
    const { pick, chance } = this.#choice;
    const statement = pick([
      () => this.#go(),
      () => this.#match(),
      () => this.#match(),
      () => this.#fetch(),
      () => this.#lookup(),
      () => this.#path(),
      () => this.#subgraph(),
      () => this.#yields(),
      () => this.#yields(),
      () => this.#unwind(),
      () => this.#pipe(),
      () => this.#sets(),
      () => this.#variable(),
      () => this.#change(),
      () => this.#schema(),
      () => this.#show(),
    ])();
    return chance(0.03) ? `${pick(['EXPLAIN', 'PROFILE', 'EXPLAIN FORMAT="dot"'])} ${statement}` : statement;
  }

  #maybe(probability: number, text: () => string): string {
    return this.#choice.chance(probability) ? ` ${text()}` : '';
  }

  #where(scope: Scope): string {
    return this.#maybe(0.5, () => `WHERE ${this.#expressions.of('bool', scope)}`);
  }

  #steps(): string {
    const { pick, below } = this.#choice;
    return pick(['', '', '', `${below(4)} STEPS `, `${below(2)} TO ${below(4)} STEPS `]);
  }

  #columns(scope: Scope): string {
    const columns = [`${this.#expressions.of('int', scope)} AS n`, `${this.#expressions.of('string', scope)} AS s`];
    return `${this.#choice.pick(['', '', 'DISTINCT '])}${columns.join(', ')}`;
  }

  #vids(): string {
    const { pick, chance } = this.#choice;
    return chance(0.3) ? `${pick(VERTICES)}, ${pick(VERTICES)}` : pick(VERTICES);
  }

  #go(): string {
    const { pick } = this.#choice;
    const head = `GO ${this.#steps()}FROM ${this.#vids()} OVER ${pick(EDGES)}${pick(['', ' REVERSELY', ' BIDIRECT'])}`;
    const tail = this.#maybe(0.1, () => pick(['LIMIT [3]', 'LIMIT [1, 2]', 'SAMPLE [2]']));
    return `${head}${this.#where(GO_SCOPE)} YIELD ${this.#columns(GO_SCOPE)}${tail}`;
  }

  #match(): string {
    const { pick, chance, below } = this.#choice;
    const range = pick(['', '', '*1', '*0..1', `*1..${1 + below(3)}`, '*..2', '*2']);
    const inner = `${range === '' ? 'e' : ''}${pick(['', ':follow', ':serve', ':follow|serve'])}${range}`;
    const arrow = pick([`-[${inner}]->`, `<-[${inner}]-`, `-[${inner}]-`]);
    const start = pick([`(a:player{name: "Tim Duncan"})`, '(a:player)', '(a)']);
    const id = start === '(a)' ? `id(a) == ${pick(PLAYERS)}` : 'true';
    const scope = range === '' ? MATCH_SCOPE : MATCH_SCOPE.filter(({ text }) => !text.startsWith('e.'));
    const where = this.#maybe(0.6, () => `AND ${this.#expressions.of('bool', scope)}`);
    const second = this.#maybe(0.15, () => pick(['OPTIONAL MATCH (b)-[f:serve]->(t)', 'MATCH (b)-[f]-(c)']));
    const withs = this.#maybe(0.15, () => 'WITH DISTINCT a, b, 1 AS e');
    const columns = chance(0.25)
      ? `${pick(['count(*)', 'count(DISTINCT b)', 'collect(b)', 'avg(a.player.age)', 'max(b)'])} AS n, a AS s`
      : this.#columns(withs === '' ? scope : scope.filter(({ text }) => !text.startsWith('e.')));
    const order = this.#maybe(0.4, () => `ORDER BY n${pick(['', ' DESC'])} SKIP ${below(3)} LIMIT ${below(20)}`);
    const path = range === '' || chance(0.5) ? 'p = ' : '';
    return `MATCH ${path}${start}${arrow}(b) WHERE ${id}${where}${second}${withs} RETURN ${columns}${order}`;
  }

  #fetch(): string {
    const { pick } = this.#choice;
    const edge: Scope = [{ text: 'follow.degree', kind: 'int' }];
    return pick([
      () => `FETCH PROP ON player ${this.#vids()} YIELD ${this.#columns(PLAYER)}`,
      () => `FETCH PROP ON * ${this.#vids()} YIELD vertex AS v`,
      () => `FETCH PROP ON follow ${pick(PLAYERS)}->${pick(PLAYERS)}@0 YIELD ${this.#columns(edge)}`,
      () => `FETCH PROP ON player ${pick(VERTICES)} YIELD properties(vertex), tags(vertex)`,
    ])();
  }

  #lookup(): string {
    const { pick, below } = this.#choice;
    const constant = (kind: 'int' | 'string'): string => this.#expressions.of(kind, [], 1);
    const operator = pick(['==', '!=', '<', '<=', '>', '>=']);
    const term = pick([
      () => `player.age ${operator} ${constant('int')}`,
      () => `player.name ${operator} ${constant('string')}`,
      () => `player.name STARTS WITH ${constant('string')}`,
      () => `player.age IN [${below(50)}, ${constant('int')}]`,
    ]);
    const where = this.#maybe(
      0.8,
      () => `WHERE ${term()}${this.#maybe(0.4, () => `${pick(['AND', 'OR'])} ${term()}`)}`,
    );
    return `LOOKUP ON player${where} YIELD ${this.#columns(PLAYER)}`;
  }

  #path(): string {
    const { pick, below } = this.#choice;
    const kind = pick(['SHORTEST PATH', 'ALL PATH', 'NOLOOP PATH', 'SHORTEST PATH WITH PROP']);
    const over = `OVER ${pick(EDGES)}${pick(['', ' REVERSELY', ' BIDIRECT'])}`;
    const where = this.#maybe(0.2, () => `WHERE ${this.#expressions.of('bool', GO_SCOPE.slice(0, 1), 1)}`);
    return `FIND ${kind} FROM ${this.#vids()} TO ${this.#vids()} ${over}${where} UPTO ${below(4)} STEPS YIELD path AS p`;
  }

  #subgraph(): string {
    const { pick, below } = this.#choice;
    const edges = this.#maybe(
      0.7,
      () => `${pick(['IN', 'OUT', 'BOTH'])} ${pick(['follow', 'serve', 'follow, serve'])}`,
    );
    const scope: Scope = [
      { text: 'follow.degree', kind: 'int' },
      { text: '$$.player.age', kind: 'int' },
    ];
    const where = this.#maybe(0.3, () => `WHERE ${this.#expressions.of('bool', scope, 1)}`);
    const tail = `YIELD ${pick(['VERTICES AS v', 'EDGES AS e', 'VERTICES AS v, EDGES AS e'])}`;
    return `GET SUBGRAPH ${pick(['', 'WITH PROP '])}${below(3)} STEPS FROM ${this.#vids()}${edges}${where} ${tail}`;
  }

  #yields(): string {
    const { pick } = this.#choice;
    const columns = [0, 1, 2].map((i) => `${this.#expressions.any([], 4)} AS c${i}`);
    return `${pick(['YIELD', 'RETURN'])} ${columns.join(', ')}`;
  }

  #unwind(): string {
    const { pick } = this.#choice;
    const scope: Scope = [{ text: 'x', kind: 'int' }];
    const aggregate = pick(['count', 'sum', 'avg', 'max', 'min', 'collect', 'std', 'collect_set', 'bit_or']);
    const columns = pick([
      () => this.#columns(scope),
      () => `x AS n, ${aggregate}(${this.#expressions.of('int', scope)}) AS s`,
      () => `${aggregate}(DISTINCT x) AS n`,
    ])();
    return `UNWIND ${this.#expressions.of('list', [])} AS x${this.#maybe(0.3, () => 'WITH x WHERE x > 1')} RETURN ${columns}`;
  }

  #pipe(): string {
    const { pick, below } = this.#choice;
    const tail = pick([
      () => `YIELD ${this.#columns(INT_INPUT)}`,
      () => `YIELD $-.n AS n WHERE ${this.#expressions.of('bool', INT_INPUT)}`,
      () => `ORDER BY $-.n DESC, $-.s | LIMIT ${below(4)}, ${below(6)}`,
      () => `GROUP BY $-.s YIELD $-.s AS s, ${pick(['count', 'sum', 'avg', 'collect', 'std'])}($-.n) AS n`,
      () => `YIELD max($-.n) AS n, count(*) AS s`,
      () => `GO FROM $-.s OVER ${pick(EDGES)} YIELD $-.n AS n, ${this.#expressions.of('string', GO_SCOPE)} AS s`,
      () => `FETCH PROP ON player $-.s YIELD player.name`,
    ]);
    const head = pick([() => this.#go(), () => this.#lookup(), () => 'YIELD 1 AS n, "player100" AS s'])();
    return `${head} | ${tail()}`;
  }

  #sets(): string {
    const operator = this.#choice.pick(['UNION', 'UNION ALL', 'UNION DISTINCT', 'INTERSECT', 'MINUS']);
    return `${this.#go()} ${operator} ${this.#go()}`;
  }

  #variable(): string {
    const scope: Scope = [
      { text: '$v.n', kind: 'int' },
      { text: '$v.s', kind: 'string' },
    ];
    return `$v = ${this.#go()}; YIELD ${this.#columns(scope)}`;
  }

  #change(): string {
    const { pick, below } = this.#choice;
    const vid = `"x${below(4)}"`;
    const value = (): string => this.#expressions.of('int', [], 2);
    const text = (): string => this.#expressions.of('string', [], 2);
    const set: Scope = [
      { text: 'age', kind: 'int' },
      { text: 'name', kind: 'string' },
    ];
    return pick([
      () => `INSERT VERTEX player(name, age) VALUES ${vid}:(${text()}, ${value()})`,
      () => `INSERT EDGE follow(degree) VALUES ${vid}->"x${below(4)}"@${below(3)}:(${value()})`,
      () => `UPDATE VERTEX ON player ${vid} SET age = ${this.#expressions.of('int', set)} YIELD age AS n, name AS s`,
      () => `UPSERT VERTEX ON player ${vid} SET name = ${text()} WHEN ${this.#expressions.of('bool', set)} YIELD name`,
      () => `UPDATE EDGE ON follow ${vid}->"x1"@0 SET degree = degree + ${value()} YIELD degree`,
      () => `DELETE VERTEX ${vid}${pick(['', ' WITH EDGE'])}`,
      () => `DELETE EDGE follow ${vid}->"x${below(4)}"@0`,
      () => `DELETE TAG * FROM ${vid}`,
    ])();
  }

  #schema(): string {
    const { pick, below } = this.#choice;
    const [kind, name] = [pick(['TAG', 'EDGE']), pick(SCRATCH)];
    const type = pick(TYPES);
    const property = `p${below(3)} ${type}${pick(['', ' NULL', ' NOT NULL', ` DEFAULT ${this.#expressions.any([], 1)}`])}`;
    return pick([
      () =>
        `CREATE ${kind} IF NOT EXISTS ${name}(${property}, q int)${pick(['', ' TTL_DURATION = 100, TTL_COL = "q"'])}`,
      () => `ALTER ${kind} ${name} ${pick(['ADD', 'CHANGE'])} (${property})`,
      () => `ALTER ${kind} ${name} DROP (p${below(3)})`,
      () => `DROP ${kind} IF EXISTS ${name}`,
      () => `CREATE ${kind} INDEX IF NOT EXISTS i${below(3)} ON ${name}(${pick(['q', `p${below(3)}`, 'p0(5)', ''])})`,
      () => `DROP ${kind} INDEX IF EXISTS i${below(3)}`,
      () => `REBUILD ${kind} INDEX i${below(3)}`,
      () => `INSERT VERTEX ${name}(q) VALUES "x1":(${this.#expressions.any([], 1)})`,
      () => `CREATE USER IF NOT EXISTS u${below(2)} WITH PASSWORD "p"`,
      () => `${pick(['GRANT ROLE', 'REVOKE ROLE'])} USER ON basketballplayer ${pick(['TO', 'FROM'])} u${below(2)}`,
      () => `DROP USER IF EXISTS u${below(2)}`,
    ])();
  }

  #show(): string {
    const { pick } = this.#choice;
    const what = ['SPACES', 'TAGS', 'EDGES', 'HOSTS', 'USERS', 'ROLES IN basketballplayer', 'TAG INDEXES', 'STATS'];
    const more = ['PARTS', 'CHARSET', 'COLLATION', 'SESSIONS', 'QUERIES', 'JOBS', 'CREATE TAG player', 'META LEADER'];
    return pick([...[...what, ...more].map((name) => `SHOW ${name}`), 'DESCRIBE TAG player', 'DESC EDGE serve']);
  }
}
