import type { GraphCredentials } from '@orrery/contracts';
import { NebulaSession, quoteName, type ExecuteOptions, type StatementResult } from '@orrery/nebula';
import { printValue } from '@orrery/ngql';

/** A session at any graph for a person who types statements. */
export interface GraphSession {
  readonly space: string | undefined;
  /** @throws NebulaError with the graph's own message */
  execute(statement: string, options?: ExecuteOptions): Promise<StatementResult>;
  /** Of the session's own account. */
  changePassword(before: string, after: string): Promise<void>;
  close(): Promise<void>;
}

/** Signs in. @throws NebulaError when the graph refuses the account or is not reached */
export async function openGraphSession(credentials: GraphCredentials): Promise<GraphSession> {
  const session = await NebulaSession.open(credentials, { connectTimeoutMs: 5_000 });
  return {
    get space() {
      return session.space;
    },
    execute: (statement, options) => session.execute(statement, options),
    changePassword: async (before, after) => {
      const [from, to] = [before, after].map(printValue);
      await session.execute(`CHANGE PASSWORD ${quoteName(credentials.user)} FROM ${from} TO ${to}`);
    },
    close: () => session.close(),
  };
}
