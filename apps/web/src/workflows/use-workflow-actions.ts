import { useMutation, useQueryClient } from '@tanstack/react-query';
import { client, queryKeys } from '../api/index.ts';
import { useT } from '../i18n/index.ts';
import { showErrorToast, showToast } from '../ui/index.ts';
import { saveFile } from './save-file.ts';

interface Named {
  readonly id: string;
  readonly name: string;
}

/**
 * What a list does with workflows. A deletion is real at once, so that nothing hangs on this page staying open, and
 * its undo restores the workflow on the server with its id and every version.
 */
export function useWorkflowActions() {
  const t = useT();
  const queries = useQueryClient();
  const refresh = async (): Promise<void> => {
    await Promise.all([
      queries.invalidateQueries({ queryKey: queryKeys.workflows }),
      queries.invalidateQueries({ queryKey: ['workflow'] }),
    ]);
  };

  const restore = useMutation({
    mutationFn: ({ id }: Named) => client.workflows.restore(id),
    onSuccess: async (_saved, { name }) => {
      await refresh();
      showToast({ text: t('workflows.restored', { name }), tone: 'success' });
    },
    onError: showErrorToast,
  });
  const remove = useMutation({
    mutationFn: ({ id }: Named) => client.workflows.delete(id),
    onSuccess: async (_done, workflow) => {
      await refresh();
      showToast({
        text: t('workflows.deleted', { name: workflow.name }),
        durationMs: 12_000,
        action: { label: t('workflows.undo'), onSelect: () => restore.mutate(workflow) },
      });
    },
    onError: showErrorToast,
  });
  const clone = useMutation({
    mutationFn: ({ id }: Named) => client.workflows.clone(id),
    onSuccess: async (_saved, { name }) => {
      await refresh();
      showToast({ text: t('workflows.cloned', { name }), tone: 'success' });
    },
    onError: showErrorToast,
  });
  const exportFile = useMutation({
    mutationFn: ({ id, format }: Named & { readonly format: 'yaml' | 'json' }) =>
      client.workflows.definitionText(id, { format }),
    onSuccess: (text, { name, format }) => saveFile(`${name}.${format}`, text, `application/${format}`),
    onError: showErrorToast,
  });
  return { remove, clone, exportFile, refresh };
}
