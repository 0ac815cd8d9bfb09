import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { JobInput } from '@orrery/contracts';
import { OrreryError } from '@orrery/sdk';
import { Play } from 'lucide-react';
import { useId, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { errorText, postJob, queryKeys, useCatalogue, useWorkflow } from '../api/index.ts';
import { faultText, useT, type Translate } from '../i18n/index.ts';
import { clientCatalogue } from '../model/client-catalogue.ts';
import {
  entriesOf,
  fieldOfFault,
  runGroups,
  runInput,
  type RunEntries,
  type RunFault,
} from '../model/run-parameters.ts';
import { Button, Dialog, ErrorState, LoadingState, showToast } from '../ui/index.ts';
import styles from './dialogs.module.css';
import { RunFields } from './RunFields.tsx';

export interface RunDialogProps {
  readonly workflowId: string;
  /** Default: the newest. */
  readonly version?: number;
  /** The input of an earlier job, to start from. */
  readonly input?: unknown;
  /** Default: posts a new job of the workflow. */
  readonly post?: (input: JobInput) => Promise<{ readonly id: number }>;
  readonly onClose: () => void;
}

/** Asks for the parameters of a workflow, runs it and shows the job. */
export function RunDialog({
  workflowId,
  version,
  input,
  post = (chosen) => postJob(workflowId, chosen),
  onClose,
}: RunDialogProps) {
  const t = useT();
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const form = useId();
  const workflow = useWorkflow(workflowId, version);
  const catalogue = useCatalogue();
  const groups = useMemo(
    () =>
      workflow.data === undefined || catalogue.data === undefined
        ? undefined
        : runGroups(workflow.data.definition, clientCatalogue(catalogue.data)),
    [workflow.data, catalogue.data],
  );
  const [edited, setEdited] = useState<RunEntries>({});
  const entries = useMemo(() => ({ ...entriesOf(groups ?? [], input), ...edited }), [groups, input, edited]);
  const [isTried, setTried] = useState(false);
  const { input: posted, faults } = useMemo(() => runInput(groups ?? [], entries), [groups, entries]);

  const run = useMutation({
    mutationFn: () => post(posted),
    onSuccess: ({ id }) => {
      void queries.invalidateQueries({ queryKey: queryKeys.jobs });
      void queries.invalidateQueries({ queryKey: queryKeys.workflows });
      onClose();
      showToast({ text: t('workflows.started', { id: String(id) }), tone: 'success' });
      navigate(`/jobs/${id}`);
    },
  });
  const refused = serverFaults(run.error, groups ?? [], t);
  const shown = isTried ? { ...refused.byField, ...faults } : refused.byField;
  const failed = workflow.error ?? catalogue.error;
  return (
    <Dialog
      title={t('workflows.runTitle', { name: workflow.data?.name ?? workflowId })}
      size="lg"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('workflows.cancel')}</Button>
          <Button
            type="submit"
            form={form}
            variant="primary"
            icon={Play}
            disabled={groups === undefined}
            isBusy={run.isPending}
          >
            {t('workflows.run')}
          </Button>
        </>
      }
    >
      {failed !== null && <ErrorState error={failed} isCompact onRetry={() => void workflow.refetch()} />}
      {failed === null && groups === undefined && <LoadingState />}
      <form
        id={form}
        noValidate
        className={styles['stack']}
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (Object.keys(faults).length === 0) run.mutate();
        }}
      >
        {groups?.length === 0 && <p className={styles['lead']}>{t('workflows.runNoParameters')}</p>}
        {groups !== undefined && (
          <RunFields
            groups={groups}
            entries={entries}
            faults={shown}
            onChange={(key, entry) => {
              run.reset();
              setEdited({ ...edited, [key]: entry });
            }}
          />
        )}
        {run.error !== null && refused.other !== '' && (
          <p role="alert" className={styles['bad']}>
            {refused.other}
          </p>
        )}
      </form>
    </Dialog>
  );
}

/** What the server refused, at its fields; the rest as a text. */
function serverFaults(error: unknown, groups: Parameters<typeof fieldOfFault>[0], t: Translate) {
  const byField: Record<string, RunFault> = {};
  if (error === null) return { byField, other: '' };
  if (!(error instanceof OrreryError) || error.faults.length === 0) return { byField, other: errorText(error, t).text };
  const rest: string[] = [];
  for (const { path, ...fault } of error.faults) {
    const key = fieldOfFault(groups, path);
    if (key === undefined) rest.push(`${path} ${faultText(fault)}`);
    else byField[key] = { kind: 'message', ...fault };
  }
  return { byField, other: rest.join('; ') };
}
