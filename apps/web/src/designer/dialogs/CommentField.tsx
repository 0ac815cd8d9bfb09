import { useT } from '../../i18n/index.ts';
import { Field, Input } from '../../ui/index.ts';

export interface CommentFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Gets the focus when its dialog opens. */
  readonly isFirst?: boolean;
}

/** What a version's comment is typed in. */
export function CommentField({ value, onChange, isFirst = false }: CommentFieldProps) {
  const t = useT();
  return (
    <Field label={t('designer.comment')} help={t('designer.comment.help')}>
      {(control) => (
        <Input
          {...control}
          {...(isFirst ? { 'data-autofocus': true } : {})}
          maxLength={1000}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
