import type { LosslessScalar, Parameter, ParameterReference } from '@orrery/contracts';
import { isReference } from '@orrery/workflow';
import { useT } from '../../i18n/index.ts';
import { queryValueFromText, queryValueKind, valueText, type QueryValueKind } from '../../model/parameter-value.ts';
import { Field, Input, Select, type ControlProps } from '../../ui/index.ts';
import styles from './Panel.module.css';
import { ReferenceInput } from './ReferenceInput.tsx';
import type { TaskEdit } from './task-edit.ts';
import { useTypedText } from './use-typed-text.ts';
import { useUpstream } from './use-upstream.ts';

type Kind = QueryValueKind | 'upstream' | 'job';
const KINDS: readonly Kind[] = ['job', 'text', 'number', 'bool', 'list', 'upstream'];

export interface QueryParameterProps {
  readonly name: string;
  readonly value: Parameter | undefined;
  /** It stands inside of a quoted string, where it takes one value. */
  readonly isQuoted: boolean;
  readonly edit: TaskEdit;
}

/** What a `${name}` of a statement takes when the job says nothing. */
export function QueryParameter({ name, value, isQuoted, edit }: QueryParameterProps) {
  const t = useT();
  const upstream = useUpstream(edit.id);
  const keys = ['params', name];
  const kind: Kind =
    value === undefined || value === null ? 'job' : isReference(value) ? 'upstream' : queryValueKind(value);
  const error = edit.fault(...keys);
  const setKind = (next: Kind) => {
    const row = isQuoted ? { row: 0 } : {};
    const starts: Record<Kind, Parameter | undefined> = {
      job: undefined,
      text: valueText(value),
      number: 0,
      bool: true,
      list: [],
      upstream: { from: upstream.at(-1) ?? '', column: '', ...row },
    };
    edit.set(keys, starts[next]);
  };
  return (
    <div data-field={keys.join('.')}>
      <Field
        label={<code>{`\${${name}}`}</code>}
        error={error}
        aside={
          <select
            className={styles['source']}
            aria-label={t('designer.parameter.source', { name })}
            value={kind}
            onChange={(event) => setKind(event.target.value as Kind)}
          >
            {KINDS.map((choice) => (
              <option
                key={choice}
                value={choice}
                disabled={(choice === 'upstream' && upstream.length === 0) || (choice === 'list' && isQuoted)}
              >
                {t(`designer.source.${choice}`)}
              </option>
            ))}
          </select>
        }
      >
        {(control) =>
          kind === 'upstream' ? (
            <ReferenceInput
              task={edit.id}
              label={name}
              value={value as ParameterReference}
              takesList={!isQuoted}
              isInvalid={error !== undefined}
              onChange={(next) => edit.set(keys, next)}
            />
          ) : (
            <DefaultInput
              key={kind}
              kind={kind}
              value={value}
              control={control}
              onChange={(next) => edit.set(keys, next)}
            />
          )
        }
      </Field>
    </div>
  );
}

interface DefaultInputProps {
  readonly kind: Exclude<Kind, 'upstream'>;
  readonly value: Parameter | undefined;
  readonly control: ControlProps;
  readonly onChange: (value: Parameter | undefined) => void;
}

function DefaultInput({ kind, value, control, onChange }: DefaultInputProps) {
  const t = useT();
  const read = (text: string): Parameter | undefined => {
    if (kind === 'job') return text === '' ? undefined : text;
    const result = queryValueFromText(kind, text);
    return result.ok ? (result.value as LosslessScalar | LosslessScalar[]) : undefined;
  };
  const [text, setText] = useTypedText(value, valueText, read);
  const change = (next: string) => {
    setText(next);
    const result = read(next);
    if (result !== undefined || kind === 'job') onChange(result);
  };
  if (kind === 'bool') {
    return (
      <Select
        {...control}
        value={text}
        options={['true', 'false'].map((choice) => ({ value: choice, label: choice }))}
        onChange={(event) => change(event.target.value)}
      />
    );
  }
  return (
    <Input
      {...control}
      isMono={kind !== 'text'}
      value={text}
      spellCheck={false}
      autoComplete="off"
      placeholder={
        kind === 'job'
          ? t('designer.source.job.placeholder')
          : kind === 'list'
            ? t('designer.source.list.placeholder')
            : ''
      }
      onChange={(event) => change(event.target.value)}
    />
  );
}
