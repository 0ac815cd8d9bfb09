import { afterEach, describe, expect, it } from 'vitest';
import type { Value } from '@orrery/contracts';
import { ErrorCode, WireClient } from '@orrery/wire';
import { startGraphd } from '../../src/index.ts';
import type { EngineContext, EngineResult, QueryEngine } from '../../src/server/engine.ts';
import { LoginThrottle } from '../../src/server/login-throttle.ts';
import { startGraphdWith } from '../../src/server/start-graphd.ts';
import type { Graphd, GraphdOptions } from '../../src/server/start-graphd.ts';
import { tempFolder } from '../storage/temp-store.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

type Options = Omit<GraphdOptions, 'dataDir' | 'port'>;

async function start(options: Options = {}, engine?: (context: EngineContext) => QueryEngine): Promise<Graphd> {
  const folder = tempFolder();
  cleanups.push(() => folder.remove());
  const all = { dataDir: folder.path, port: 0, drainMs: 200, ...options };
  const graphd = engine ? await startGraphdWith(engine, all) : await startGraphd(all);
  cleanups.push(() => graphd.close());
  return graphd;
}

async function connect(graphd: Graphd): Promise<WireClient> {
  const client = await WireClient.connect({ host: '127.0.0.1', port: graphd.port });
  cleanups.push(() => client.close());
  return client;
}

async function login(client: WireClient): Promise<bigint> {
  const { errorCode, sessionId } = await client.authenticate('root', 'nebula');
  expect(errorCode).toBe(0);
  return sessionId!;
}

function result(columns: string[], rows: Value[][]): EngineResult {
  return { columns, rows, spaceName: '', comment: '', plan: undefined };
}

/** An engine for the server's own behaviour: `spin` runs until it is stopped, yielding as engines have to. */
function scriptedEngine(stopped: string[]): (context: EngineContext) => QueryEngine {
  return ({ server }) => ({
    async execute(session, text, params, signal) {
      if (text === 'defect') throw new Error('secret detail');
      if (text.startsWith('rows '))
        return result(
          ['n'],
          Array.from({ length: Number(text.slice(5)) }, () => [1n]),
        );
      if (text === 'queries')
        return result(
          ['text', 'plan'],
          server.queries().map(({ text: running, planId }) => [running, planId]),
        );
      if (text === 'sessions')
        return result(
          ['user'],
          server.sessions().map(({ user }) => [user]),
        );
      if (text === 'echo') return result(['p', 'user'], [[params.get('p'), session.user]]);
      if (text.startsWith('kill ')) {
        const query = server.queries().find((candidate) => candidate.text === text.slice(5));
        return result(['killed'], [[query !== undefined && server.killQuery(query.sessionId, query.planId)]]);
      }
      while (!signal.aborted) {
        for (const until = performance.now() + 3; performance.now() < until;);
        await new Promise<void>((resolve) => setImmediate(resolve));
      }
      stopped.push(`${text}: ${(signal.reason as Error).message}`);
      return { error: { code: ErrorCode.E_PLAN_IS_KILLED, type: 'ExecutionError', message: 'ExecutionError: killed' } };
    },
  });
}

