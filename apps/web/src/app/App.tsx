import { QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { Redirect, Route, Router, Switch, useLocation, useSearch } from 'wouter';
import { accountKey, createQueryClient, useIsExpired, useSession } from '../api/index.ts';
import { ErrorState, LoadingState } from '../ui/index.ts';
import { ConfirmHost } from '../ui/confirm.tsx';
import { ToastHost } from '../ui/toast.tsx';
import { Shell } from './Shell.tsx';
import { SignInAgain } from './SignInAgain.tsx';
import { SignInPage } from './SignInPage.tsx';
import { guardedNavigation } from './unsaved-guard.ts';

/** Providers, and what stands above every page. */
export function App() {
  const [queries] = useState(createQueryClient);
  return (
    <QueryClientProvider client={queries}>
      <Router aroundNav={guardedNavigation}>
        <Switch>
          <Route path="/signin" component={SignInPage} />
          <Route component={SignedIn} />
        </Switch>
        <ConfirmHost />
        <ToastHost />
      </Router>
    </QueryClientProvider>
  );
}

/** The pages of a signed-in account. Who is not signed in is led to the sign-in and back here. */
function SignedIn() {
  const { data: session, error, refetch } = useSession();
  const isExpired = useIsExpired();
  const [path] = useLocation();
  const search = useSearch();
  if (session === undefined) {
    return error === null ? <LoadingState /> : <ErrorState error={error} onRetry={() => void refetch()} />;
  }
  if (session === null) {
    const here = path + (search === '' ? '' : `?${search}`);
    const isStart = path === '/' || path === '/workflows';
    return <Redirect to={isStart ? '/signin' : `/signin?next=${encodeURIComponent(here)}`} replace />;
  }
  return (
    <>
      <Shell key={accountKey(session)} session={session} />
      {isExpired && <SignInAgain session={session} />}
    </>
  );
}
