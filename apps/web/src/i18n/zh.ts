import { appZh } from './app.zh.ts';
import { catalogueZh } from './catalogue.zh.ts';
import { designerZh } from './designer.zh.ts';
import type { Messages } from './en.ts';
import { faultsZh } from './faults.zh.ts';
import { jobZh } from './job.zh.ts';
import { jobsZh } from './jobs.zh.ts';
import { resultsZh } from './results.zh.ts';
import { settingsZh } from './settings.zh.ts';
import { workflowsZh } from './workflows.zh.ts';

export const zh: Messages = {
  ...appZh,
  ...workflowsZh,
  ...designerZh,
  ...jobZh,
  ...jobsZh,
  ...resultsZh,
  ...settingsZh,
};

/** Of texts whose English comes from the server's catalogue and the checks of a workflow. */
export const translationsZh = { faults: faultsZh, catalogue: catalogueZh };
