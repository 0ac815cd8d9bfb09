import type { EngineSession, ServerView } from '@orrery/graphd';

/** What an engine without a server sees of one: no sessions and no statements but its own. */
export function noServer(version: string): ServerView {
  return {
    host: '127.0.0.1',
    port: 9669,
    version,
    sessions: () => [],
    queries: () => [],
    killQuery: () => false,
    killSession: () => false,
    endSessionsOf: () => undefined,
  };
}

/** A session of its own, in no space. */
export function loneSession(user = 'root', id = 1n): EngineSession {
  return {
    id,
    user,
    clientAddress: '127.0.0.1:1',
    createTimeMs: 0,
    space: undefined,
    variables: new Map(),
    timezone: { name: 'UTC', offsetSeconds: 0 },
  };
}
