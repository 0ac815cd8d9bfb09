import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
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
        return await client.session();
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
    const isSame = before?.user === session.user && before.graphAddress === session.graphAddress;
    if (isSame) void queries.invalidateQueries();
    else queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' && queryKey[0] !== 'graphs' });
  };
}

/** Forgets the account without asking the server, whose session has ended already; the sign-in page is next. */
export function useSignOutLocally(): () => void {
  const queries = useQueryClient();
  return () => {
    forgetExpiry();
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' && queryKey[0] !== 'graphs' });
    queries.setQueryData(queryKeys.session, null);
  };
}
