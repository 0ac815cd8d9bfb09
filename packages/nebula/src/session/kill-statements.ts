import type { GraphCredentials } from '@orrery/contracts';
import { WireError } from '@orrery/wire';
import { connect } from './connect.ts';

/** The graph may list a statement that has just begun a moment later. */
const LOOK_AGAIN_MS = [0, 50, 200, 500];

/**
 * Kills what a session still runs at the graph, from a session of its own, and logs that session out. Best effort
 * within `boundMs`: never rejects; true when the graph confirmed a kill or listed nothing that runs.
 */
export async function killStatements(account: GraphCredentials, sessionId: bigint, boundMs: number): Promise<boolean> {
  const signal = AbortSignal.timeout(boundMs);
  let killed = false;
  try {
    const { client, sessionId: own } = await connect(account, { connectTimeoutMs: boundMs, signal });
    try {
      const execute = (statement: string): ReturnType<typeof client.execute> =>
        client.execute(own, statement, undefined, { signal });
      for (const waitMs of LOOK_AGAIN_MS) {
        if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
        let listing = await execute('SHOW LOCAL QUERIES');
        if (listing.errorCode !== 0) listing = await execute('SHOW QUERIES');
        const session = listing.data?.columns.findIndex((column) => /^session_?id$/i.test(column)) ?? -1;
        const plan = listing.data?.columns.findIndex((column) => /plan_?id$/i.test(column)) ?? -1;
        if (!listing.data || session < 0 || plan < 0) break;
        const running = listing.data.rows.filter((row) => row[session] === sessionId);
        if (running.length === 0 && waitMs >= 50) {
          killed = true;
          break;
        }
        for (const row of running) {
          const answer = await execute(`KILL QUERY (session=${sessionId}, plan=${String(row[plan])})`);
          killed ||= answer.errorCode === 0;
        }
        if (killed) break;
      }
      await client.signout(sessionId);
      await client.signout(own);
    } finally {
      client.close();
    }
  } catch (error) {
    if (!(error instanceof WireError) && !(error instanceof Error && error.name === 'NebulaError')) throw error;
  }
  return killed;
}
