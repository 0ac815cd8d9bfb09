import type { WorkflowItem } from '@orrery/sdk';
import {
  BookOpen,
  Copy,
  FileCode,
  FileDown,
  FileUp,
  GitCompare,
  History,
  ListChecks,
  PenLine,
  Plus,
  SearchX,
  SquarePen,
  Trash2,
  Workflow,
} from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useAccount, useWorkflows } from '../api/index.ts';
import { useT } from '../i18n/index.ts';
import {
  firstDirection,
  readWorkflowList,
  workflowQuery,
  writeWorkflowList,
  type WorkflowOrder,
} from '../model/list-state.ts';
import { Button, EmptyState, ErrorState, LinkButton, Page, SearchInput, Table, type MenuItem } from '../ui/index.ts';
import { ExampleCards, ExamplesDialog } from './ExampleCards.tsx';
import { ImportDialog } from './ImportDialog.tsx';
import { ListFooter } from './ListFooter.tsx';
import styles from './lists.module.css';
import { RenameDialog } from './RenameDialog.tsx';
import { RunDialog } from './RunDialog.tsx';
import { useDebouncedText } from './use-debounced-text.ts';
import { useLastPage } from './use-last-page.ts';
import { useListUrl } from './use-list-url.ts';
import { useWorkflowActions } from './use-workflow-actions.ts';
import { workflowColumns } from './workflow-columns.tsx';
import { YamlDialog } from './YamlDialog.tsx';

type Open =
  | { readonly kind: 'run' | 'rename' | 'yaml'; readonly workflow: WorkflowItem }
  | { readonly kind: 'import'; readonly file?: File | undefined }
  | { readonly kind: 'examples' };

