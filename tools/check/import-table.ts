/**
 * Which workspace may import which, besides contracts. DESIGN's table, as data; check/imports.ts enforces it and
 * compares it with every package.json. A new package is added here first.
 */
export const IMPORT_TABLE: Readonly<Record<string, readonly string[]>> = {
  contracts: [],
  ngql: [],
  wire: [],
  analytics: [],
  tables: [],
  jobs: [],
  sdk: [],
  workflow: ['ngql'],
  graphd: ['ngql', 'wire'],
  nebula: ['ngql', 'wire'],
  tasks: ['ngql', 'workflow', 'nebula', 'analytics', 'tables', 'jobs'],
  api: ['jobs', 'tables', 'ngql', 'workflow'],
  cli: ['sdk', 'ngql', 'workflow', 'server'],
  web: ['sdk', 'ngql', 'workflow'],
  server: ['ngql', 'wire', 'graphd', 'nebula', 'analytics', 'workflow', 'tables', 'jobs', 'tasks', 'api', 'sdk'],
};

/** Names of Node's own that packages which also run in a browser must not import. */
export const BROWSER_PACKAGES: readonly string[] = ['contracts', 'ngql', 'workflow', 'sdk', 'web'];

/** What tasks may take of jobs: the task interface, nothing of the controller. */
export const NARROW_IMPORTS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  tasks: { jobs: ['TaskContext', 'TaskError', 'TaskOutcome', 'TaskResources', 'TaskType', 'UpstreamResult'] },
  cli: { server: ['embedded'] },
};