describe('graphd', () => {
  it('takes schema, data and queries over its socket, and has them after a restart', async () => {
    const folder = tempFolder();
    cleanups.push(() => folder.remove());
    const first = await startGraphd({ dataDir: folder.path, port: 0 });
    const client = await connect(first);
    const session = await login(client);
    const run = async (text: string): Promise<Value[][]> => {
      const { errorCode, errorMessage, data } = await client.execute(session, text);
      expect(errorMessage ?? '', text).toBe('');
      expect(errorCode).toBe(0);
      return data?.rows ?? [];
    };
    await run('CREATE SPACE s(vid_type=FIXED_STRING(32))');
    await run('USE s');
    await run('CREATE TAG player(name string, age int)');
    await run('CREATE EDGE follow(degree int)');
    await run('INSERT VERTEX player(name, age) VALUES "a":("Tim", 42), "b":("Tony", 36)');
    await run('INSERT EDGE follow(degree) VALUES "a"->"b":(95)');
    const go = 'GO FROM "a" OVER follow YIELD dst(edge) AS dst, properties(edge).degree AS degree';
    expect(await run(go)).toEqual([['b', 95n]]);
    await first.close();
    const second = await startGraphd({ dataDir: folder.path, port: 0 });
    cleanups.push(() => second.close());
    const again = await connect(second);
    const id = await login(again);
    expect((await again.execute(id, `USE s; ${go}`)).data?.rows).toEqual([['b', 95n]]);
    // Sessions end with the server.
    expect((await again.execute(session, 'USE s')).errorCode).toBe(ErrorCode.E_SESSION_INVALID);
  });

  it('refuses wrong passwords and unknown users alike', async () => {
    const client = await connect(await start());
    const wrong = await client.authenticate('root', 'wrong');
    const unknown = await client.authenticate('nobody', 'nebula');
    expect(wrong).toEqual({
      errorCode: ErrorCode.E_BAD_USERNAME_PASSWORD,
      errorMessage: 'Invalid user name or password',
    });
    expect(unknown).toEqual(wrong);
  });

  it('refuses to listen beyond this machine with the first password, and does so with another', async () => {
    await expect(start({ host: '0.0.0.0' })).rejects.toThrow(/only once root has another password/);
    const folder = tempFolder();
    cleanups.push(() => folder.remove());
    const local = await startGraphd({ dataDir: folder.path, port: 0 });
    const client = await connect(local);
    const session = await login(client);
    const { errorCode } = await client.execute(session, 'CHANGE PASSWORD root FROM "nebula" TO "better"');
    expect(errorCode).toBe(0);
    await local.close();
    const open = await startGraphd({ dataDir: folder.path, port: 0, host: '0.0.0.0' });
    cleanups.push(() => open.close());
    expect((await (await connect(open)).authenticate('root', 'better')).errorCode).toBe(0);
  });

  it('names the limit that a statement or a result is beyond', async () => {
    const client = await connect(await start({ limits: { statementBytes: 100, rows: 10 } }, scriptedEngine([])));
    const session = await login(client);
    const long = await client.execute(session, `RETURN "${'é'.repeat(50)}"`);
    expect(long.errorCode).toBe(ErrorCode.E_SYNTAX_ERROR);
    expect(long.errorMessage).toMatch(/has 109 bytes, more than the 100 of graph\.limits\.statementBytes/);
    expect((await client.execute(session, 'rows 10')).data?.rows).toHaveLength(10);
    const many = await client.execute(session, 'rows 11');
    expect(many.errorMessage).toMatch(/11 rows, more than the 10 of graph\.limits\.rows/);
  });

  it('passes parameters, and says nothing of the inside when the engine fails', async () => {
    const logged: string[] = [];
    const logger = {
      info: () => {},
      warn: () => {},
      error: (fields: object) => logged.push(JSON.stringify(Object.keys(fields))),
    };
    const client = await connect(await start({ logger }, scriptedEngine([])));
    const session = await login(client);
    const echoed = await client.execute(session, 'echo', new Map<string, Value>([['p', [1n, 'x']]]));
    expect(echoed.data?.rows).toEqual([[[1n, 'x'], 'root']]);
    const failed = await client.execute(session, 'defect');
    expect(failed.errorCode).toBe(ErrorCode.E_EXECUTION_ERROR);
    expect(failed.errorMessage).toMatch(/^ExecutionError: internal error in plan \d+; the log/);
    expect(logged).toEqual(['["err","user","planId"]']);
    expect((await client.execute(session, 'echo')).errorCode).toBe(0);
  });

  it('answers others while a statement runs, shows it, and kills it', async () => {
    const stopped: string[] = [];
    const graphd = await start({}, scriptedEngine(stopped));
    const heavy = await connect(graphd);
    const other = await connect(graphd);
    const heavySession = await login(heavy);
    const session = await login(other);
    const running = heavy.execute(heavySession, 'spin 1');
    await expect
      .poll(async () => (await other.execute(session, 'queries')).data?.rows.map(([text]) => text))
      .toContain('spin 1');
    expect((await other.execute(session, 'kill spin 1')).data?.rows).toEqual([[true]]);
    expect((await running).errorCode).toBe(ErrorCode.E_PLAN_IS_KILLED);
    expect(stopped).toEqual(['spin 1: the query was killed']);
    expect((await other.execute(session, 'queries')).data?.rows.map(([text]) => text)).toEqual(['queries']);
    expect((await other.execute(session, 'kill spin 1')).data?.rows).toEqual([[false]]);
  });

  it('stops a statement whose client went away, whose session was signed out, and all at its end', async () => {
    const stopped: string[] = [];
    const graphd = await start({}, scriptedEngine(stopped));
    const control = await connect(graphd);
    const session = await login(control);
    const waitFor = (text: string): Promise<void> =>
      expect.poll(async () => (await control.execute(session, 'queries')).data?.rows.map(([t]) => t)).toContain(text);
    const gone = await connect(graphd);
    void gone.execute(await login(gone), 'spin gone').catch(() => {});
    await waitFor('spin gone');
    await gone.close();
    await expect.poll(() => stopped).toEqual(['spin gone: the client closed its connection']);

    const worker = await connect(graphd);
    const workerSession = await login(worker);
    const signedOut = worker.execute(workerSession, 'spin signed out');
    await waitFor('spin signed out');
    await control.signout(workerSession);
    expect((await signedOut).errorCode).toBe(ErrorCode.E_PLAN_IS_KILLED);
    expect((await worker.execute(workerSession, 'echo')).errorCode).toBe(ErrorCode.E_SESSION_INVALID);

    const last = connect(graphd).then(async (client) => client.execute(await login(client), 'spin last'));
    last.catch(() => {});
    await waitFor('spin last');
    await graphd.close();
    expect(stopped.at(-1)).toMatch(/^spin last: /);
    await expect(WireClient.connect({ host: '127.0.0.1', port: graphd.port })).rejects.toThrow();
  });

  it('gives the place of a session whose client is gone to a new one, the longest unused first', async () => {
    let nowMs = 1_000_000;
    const options = { clock: () => nowMs++, sessionsPerUserAndAddress: 3 };
    const graphd = await start(options, scriptedEngine([]));
    const [killed, alive] = [await connect(graphd), await connect(graphd)];
    const lost = [await login(killed), await login(killed)];
    await killed.execute(lost[0]!, 'echo');
    const kept = await login(alive);
    expect((await alive.authenticate('root', 'nebula')).errorCode).toBe(ErrorCode.E_TOO_MANY_CONNECTIONS);
    await killed.close();
    let added = await alive.authenticate('root', 'nebula');
    // The server hears of the end of a connection a moment after the client has closed it.
    while (added.errorCode !== 0) added = await alive.authenticate('root', 'nebula');
    expect((await alive.execute(lost[1]!, 'echo')).errorCode).toBe(ErrorCode.E_SESSION_INVALID);
    for (const session of [lost[0]!, kept, added.sessionId!]) {
      expect((await alive.execute(session, 'echo')).errorCode).toBe(0);
    }
    // All three are used over living connections now.
    expect((await alive.authenticate('root', 'nebula')).errorCode).toBe(ErrorCode.E_TOO_MANY_CONNECTIONS);
  });

  it('ends idle sessions and limits how many a user has from one address', async () => {
    let nowMs = 1_000_000;
    const options = { clock: () => nowMs, sessionsPerUserAndAddress: 2, sessionIdleTimeoutMs: 1000 };
    const client = await connect(await start(options, scriptedEngine([])));
    const session = await login(client);
    await login(client);
    const third = await client.authenticate('root', 'nebula');
    expect(third.errorCode).toBe(ErrorCode.E_TOO_MANY_CONNECTIONS);
    expect(third.errorMessage).toContain('root has too many sessions from 127.0.0.1; sign out of some');
    nowMs += 1001;
    // The limit counts living sessions only.
    const fourth = await client.authenticate('root', 'nebula');
    expect(fourth.errorCode).toBe(0);
    expect((await client.execute(session, 'echo')).errorCode).toBe(ErrorCode.E_SESSION_INVALID);
    expect((await client.execute(fourth.sessionId!, 'sessions')).data?.rows).toEqual([['root']]);
  });
});