/** All workflows of the account: search, order and page are in the URL. */
export default function WorkflowsPage() {
  const t = useT();
  const [, navigate] = useLocation();
  const { user } = useAccount();
  const [state, change] = useListUrl(readWorkflowList, writeWorkflowList);
  const [search, setSearch] = useDebouncedText(state.search, (text) => change({ search: text }, { replace: true }));
  const workflows = useWorkflows(workflowQuery(state));
  const actions = useWorkflowActions();
  const [open, setOpen] = useState<Open>();
  const [selection, setSelection] = useState<readonly string[]>([]);
  const [isDropping, setDropping] = useState(false);
  const close = (): void => setOpen(undefined);
  const { data, error } = workflows;

  useLastPage(state, data?.total, change);

  const deselect = (id: string): void => setSelection((old) => old.filter((other) => other !== id));
  const menuOf = (workflow: WorkflowItem): readonly MenuItem[] => [
    { label: t('workflows.open'), icon: SquarePen, onSelect: () => navigate(`/workflows/${workflow.id}`) },
    { label: t('workflows.jobs'), icon: ListChecks, onSelect: () => navigate(`/jobs?workflow=${workflow.id}`) },
    { label: t('workflows.rename'), icon: PenLine, onSelect: () => setOpen({ kind: 'rename', workflow }) },
    { label: t('workflows.clone'), icon: Copy, onSelect: () => actions.clone.mutate(workflow) },
    'separator',
    { label: t('workflows.viewYaml'), icon: FileCode, onSelect: () => setOpen({ kind: 'yaml', workflow }) },
    {
      label: t('workflows.exportYaml'),
      icon: FileDown,
      onSelect: () => actions.exportFile.mutate({ ...workflow, format: 'yaml' }),
    },
    {
      label: t('workflows.exportJson'),
      icon: FileDown,
      onSelect: () => actions.exportFile.mutate({ ...workflow, format: 'json' }),
    },
    {
      label: t('workflows.compareVersions'),
      icon: History,
      onSelect: () =>
        navigate(`/workflows/compare?a=${workflow.id}@${Math.max(1, workflow.version - 1)}&b=${workflow.id}`),
    },
    'separator',
    {
      label: t('workflows.delete'),
      icon: Trash2,
      isDangerous: true,
      onSelect: () => actions.remove.mutate(workflow, { onSuccess: () => deselect(workflow.id) }),
    },
  ];
  const columns = workflowColumns({
    t,
    user,
    selection,
    menuOf,
    onSelect: (id, isSelected) =>
      setSelection(isSelected ? [...selection, id].slice(-2) : selection.filter((other) => other !== id)),
    onRun: (workflow) => setOpen({ kind: 'run', workflow }),
  });
  const isFirstUse = data?.total === 0 && state.search === '';
  return (
    <Page
      title={t('workflows.title')}
      actions={
        <>
          <Button icon={BookOpen} onClick={() => setOpen({ kind: 'examples' })}>
            {t('workflows.examples')}
          </Button>
          <Button icon={FileUp} onClick={() => setOpen({ kind: 'import' })}>
            {t('workflows.import')}
          </Button>
          <LinkButton icon={Plus} variant="primary" href="/workflows/new">
            {t('workflows.new')}
          </LinkButton>
        </>
      }
    >
      <div
        className={isDropping ? styles['dropping'] : undefined}
        onDragOver={(event) => {
          if (!event.dataTransfer.types.includes('Files')) return;
          event.preventDefault();
          setDropping(true);
        }}
        onDragLeave={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setDropping(false);
        }}
        onDrop={(event) => {
          event.preventDefault();
          setDropping(false);
          const [file] = event.dataTransfer.files;
          if (file !== undefined) setOpen({ kind: 'import', file });
        }}
      >
        {!isFirstUse && (
          <div className={styles['toolbar']}>
            <SearchInput
              className={styles['search'] ?? ''}
              value={search}
              label={t('workflows.search')}
              onChange={setSearch}
            />
            <span className={styles['spacer']} />
            {selection.length > 0 && (
              <div className={styles['selection']} role="status">
                {t('workflows.selected', { count: selection.length })}
                <Button variant="ghost" onClick={() => setSelection([])}>
                  {t('workflows.clearSelection')}
                </Button>
                <Button
                  icon={GitCompare}
                  disabled={selection.length < 2}
                  onClick={() => navigate(`/workflows/compare?a=${selection[0]}&b=${selection[1]}`)}
                >
                  {t('workflows.compareSelected')}
                </Button>
              </div>
            )}
          </div>
        )}
        {error !== null && data === undefined ? (
          <ErrorState error={error} title={t('workflows.loadFailed')} onRetry={() => void workflows.refetch()} />
        ) : isFirstUse ? (
          <>
            <EmptyState
              icon={Workflow}
              title={t('workflows.emptyTitle')}
              text={t('workflows.emptyText')}
              actions={
                <LinkButton icon={Plus} variant="primary" href="/workflows/new">
                  {t('workflows.new')}
                </LinkButton>
              }
            />
            <ExampleCards onCreated={actions.refresh} />
          </>
        ) : (
          <>
            <Table
              label={t('workflows.title')}
              className={styles['table'] ?? ''}
              columns={columns}
              rows={data?.items}
              rowKey={({ id }) => id}
              isSelected={({ id }) => selection.includes(id)}
              sort={{ key: state.orderBy, isDescending: state.direction === 'desc' }}
              onSort={({ key, isDescending }) => {
                const orderBy = key as WorkflowOrder;
                const direction = orderBy === state.orderBy ? (isDescending ? 'desc' : 'asc') : firstDirection(orderBy);
                change({ orderBy, direction });
              }}
              onRowClick={({ id }) => navigate(`/workflows/${id}`)}
              empty={
                <EmptyState
                  icon={SearchX}
                  title={t('workflows.noMatchTitle', { search: state.search })}
                  text={t('workflows.noMatchText')}
                  actions={<Button onClick={() => setSearch('')}>{t('workflows.clearSearch')}</Button>}
                />
              }
            />
            {data !== undefined && (
              <ListFooter page={state.page} pageSize={state.pageSize} total={data.total} onChange={change} />
            )}
          </>
        )}
      </div>
      {open?.kind === 'run' && <RunDialog workflowId={open.workflow.id} onClose={close} />}
      {open?.kind === 'rename' && <RenameDialog workflow={open.workflow} onClose={close} onRenamed={actions.refresh} />}
      {open?.kind === 'yaml' && <YamlDialog workflow={open.workflow} onClose={close} />}
      {open?.kind === 'import' && <ImportDialog file={open.file} onClose={close} onImported={actions.refresh} />}
      {open?.kind === 'examples' && <ExamplesDialog onClose={close} onCreated={actions.refresh} />}
    </Page>
  );
}
