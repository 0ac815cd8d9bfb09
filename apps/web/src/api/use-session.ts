import { useQuery, useQueryClient, type QueryClient, type UseQueryResult } from '@tanstack/react-query';
import { OrreryError, type Data } from '@orrery/sdk';
import { client } from './client.ts';
import { queryKeys } from './query-keys.ts';
import { forgetExpiry } from './session-expiry.ts';

export type Session = Data<'getSession'>;

/** Who is signed in; null when nobody is. */
export function useSession(): UseQueryResult<Session | null> {
  const queries = useQueryClient();
  return useQuery({
    queryKey: queryKeys.session,
    queryFn: async () => {
      try {
        const session = await client.session();
        const known = queries.getQueryData<Session | null>(queryKeys.session) ?? null;
        // Another tab has signed in as somebody else: nothing that is cached is theirs.
        if (known !== null && !isSameAccount(known, session)) forgetAccount(queries);
        return session;
      } catch (error) {
        if (!(error instanceof OrreryError && error.httpStatus === 401)) throw error;
        // Who was signed in stays in view under the sign-in that the expiry brings up.
        const before = queries.getQueryData<Session | null>(queryKeys.session) ?? null;
        if (before === null) forgetExpiry();
        return before;
      }
    },
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: 'always',
  });
}

/** The signed-in account. Only below the shell, which shows pages to nobody else. */
export function useAccount(): Session {
  const { data } = useSession();
  if (data === null || data === undefined) throw new Error('useAccount is for pages behind the sign-in');
  return data;
}

/** Forgets what belongs to the last account and asks who is signed in now. */
export function useSignedIn(): (session: Session) => void {
  const queries = useQueryClient();
  return (session) => {
    const before = queries.getQueryData<Session | null>(queryKeys.session);
    queries.setQueryData(queryKeys.session, session);
    forgetExpiry();
    if (before && isSameAccount(before, session)) void queries.invalidateQueries();
    else forgetAccount(queries);
  };
}

/** Whom a page belongs to. */
export function accountKey({ graphAddress, user }: Session): string {
  return JSON.stringify([graphAddress, user]);
}

function isSameAccount(a: Session, b: Session): boolean {
  return accountKey(a) === accountKey(b);
}

function forgetAccount(queries: QueryClient): void {
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' && queryKey[0] !== 'graphs' });
}

/** Forgets the account without asking the server, whose session has ended already; the sign-in page is next. */
export function useSignOutLocally(): () => void {
  const queries = useQueryClient();
  return () => {
    forgetExpiry();
    forgetAccount(queries);
    queries.setQueryData(queryKeys.session, null);
  };
}
