import { useQueryClient } from '@tanstack/react-query';
import { OrreryError, type Workflow } from '@orrery/sdk';
import { useCallback, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { client, queryKeys } from '../api/index.ts';
import { faultText, useT } from '../i18n/index.ts';
import { setName } from '../model/commands.ts';
import { showErrorToast, showToast } from '../ui/index.ts';
import { useDesignerStore } from './designer-context.ts';
import type { ConflictChoice } from './dialogs/ConflictDialog.tsx';
import { handOver } from './handed-over.ts';
import type { DesignerDialog } from './use-dialog-in-url.ts';

export interface SavedAs {
  readonly id: string;
  readonly version: number;
  readonly name: string;
}

/** Somebody else has saved since the draft was opened: the user is asked what to do. */
export interface SaveConflict {
  /** Their version, the newest. */
  readonly theirs: number;
  readonly onChoose: (choice: ConflictChoice) => void;
}

/**
 * Saving of the draft. `saved` is what the server has, undefined for a workflow that was never saved. `save` resolves
 * to it, or to undefined where the draft has faults or the server refused (the user has been told). A workflow that is
 * saved for the first time gets an address of its own, where `dialog` opens.
 *
 * A comment stands in the version history.
 *
 * @param onSaveAs the user wants a copy, whose name is asked for
 */
export function useSaving(opened: Workflow | undefined, onSaveAs: () => void) {
  const t = useT();
  const store = useDesignerStore();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const [saved, setSaved] = useState<SavedAs | undefined>(opened);
  // Newer than the last render: a key that is held down asks again before there is another one.
  const known = useRef(saved);
  const running = useRef<Promise<SavedAs | undefined>>(undefined);
  const [isSaving, setSaving] = useState(false);
  const [conflict, setConflict] = useState<SaveConflict>();
  const wantCopy = useRef(onSaveAs);
  wantCopy.current = onSaveAs;

  const finish = useCallback(
    async (id: string, version: number, sent: ReturnType<typeof store.state>['draft']) => {
      store.markSaved(sent);
      known.current = { id, version, name: sent.name ?? '' };
      const workflow = await client.workflows.get(id);
      queries.setQueryData(queryKeys.workflow(id), workflow);
      void queries.invalidateQueries({ queryKey: queryKeys.workflows });
      void queries.invalidateQueries({ queryKey: queryKeys.versions(id) });
      const next = { id, version, name: workflow.name };
      known.current = next;
      setSaved(next);
      return next;
    },
    [store, queries],
  );

  const saveOnce = useCallback(
    async (dialog?: DesignerDialog, comment?: string): Promise<SavedAs | undefined> => {
      const said = comment === undefined ? {} : { comment };
      const { draft, faults, isDirty } = store.state();
      const saved = known.current;
      if (saved !== undefined && !isDirty) return saved;
      if (faults.length > 0 || Object.keys(draft.tasks).length === 0) {
        const [first] = faults;
        if (first === undefined) showToast({ text: t('designer.save.empty'), tone: 'info' });
        else {
          showToast({
            text: t('designer.save.faults', { count: faults.length }),
            details: faultText(first),
            tone: 'error',
            durationMs: 8000,
          });
          store.jumpTo(first.task, first.field);
        }
        return undefined;
      }
      setSaving(true);
      try {
        if (saved === undefined) {
          const created = await client.workflows.create(draft, said);
          const next = await finish(created.id, created.version, draft);
          showToast({ text: t('designer.save.created', { name: next.name }), tone: 'success' });
          handOver(created.id, store, true);
          const search = dialog === undefined ? '' : `?dialog=${dialog}`;
          navigate(`/workflows/${created.id}${search}`, { replace: true, state: { isSaved: true } });
          return next;
        }
        const updated = await update(saved, draft);
        if (updated === undefined) return undefined;
        const next = await finish(saved.id, updated.version, draft);
        showToast({ text: t('designer.save.version', { version: updated.version }), tone: 'success' });
        return next;
      } catch (error) {
        showErrorToast(error);
        return undefined;
      } finally {
        setSaving(false);
      }

      /** Undefined when somebody else has saved in between and the user does not want to overwrite it. */
      async function update(present: SavedAs, sent: typeof draft) {
        try {
          return await client.workflows.update(present.id, sent, { ifVersion: present.version, ...said });
        } catch (error) {
          if (!(error instanceof OrreryError) || error.name !== 'ErrBadRequest') throw error;
          const newest = await client.workflows.get(present.id);
          if (newest.version === present.version) throw error;
          return resolve(newest, sent);
        }
      }

      /** Theirs stays in the version history, ours on the canvas or one step of undo away, whatever is chosen. */
      async function resolve(newest: Workflow, sent: typeof draft) {
        const choice = await new Promise<ConflictChoice>((onChoose) =>
          setConflict({ theirs: newest.version, onChoose }),
        );
        setConflict(undefined);
        if (choice === 'saveAs') wantCopy.current();
        if (choice === 'takeTheirs') {
          store.replace(newest.definition);
          store.markSaved(store.state().draft);
          queries.setQueryData(queryKeys.workflow(newest.id), newest);
          known.current = newest;
          setSaved(newest);
          showToast({
            text: t('designer.conflict.taken', { version: newest.version }),
            details: t('designer.conflict.taken.text'),
          });
        }
        return choice === 'overwrite'
          ? client.workflows.update(newest.id, sent, { ifVersion: newest.version, ...said })
          : undefined;
      }
    },
    [store, queries, t, navigate, finish],
  );

  /** One at a time: two at once would make two workflows, or a conflict of the user with themselves. */
  const save = useCallback(
    (dialog?: DesignerDialog, comment?: string): Promise<SavedAs | undefined> => {
      running.current ??= saveOnce(dialog, comment).finally(() => {
        running.current = undefined;
      });
      return running.current;
    },
    [saveOnce],
  );

  /** Saves the draft as another workflow and goes on with that one, at its address, where no dialog is open. */
  const saveAs = useCallback(
    async (name: string, comment?: string): Promise<void> => {
      setSaving(true);
      try {
        const copy = setName(store.state().draft, name);
        const created = await client.workflows.create(copy, comment === undefined ? {} : { comment });
        store.edit(() => copy);
        const next = await finish(created.id, created.version, copy);
        showToast({ text: t('designer.save.created', { name: next.name }), tone: 'success' });
        handOver(created.id, store, false);
        navigate(`/workflows/${created.id}`, { state: { isSaved: true } });
      } catch (error) {
        showErrorToast(error);
      } finally {
        setSaving(false);
      }
    },
    [store, t, navigate, finish],
  );

  return { saved, isSaving, conflict, save, saveAs };
}
