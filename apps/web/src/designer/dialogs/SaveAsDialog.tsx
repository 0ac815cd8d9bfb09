import { useId, useState } from 'react';
import { useT } from '../../i18n/index.ts';
import { Button, Dialog, Field, Input } from '../../ui/index.ts';
import { CommentField } from './CommentField.tsx';

export interface SaveAsDialogProps {
  readonly name: string;
  readonly isSaving: boolean;
  readonly onSave: (name: string, comment: string | undefined) => void;
  readonly onClose: () => void;
}

export function SaveAsDialog({ name, isSaving, onSave, onClose }: SaveAsDialogProps) {
  const t = useT();
  const form = useId();
  const [text, setText] = useState(name === '' ? '' : t('designer.saveAs.copy', { name }));
  const [comment, setComment] = useState('');
  return (
    <Dialog
      title={t('designer.saveAs')}
      size="sm"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('designer.cancel')}</Button>
          <Button type="submit" form={form} variant="primary" isBusy={isSaving} disabled={text.trim() === ''}>
            {t('designer.save')}
          </Button>
        </>
      }
    >
      <form
        id={form}
        onSubmit={(event) => {
          event.preventDefault();
          onSave(text.trim(), comment.trim() || undefined);
        }}
      >
        <Field label={t('designer.name')} isRequired>
          {(control) => (
            <Input
              {...control}
              data-autofocus
              maxLength={128}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        <CommentField value={comment} onChange={setComment} />
      </form>
    </Dialog>
  );
}
