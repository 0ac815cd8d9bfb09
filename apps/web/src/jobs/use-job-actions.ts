import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import type { Body, JobItem } from '@orrery/sdk';
import { client, queryKeys, rerunJob, resumeJob } from '../api/index.ts';
import { useT } from '../i18n/index.ts';
import { confirm, showErrorToast, showToast } from '../ui/index.ts';

export interface JobActions {
  readonly cancel: () => Promise<void>;
  /** Of the version that the job ran, else of the newest. */
  readonly rerun: (version?: 'newest') => void;
  readonly resume: (version?: 'newest') => void;
  readonly remove: () => Promise<void>;
  readonly isBusy: boolean;
}

type Again = Body<'rerunJob'>;

/** What can be done with a job; new jobs are opened, so that one sees them run. */
export function useJobActions(job: JobItem): JobActions {
  const t = useT();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const id = String(job.id);
  const opens = {
    onError: showErrorToast,
    onSuccess: (posted: { readonly id: number }) => {
      void queries.invalidateQueries({ queryKey: queryKeys.jobs });
      showToast({ text: t('job.posted', { id: String(posted.id) }), tone: 'success' });
      navigate(`/jobs/${posted.id}`);
    },
  };
  const rerun = useMutation({ mutationFn: (body: Again) => rerunJob(job.id, body), ...opens });
  const resume = useMutation({ mutationFn: (body: Again) => resumeJob(job.id, body), ...opens });
  const cancel = useMutation({
    mutationFn: () => client.jobs.cancel(job.id),
    onError: showErrorToast,
    onSuccess: () => void showToast({ text: t('job.cancelled', { id }) }),
  });
  const remove = useMutation({
    mutationFn: () => client.jobs.delete(job.id),
    onError: showErrorToast,
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: queryKeys.jobs });
      showToast({ text: t('job.deleted', { id }) });
      navigate('/jobs');
    },
  });
  return {
    isBusy: rerun.isPending || resume.isPending || cancel.isPending || remove.isPending,
    rerun: (version) => rerun.mutate(version === undefined ? {} : { version }),
    resume: (version) => resume.mutate(version === undefined ? {} : { version }),
    cancel: async () => {
      const question = {
        title: t('job.cancelTitle', { id }),
        text: t('job.cancelText'),
        confirm: t('job.cancel'),
        cancel: t('job.keepRunning'),
        isDangerous: true,
      };
      if (await confirm(question)) cancel.mutate();
    },
    remove: async () => {
      const question = {
        title: t('job.deleteTitle', { id }),
        text: t('job.deleteText'),
        confirm: t('job.deleteConfirm'),
        cancel: t('job.keep'),
        isDangerous: true,
      };
      if (await confirm(question)) remove.mutate();
    },
  };
}
