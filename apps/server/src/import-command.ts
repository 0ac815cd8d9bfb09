import { openGraphSession, type GraphSession } from './graph-session.ts';
import { importCsv, type ImportOptions, type ImportReport } from './import/import-csv.ts';
import { atTargetGraph, type TargetGraph } from './target-graph.ts';

export interface ImportRequest extends TargetGraph, Omit<ImportOptions, 'account' | 'way'> {
  /** Statements at once, where rows go by statements. */
  readonly concurrency: number;
}

/**
 * Imports into the graph that is asked for, or the data folder's. Rows for the embedded graph of the data folder go straight
 * into its files, whether a server runs on the folder or not; rows for any other graph go by statements.
 * @throws as importCsv; OrreryError when the data folder cannot be used
 */
export function importInto(request: ImportRequest): Promise<ImportReport> {
  const { concurrency } = request;
  return atTargetGraph(request, (account, files) => {
    return importCsv({
      ...request,
      account,
      way: files ? { kind: 'files', ...files } : { kind: 'statements', concurrency },
    });
  });
}

/**
 * A session at the graph that an import of the same request would write to.
 * @throws NebulaError when the graph refuses the account; OrreryError when the data folder cannot be used
 */
export function withGraphSession<T>(
  target: TargetGraph,
  use: (session: GraphSession, isEmbedded: boolean) => Promise<T>,
): Promise<T> {
  return atTargetGraph(target, async (account, files) => {
    const session = await openGraphSession(account);
    try {
      return await use(session, files !== undefined);
    } finally {
      await session.close();
    }
  });
}
