import { Redirect, Route, Switch } from 'wouter';
import { pageKey } from '../designer/handed-over.ts';
import { lazyPage } from './lazy-page.tsx';
import { NotFoundPage } from './NotFoundPage.tsx';

const workflows = lazyPage(() => import('../workflows/WorkflowsPage.tsx'));
const compare = lazyPage(() => import('../workflows/ComparePage.tsx'));
const designer = lazyPage(() => import('../designer/DesignerPage.tsx'));
const jobs = lazyPage(() => import('../jobs/JobsPage.tsx'));
const compareJobs = lazyPage(() => import('../jobs/CompareJobsPage.tsx'));
const job = lazyPage(async () => ({ default: (await import('../jobs/JobPage.tsx')).JobPage }));
const settings = lazyPage(() => import('../settings/SettingsPage.tsx'));
const api = lazyPage(() => import('../settings/ApiPage.tsx'));

/** Loads the code of the page at a path while the server is still asked who is signed in, which is one wait less. */
export function preloadPage(path: string): void {
  if (/^\/(workflows)?$/.test(path)) workflows.preload();
  else if (/^\/workflows\/(new|\d+)$/.test(path)) designer.preload();
  else if (/^\/jobs\/\d+$/.test(path)) job.preload();
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
      <Route path="/workflows" component={workflows.Page} />
      <Route path="/workflows/compare" component={compare.Page} />
      <Route path="/workflows/new">{() => <designer.Page key={pageKey(undefined)} workflowId={undefined} />}</Route>
      <Route path="/workflows/:id">
        {({ id }) => (/^\d{1,10}$/.test(id) ? <designer.Page key={pageKey(id)} workflowId={id} /> : <NotFoundPage />)}
      </Route>
      <Route path="/jobs" component={jobs.Page} />
      <Route path="/jobs/compare" component={compareJobs.Page} />
      <Route path="/jobs/:id">
        {({ id }) => (/^\d{1,15}$/.test(id) ? <job.Page key={id} id={Number(id)} /> : <NotFoundPage />)}
      </Route>
      <Route path="/settings" component={settings.Page} />
      <Route path="/api" component={api.Page} />
      <Route component={NotFoundPage} />
    </Switch>
  );
}
