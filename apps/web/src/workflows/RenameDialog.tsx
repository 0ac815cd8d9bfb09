import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { client, errorText } from '../api/index.ts';
import { useT } from '../i18n/index.ts';
import { Button, Dialog, Field, Input, showToast } from '../ui/index.ts';

interface RenameDialogProps {
  readonly workflow: { readonly id: string; readonly name: string };
  readonly onClose: () => void;
  readonly onRenamed: () => Promise<void>;
}

export function RenameDialog({ workflow, onClose, onRenamed }: RenameDialogProps) {
  const t = useT();
  const form = useId();
  const [name, setName] = useState(workflow.name);
  const rename = useMutation({
    mutationFn: () => client.workflows.rename(workflow.id, name.trim()),
    onSuccess: async () => {
      await onRenamed();
      onClose();
      showToast({ text: t('workflows.renamed', { name: name.trim() }), tone: 'success' });
    },
  });
  const isValid = name.trim() !== '' && name.trim().length <= 128;
  return (
    <Dialog
      title={t('workflows.rename')}
      size="sm"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('workflows.cancel')}</Button>
          <Button
            type="submit"
            form={form}
            variant="primary"
            disabled={!isValid || name.trim() === workflow.name}
            isBusy={rename.isPending}
          >
            {t('workflows.save')}
          </Button>
        </>
      }
    >
      <form
        id={form}
        onSubmit={(event) => {
          event.preventDefault();
          rename.mutate();
        }}
      >
        <Field
          label={t('workflows.newName')}
          help={t('workflows.nameRule')}
          {...(rename.error === null ? {} : { error: errorText(rename.error, t).text })}
        >
          {(control) => (
            <Input
              {...control}
              data-autofocus
              value={name}
              maxLength={128}
              autoComplete="off"
              onFocus={(event) => event.target.select()}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
