import { lazy } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { pageKey } from '../designer/handed-over.ts';
import { NotFoundPage } from './NotFoundPage.tsx';

const loadWorkflows = () => import('../workflows/WorkflowsPage.tsx');
const loadDesigner = () => import('../designer/DesignerPage.tsx');
const loadJob = () => import('../jobs/JobPage.tsx').then(({ JobPage: Page }) => ({ default: Page }));
const WorkflowsPage = lazy(loadWorkflows);
const ComparePage = lazy(() => import('../workflows/ComparePage.tsx'));
const DesignerPage = lazy(loadDesigner);
const JobsPage = lazy(() => import('../jobs/JobsPage.tsx'));
const CompareJobsPage = lazy(() => import('../jobs/CompareJobsPage.tsx'));
const JobPage = lazy(loadJob);
const SettingsPage = lazy(() => import('../settings/SettingsPage.tsx'));
const ApiPage = lazy(() => import('../settings/ApiPage.tsx'));

/** Loads the code of the page at a path while the server is still asked who is signed in, which is one wait less. */
export function preloadPage(path: string): void {
  const load = /^\/(workflows)?$/.test(path)
    ? loadWorkflows
    : /^\/workflows\/(new|\d+)$/.test(path)
      ? loadDesigner
      : /^\/jobs\/\d+$/.test(path)
        ? loadJob
        : undefined;
  // Where it fails, the page itself tries once more and shows what is wrong.
  load?.().catch(() => {});
}

/** What tells the page at a path from others. It stays the same where a new workflow gets its address. */
export function pageAt(path: string): string {
  const id = /^\/workflows\/(new|\d+)$/.exec(path)?.[1];
  return id === undefined ? path : `/workflows/${pageKey(id === 'new' ? undefined : id)}`;
}

/** Every page behind the sign-in. A page is the default export of its file and reads the rest of the URL itself. */
export function Routes() {
  return (
    <Switch>
      <Route path="/">
        <Redirect to="/workflows" replace />
      </Route>
      <Route path="/workflows" component={WorkflowsPage} />
      <Route path="/workflows/compare" component={ComparePage} />
      <Route path="/workflows/new">{() => <DesignerPage key={pageKey(undefined)} workflowId={undefined} />}</Route>
      <Route path="/workflows/:id">
        {({ id }) => (/^\d{1,10}$/.test(id) ? <DesignerPage key={pageKey(id)} workflowId={id} /> : <NotFoundPage />)}
      </Route>
      <Route path="/jobs" component={JobsPage} />
      <Route path="/jobs/compare" component={CompareJobsPage} />
      <Route path="/jobs/:id">
        {({ id }) => (/^\d{1,15}$/.test(id) ? <JobPage key={id} id={Number(id)} /> : <NotFoundPage />)}
      </Route>
      <Route path="/settings" component={SettingsPage} />
      <Route path="/api" component={ApiPage} />
      <Route component={NotFoundPage} />
    </Switch>
  );
}
