import { appZh } from './app.zh.ts';
import { designerZh } from './designer.zh.ts';
import type { Messages } from './en.ts';
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
