import { useId, useState } from 'react';
import { useT } from '../../i18n/index.ts';
import { Button, Dialog } from '../../ui/index.ts';
import { CommentField } from './CommentField.tsx';

export interface SaveDialogProps {
  /** The comment is undefined where none was typed. */
  readonly onSave: (comment: string | undefined) => void;
  readonly onClose: () => void;
}

/** Saving of a version with a comment for its history. */
export function SaveDialog({ onSave, onClose }: SaveDialogProps) {
  const t = useT();
  const form = useId();
  const [comment, setComment] = useState('');
  return (
    <Dialog
      title={t('designer.saveWithComment')}
      size="sm"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('designer.cancel')}</Button>
          <Button type="submit" form={form} variant="primary">
            {t('designer.save')}
          </Button>
        </>
      }
    >
      <form
        id={form}
        onSubmit={(event) => {
          event.preventDefault();
          onSave(comment.trim() || undefined);
        }}
      >
        <CommentField value={comment} onChange={setComment} isFirst />
      </form>
    </Dialog>
  );
}
