import type { ServerView } from '@orrery/graphd';

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
