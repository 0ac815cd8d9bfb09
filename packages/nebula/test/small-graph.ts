import { DataSet, type Value } from '@orrery/contracts';
import { NgqlSyntaxError, parse, type Expression, type Statement } from '@orrery/ngql';
import { ErrorCode, type ExecutionResponse, type GraphServiceHandler, type HostAddress } from '@orrery/wire';

interface Property {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
}

export interface SmallEdge {
  readonly src: Value;
  readonly dst: Value;
  readonly rank: bigint;
  readonly props: Map<string, Value>;
}

interface Session {
  readonly id: bigint;
  readonly user: string;
  space: string;
}

class Refusal extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * A graph in memory with accounts, sessions, one or more spaces of one tag and one edge type each, and just those
 * statements that the package sends, parsed by the real parser. `SLEEP ms` runs so long, or until it is killed; like
 * graphd's statements, it goes on when its client is gone.
 */
export class SmallGraph implements GraphServiceHandler {
  readonly passwords = new Map([
    ['root', 'nebula'],
    ['guest', 'guest'],
  ]);
  readonly vidTypes = new Map([
    ['social', 'FIXED_STRING(8)'],
    ['numbers', 'INT64'],
  ]);
  readonly tagProperties: Property[] = [
    { name: 'name', type: 'string', nullable: true },
    { name: 'score', type: 'double', nullable: true },
    { name: 'age', type: 'int64', nullable: false },
  ];
  readonly edgeProperties: Property[] = [
    { name: 'degree', type: 'int64', nullable: true },
    { name: 'since', type: 'datetime', nullable: true },
    { name: 'at', type: 'timestamp', nullable: true },
    { name: 'note', type: 'string', nullable: true },
  ];
  readonly vertices = new Map<Value, Map<string, Value>>();
  edges: SmallEdge[] = [];
  /** What SHOW HOSTS META names. */
  metaHosts: HostAddress[] = [];
  readonly sessions = new Map<bigint, Session>();
  readonly statements: string[] = [];
  /** Every version is accepted; a test may say otherwise. */
  verifyClientVersion: NonNullable<GraphServiceHandler['verifyClientVersion']> = () => ({ errorCode: 0 });
  readonly running = new Map<bigint, { session: Session; text: string; kill: () => void }>();
  readonly killed: string[] = [];
  /** Refuses counting, as a graph without an index does. */
  refusesCounts = false;
  /** As graphd before 3.0, which has no SHOW LOCAL QUERIES. */
  knowsLocalQueries = true;
  /** Runs before each statement of that text's beginning. */
  readonly before = new Map<string, () => void>();
  #lastId = 1000n;

  authenticate(user: string, password: string): ReturnType<GraphServiceHandler['authenticate']> {
    if (this.passwords.get(user) !== password) {
      return { errorCode: ErrorCode.E_BAD_USERNAME_PASSWORD, errorMessage: 'Invalid password' };
    }
    const session = { id: ++this.#lastId, user, space: '' };
    this.sessions.set(session.id, session);
    return { errorCode: 0, sessionId: session.id, timeZoneOffsetSeconds: 0, timeZoneName: 'UTC' };
  }

  signout(sessionId: bigint): void {
    this.sessions.delete(sessionId);
  }

  async execute(sessionId: bigint, text: string, parameters: ReadonlyMap<string, Value>): Promise<ExecutionResponse> {
    const session = this.sessions.get(sessionId);
    if (!session) {
      return { errorCode: ErrorCode.E_SESSION_INVALID, latencyUs: 1, errorMessage: 'Session not existed!' };
    }
    this.statements.push(text);
    for (const [beginning, hook] of this.before) if (text.startsWith(beginning)) hook();
    let data: DataSet | undefined;
    try {
      if (text.startsWith('SLEEP ')) data = await this.#sleep(session, text);
      else if (text === 'PARAMS') data = new DataSet([...parameters.keys()], [[...parameters.values()]]);
      else for (const statement of parse(text).statements) data = this.#run(session, statement);
    } catch (error) {
      const { code, message } =
        error instanceof NgqlSyntaxError
          ? { code: ErrorCode.E_SYNTAX_ERROR, message: `SyntaxError: ${error.message}` }
          : error instanceof Refusal
            ? error
            : { code: ErrorCode.E_EXECUTION_ERROR, message: String(error) };
      return { errorCode: code, latencyUs: 1, errorMessage: message, spaceName: session.space };
    }
    return { errorCode: 0, latencyUs: 7, data, spaceName: session.space };
  }

  async #sleep(session: Session, text: string): Promise<DataSet> {
    const id = ++this.#lastId;
    const outcome = await new Promise<'slept' | 'killed'>((resolve) => {
      const timer = setTimeout(() => resolve('slept'), Number(text.slice(6)));
      const kill = (): void => {
        clearTimeout(timer);
        this.killed.push(text);
        resolve('killed');
      };
      this.running.set(id, { session, text, kill });
    });
    this.running.delete(id);
    if (outcome === 'killed') throw new Refusal(ErrorCode.E_EXECUTION_ERROR, 'Execution had been killed');
    return new DataSet(['slept'], [[true]]);
  }

