import { appEn } from './app.en.ts';
import { designerEn } from './designer.en.ts';
import { jobEn } from './job.en.ts';
import { jobsEn } from './jobs.en.ts';
import { resultsEn } from './results.en.ts';
import { settingsEn } from './settings.en.ts';
import { workflowsEn } from './workflows.en.ts';

/** All texts. Each area has its own file with keys that begin with its name. */
export const en = {
  ...appEn,
  ...workflowsEn,
  ...designerEn,
  ...jobEn,
  ...jobsEn,
  ...resultsEn,
  ...settingsEn,
} as const;

export type MessageKey = keyof typeof en;
export type Messages = Readonly<Record<MessageKey, string>>;
