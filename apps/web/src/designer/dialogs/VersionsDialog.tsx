import type { WorkflowDefinition } from '@orrery/contracts';
import { useMutation } from '@tanstack/react-query';
import { client, useVersions } from '../../api/index.ts';
import { formatDateTime, formatRelative, useT } from '../../i18n/index.ts';
import { Badge, Button, Dialog, ErrorState, LinkButton, showErrorToast, Table } from '../../ui/index.ts';
import type { SavedAs } from '../use-saving.ts';

export interface VersionsDialogProps {
  readonly saved: SavedAs;
  readonly onRestore: (definition: WorkflowDefinition, version: number) => void;
  readonly onClose: () => void;
}

/** The saved versions; an older one comes back onto the canvas as an edit. */
export function VersionsDialog({ saved, onRestore, onClose }: VersionsDialogProps) {
  const t = useT();
  const versions = useVersions(saved.id);
  const restore = useMutation({
    mutationFn: (version: number) => client.workflows.get(saved.id, version),
    onSuccess: ({ definition, version }) => onRestore(definition, version),
    onError: showErrorToast,
  });
  return (
    <Dialog title={t('designer.versions')} size="lg" onClose={onClose}>
      {versions.error !== null ? (
        <ErrorState isCompact error={versions.error} onRetry={() => void versions.refetch()} />
      ) : (
        <Table
          label={t('designer.versions')}
          rows={versions.data?.toSorted((a, b) => b.version - a.version)}
          rowKey={({ version }) => version}
          skeletonRows={3}
          columns={[
            {
              key: 'version',
              header: t('designer.versions.version'),
              width: '120px',
              cell: ({ version }) => (
                <>
                  {version} {version === saved.version && <Badge tone="accent">{t('designer.versions.present')}</Badge>}
                </>
              ),
            },
            {
              key: 'time',
              header: t('designer.versions.time'),
              cell: ({ createTime }) => <span title={formatDateTime(createTime)}>{formatRelative(createTime)}</span>,
            },
            { key: 'comment', header: t('designer.versions.comment'), cell: ({ comment }) => comment },
            {
              key: 'actions',
              header: '',
              label: t('designer.versions.actions'),
              align: 'end',
              cell: ({ version }) =>
                version === saved.version ? null : (
                  <>
                    <LinkButton
                      size="sm"
                      variant="ghost"
                      href={`/workflows/compare?a=${saved.id}@${version}&b=${saved.id}@${saved.version}`}
                    >
                      {t('designer.versions.compare')}
                    </LinkButton>{' '}
                    <Button
                      size="sm"
                      isBusy={restore.isPending && restore.variables === version}
                      onClick={() => restore.mutate(version)}
                    >
                      {t('designer.versions.restore')}
                    </Button>
                  </>
                ),
            },
          ]}
        />
      )}
    </Dialog>
  );
}