  #run(session: Session, statement: Statement): DataSet | undefined {
    switch (statement.kind) {
      case 'use':
        if (!this.vidTypes.has(statement.space)) throw new Refusal(ErrorCode.E_EXECUTION_ERROR, 'SpaceNotFound: ');
        if (session.user === 'guest' && statement.space === 'numbers') {
          throw new Refusal(ErrorCode.E_BAD_PERMISSION, 'PermissionError: No permission to use space.');
        }
        session.space = statement.space;
        return undefined;
      case 'show': {
        const { subject } = statement;
        const rows =
          subject === 'spaces'
            ? [...this.vidTypes.keys()]
            : subject === 'tags'
              ? ['person']
              : subject === 'edges'
                ? ['knows']
                : undefined;
        if (!rows) throw new Refusal(ErrorCode.E_SEMANTIC_ERROR, `SHOW ${subject} is not known`);
        return new DataSet(
          ['Name'],
          rows.map((name) => [name]),
        );
      }
      case 'describeSpace': {
        const vidType = this.vidTypes.get(statement.name);
        if (!vidType) throw new Refusal(ErrorCode.E_EXECUTION_ERROR, 'SpaceNotFound: ');
        return new DataSet(['ID', 'Name', 'Vid Type', 'Comment'], [[1n, statement.name, vidType, undefined]]);
      }
      case 'describeTag':
        if (statement.name !== 'person')
          throw new Refusal(ErrorCode.E_EXECUTION_ERROR, 'TagNotFound: Tag not existed!');
        return describe(this.tagProperties);
      case 'describeEdge':
        if (statement.name !== 'knows')
          throw new Refusal(ErrorCode.E_EXECUTION_ERROR, 'EdgeNotFound: Edge not existed!');
        return describe(this.edgeProperties);
      case 'showHosts':
        return new DataSet(
          ['Host', 'Port', 'Status', 'Role', 'Git Info Sha', 'Version'],
          this.metaHosts.map(({ host, port }) => [host, BigInt(port), 'ONLINE', 'META', '', '3.8.0']),
        );
      case 'showTagIndexes':
        return new DataSet(['Index Name', 'By Tag', 'Columns'], [['person_name', 'person', ['name', 'age']]]);
      case 'showEdgeIndexes':
        return new DataSet(['Index Name', 'By Edge', 'Columns'], []);
      case 'insertVertices':
        for (const row of statement.rows) {
          const props = new Map<string, Value>();
          statement.tags[0]!.properties!.forEach((name, i) => props.set(name, this.#typed(name, row.values[i]!)));
          this.vertices.set(this.#vid(session, row.vid), props);
        }
        return undefined;
      case 'insertEdges':
        for (const row of statement.rows) {
          const props = new Map<string, Value>();
          statement.properties!.forEach((name, i) => props.set(name, constant(row.values[i]!)));
          this.edges.push({
            src: this.#vid(session, row.src),
            dst: this.#vid(session, row.dst),
            rank: row.rank,
            props,
          });
        }
        return undefined;
      case 'updateVertex': {
        const vid = this.#vid(session, statement.vids[0]!);
        let props = this.vertices.get(vid);
        if (!props && !statement.insertable) {
          throw new Refusal(ErrorCode.E_EXECUTION_ERROR, 'Storage Error: Vertex or edge not found.');
        }
        if (!props) this.vertices.set(vid, (props = new Map()));
        for (const item of statement.items) props.set(item.property, this.#typed(item.property, item.value));
        return undefined;
      }
      case 'match':
        return this.#match(statement);
      case 'showQueries':
        if (statement.local && !this.knowsLocalQueries) {
          throw new Refusal(ErrorCode.E_SYNTAX_ERROR, "SyntaxError: syntax error near `LOCAL'");
        }
        return new DataSet(
          ['SessionID', 'ExecutionPlanID', 'User', 'Host', 'StartTime', 'DurationInUSec', 'Status', 'Query'],
          [...this.running].map(([id, query]) => [
            query.session.id,
            id,
            query.session.user,
            'h',
            0n,
            1n,
            'RUNNING',
            query.text,
          ]),
        );
      case 'killQuery': {
        const query = this.running.get(constant(statement.plan as Expression) as bigint);
        if (!query)
          throw new Refusal(ErrorCode.E_EXECUTION_ERROR, 'ExecutionPlanId does not exist in current Session.');
        query.kill();
        return undefined;
      }
      case 'yieldStatement':
        return new DataSet(
          statement.yield!.columns.map((_column, i) => `c${i}`),
          [statement.yield!.columns.map((column) => constant(column.expression))],
        );
      default:
        throw new Refusal(ErrorCode.E_SEMANTIC_ERROR, `SemanticError: ${statement.kind} is not known here`);
    }
  }

  #match(statement: Statement & { kind: 'match' }): DataSet {
    const match = statement.clauses[0]!;
    if (match.kind !== 'matchClause' || match.paths[0]!.edges[0]!.types[0] !== 'knows') {
      throw new Refusal(ErrorCode.E_SEMANTIC_ERROR, 'SemanticError: only ()-[e:knows]->()');
    }
    const columns = statement.return.columns;
    const first = columns[0]!.expression;
    if (first.kind === 'aggregate') {
      if (this.refusesCounts)
        throw new Refusal(ErrorCode.E_SEMANTIC_ERROR, 'Scan vertices or edges need to specify a limit number');
      return new DataSet(['n'], [[BigInt(this.edges.length)]]);
    }
    const rows = this.edges
      .filter((edge) => !match.where || evaluate(match.where, edge) === true)
      .map((edge) => columns.map((column) => evaluate(column.expression, edge)));
    return new DataSet(
      columns.map((column) => column.alias ?? ''),
      rows,
    );
  }

  #vid(session: Session, expression: Expression): Value {
    const vid = constant(expression);
    if (typeof vid !== (this.vidTypes.get(session.space) === 'INT64' ? 'bigint' : 'string')) {
      throw new Refusal(ErrorCode.E_SEMANTIC_ERROR, 'The VID must be of the type of the space');
    }
    return vid;
  }

  #typed(name: string, expression: Expression): Value {
    const value = constant(expression);
    const type = this.tagProperties.find((property) => property.name === name)!.type;
    const wanted = { string: 'string', double: 'number', int64: 'bigint' }[type];
    if (value !== null && typeof value !== wanted) {
      throw new Refusal(
        ErrorCode.E_EXECUTION_ERROR,
        `Storage Error: The data type does not meet the requirements. Use the correct type of data.`,
      );
    }
    return value;
  }
}

