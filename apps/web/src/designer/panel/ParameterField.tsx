import type { Parameter, ParameterDescriptor, ParameterReference } from '@orrery/contracts';
import { isReference } from '@orrery/workflow';
import { algorithmTexts, formatNumber, useT } from '../../i18n/index.ts';
import { parameterFromText, valueText } from '../../model/parameter-value.ts';
import { Field, Input, Select, type ControlProps } from '../../ui/index.ts';
import styles from './Panel.module.css';
import type { TaskEdit } from './task-edit.ts';
import { useTypedText } from './use-typed-text.ts';
import { useUpstream } from './use-upstream.ts';
import { ReferenceInput } from './ReferenceInput.tsx';

type Source = 'value' | 'upstream' | 'job';

export interface ParameterFieldProps {
  readonly algorithm: string;
  readonly descriptor: ParameterDescriptor;
  readonly value: Parameter | undefined;
  readonly edit: TaskEdit;
}

/** One parameter of an algorithm, made from its descriptor. */
export function ParameterField({ algorithm, descriptor, value, edit }: ParameterFieldProps) {
  const t = useT();
  const { name, default: fallback, ours } = descriptor;
  const help = algorithmTexts(algorithm)?.parameters[name] ?? descriptor.help;
  const upstream = useUpstream(edit.id);
  const keys = ['params', name];
  const source: Source = value === null ? 'job' : value !== undefined && isReference(value) ? 'upstream' : 'value';
  const error = edit.fault(...keys);
  const setSource = (next: Source) => {
    const reference = { from: upstream.at(-1) ?? '', column: '', ...(descriptor.type === 'vids' ? {} : { row: 0 }) };
    edit.set(keys, next === 'job' ? null : next === 'upstream' ? reference : undefined);
  };
  return (
    <div data-field={keys.join('.')}>
      <Field
        label={
          <>
            {name}
            {ours === true && (
              <span className={styles['ours']} title={t('designer.parameter.ours.help')}>
                {t('designer.parameter.ours')}
              </span>
            )}
          </>
        }
        aside={
          <select
            className={styles['source']}
            aria-label={t('designer.parameter.source', { name })}
            value={source}
            onChange={(event) => setSource(event.target.value as Source)}
          >
            <option value="value">{t('designer.source.value')}</option>
            <option value="upstream" disabled={upstream.length === 0}>
              {t('designer.source.upstream')}
            </option>
            <option value="job">{t('designer.source.job')}</option>
          </select>
        }
        help={`${help}${rangeText(descriptor)}`}
        error={error}
        isRequired={fallback === null}
      >
        {(control) =>
          source === 'job' ? (
            <p className={styles['asked']} id={control.id}>
              {t('designer.source.job.help')}
            </p>
          ) : source === 'upstream' ? (
            <ReferenceInput
              task={edit.id}
              label={name}
              value={value as ParameterReference}
              takesList={descriptor.type === 'vids'}
              isInvalid={error !== undefined}
              onChange={(next) => edit.set(keys, next)}
            />
          ) : (
            <ValueInput
              descriptor={descriptor}
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

interface ValueInputProps {
  readonly descriptor: ParameterDescriptor;
  readonly value: Parameter | undefined;
  readonly control: ControlProps;
  readonly onChange: (value: Parameter | undefined) => void;
}

function ValueInput({ descriptor, value, control, onChange }: ValueInputProps) {
  const t = useT();
  const { type, values } = descriptor;
  const fallback = valueText(descriptor.default as Parameter);
  const read = (text: string): Parameter | undefined => (text === '' ? undefined : parameterFromText(descriptor, text));
  const [text, setText] = useTypedText(value, valueText, read);
  const change = (next: string) => {
    setText(next);
    onChange(read(next));
  };
  if (type === 'bool' || type === 'enum') {
    const choices = type === 'bool' ? ['true', 'false'] : (values ?? []);
    const isKnown = text === '' || choices.includes(text);
    return (
      <Select
        {...control}
        value={text === '' ? fallback : text}
        options={[
          ...choices.map((choice) => ({
            value: choice,
            label: choice === fallback ? t('designer.parameter.default', { value: choice }) : choice,
          })),
          ...(isKnown ? [] : [{ value: text, label: text }]),
        ]}
        onChange={(event) => change(event.target.value === fallback ? '' : event.target.value)}
      />
    );
  }
  return (
    <Input
      {...control}
      isMono
      value={text}
      inputMode={type === 'int' || type === 'double' ? 'decimal' : 'text'}
      placeholder={fallback === '' ? '' : t('designer.parameter.default', { value: fallback })}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => change(event.target.value)}
    />
  );
}

/** ` (1 – 1,000)` */
function rangeText({ minimum, maximum, exclusiveMinimum }: ParameterDescriptor): string {
  const low = bound(exclusiveMinimum ?? minimum);
  const high = bound(maximum);
  if (low === undefined && high === undefined) return '';
  if (high === undefined) return ` (${exclusiveMinimum === undefined ? '≥' : '>'} ${low})`;
  if (low === undefined) return ` (≤ ${high})`;
  return exclusiveMinimum === undefined ? ` (${low} – ${high})` : ` (> ${low}, ≤ ${high})`;
}

/** Grouped where it is whole; a small fraction stays as it is written. */
const bound = (value: number | undefined): string | undefined =>
  value === undefined || !Number.isInteger(value) ? value?.toString() : formatNumber(value);
