import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { client, queryKeys } from '../api/index.ts';
import { useT } from '../i18n/index.ts';
import { Button, CopyButton, Dialog, ErrorState, LoadingState } from '../ui/index.ts';
import styles from './dialogs.module.css';
import { saveFile } from './save-file.ts';

interface YamlDialogProps {
  readonly workflow: { readonly id: string; readonly name: string };
  readonly onClose: () => void;
}

/** The newest version as the text of its file. */
export function YamlDialog({ workflow: { id, name }, onClose }: YamlDialogProps) {
  const t = useT();
  const { data, error, refetch } = useQuery({
    queryKey: [...queryKeys.workflow(id), 'yaml'],
    queryFn: () => client.workflows.definitionText(id, { format: 'yaml' }),
  });
  return (
    <Dialog
      title={`${name}.yaml`}
      size="lg"
      onClose={onClose}
      footer={
        data !== undefined && (
          <>
            <CopyButton text={data} label={t('workflows.copy')} size="md" isWide />
            <Button
              icon={Download}
              variant="primary"
              onClick={() => saveFile(`${name}.yaml`, data, 'application/yaml')}
            >
              {t('workflows.download')}
            </Button>
          </>
        )
      }
    >
      {error !== null && <ErrorState error={error} isCompact onRetry={() => void refetch()} />}
      {error === null && data === undefined && <LoadingState />}
      {data !== undefined && (
        <pre className={styles['code']} tabIndex={0} aria-label={`${name}.yaml`}>
          {data}
        </pre>
      )}
    </Dialog>
  );
}