function describe(properties: readonly Property[]): DataSet {
  return new DataSet(
    ['Field', 'Type', 'Null', 'Default', 'Comment'],
    properties.map(({ name, type, nullable }) => [
      name,
      type,
      nullable ? 'YES' : 'NO',
      undefined,
      name === 'age' ? 'in years' : undefined,
    ]),
  );
}

function constant(expression: Expression): Value {
  if (expression.kind !== 'constant')
    throw new Refusal(ErrorCode.E_SEMANTIC_ERROR, `a ${expression.kind} is no constant`);
  return expression.value;
}

/** Just what a scan's statement needs. The hash is not NebulaGraph's; that it is a function of the id suffices. */
function evaluate(expression: Expression, edge: SmallEdge): Value {
  switch (expression.kind) {
    case 'constant':
      return expression.value;
    case 'binary': {
      const left = evaluate(expression.left, edge);
      const right = evaluate(expression.right, edge);
      if (expression.operator === '==') return left === right;
      if (expression.operator === '%') return (left as bigint) % (right as bigint);
      break;
    }
    case 'call': {
      const argument = expression.arguments[0]!;
      switch (expression.name) {
        case 'src':
          return edge.src;
        case 'dst':
          return edge.dst;
        case 'rank':
          return edge.rank;
        case 'abs': {
          const int = evaluate(argument, edge) as bigint;
          return int < 0n ? -int : int;
        }
        case 'hash': {
          let hash = 7n;
          for (const character of String(evaluate(argument, edge))) {
            hash = BigInt.asIntN(64, hash * 1_099_511_628_211n + BigInt(character.codePointAt(0)!));
          }
          return hash;
        }
      }
      break;
    }
    case 'attribute':
      return edge.props.get(expression.name) ?? null;
    default:
  }
  throw new Refusal(ErrorCode.E_SEMANTIC_ERROR, `SemanticError: ${expression.kind} is not known here`);
}