describe('LoginThrottle', () => {
  it('slows guesses that are sent together as those sent one after the other, right passwords not at all', async () => {
    const slept: number[] = [];
    const throttle = new LoginThrottle(async (ms) => void slept.push(ms));
    const check = (passes: boolean) => async (): Promise<boolean> => {
      await new Promise((resolve) => setImmediate(resolve));
      return passes;
    };
    const together = (passes: boolean, count: number): Promise<(boolean | undefined)[]> =>
      Promise.all(Array.from({ length: count }, () => throttle.attempt('10.0.0.9', 'root', check(passes))));
    expect(await together(true, 100)).toEqual(Array.from({ length: 100 }, () => true));
    expect(slept).toEqual([]);
    expect(await together(false, 7)).toEqual(Array.from({ length: 7 }, () => false));
    expect(slept).toEqual([250, 500, 1000, 2000]);
  });

  it('slows down an address at an account, more with every failure, until one succeeds', async () => {
    const slept: number[] = [];
    const throttle = new LoginThrottle(async (ms) => void slept.push(ms));
    const attempt = (user: string, passes: boolean): Promise<boolean | undefined> =>
      throttle.attempt('10.0.0.1', user, () => Promise.resolve(passes));
    for (let i = 0; i < 6; i++) expect(await attempt('root', false)).toBe(false);
    expect(slept).toEqual([250, 500, 1000]);
    await attempt('ann', false);
    expect(slept).toHaveLength(3);
    expect(await attempt('root', true)).toBe(true);
    expect(slept).toEqual([250, 500, 1000, 2000]);
    await attempt('root', false);
    expect(slept).toHaveLength(4);
  });

  it('lets guesses of one address come one after the other, and refuses too many of them', async () => {
    let running = 0;
    let most = 0;
    const throttle = new LoginThrottle(() => Promise.resolve());
    const check = async (): Promise<boolean> => {
      most = Math.max(most, ++running);
      await new Promise<void>((resolve) => setImmediate(resolve));
      running--;
      return false;
    };
    for (let i = 0; i < 3; i++) await throttle.attempt('a', 'root', check);
    most = 0;
    const results = await Promise.all(Array.from({ length: 70 }, () => throttle.attempt('a', 'root', check)));
    expect(most).toBe(1);
    expect(results.filter((passed) => passed === undefined)).toHaveLength(6);
  });
});
