import type { FileInput } from '@orrery/contracts';
import { useEffect, useRef } from 'react';
import { errorText, useFileColumns, useInputFiles } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { guessColumn } from '../../model/connect.ts';
import { Checkbox, Field, Input, Select } from '../../ui/index.ts';
import { useDebounced } from '../use-debounced.ts';
import { extraAnchors, type FieldsProps } from './input-fields.ts';
import styles from './Panel.module.css';

const PAUSE_MS = 400;

/** A CSV or Parquet file below a configured folder; its columns are those that the server finds in it. */
export function FileFields({ descriptor, input, edit }: FieldsProps<FileInput>) {
  const t = useT();
  const { data: listed } = useInputFiles();
  const { file, header, delimiter } = input;
  const settled = useDebounced(file, PAUSE_MS);
  const columns = useFileColumns({ file: settled, header: header ?? true, delimiter: delimiter ?? ',' });
  const known = settled === file ? columns.data : undefined;
  const unread = settled === file && columns.error !== null ? errorText(columns.error, t).text : undefined;
  const latest = useRef({ input, edit });
  latest.current = { input, edit };
  // A file that was just chosen: its columns by their usual names, as for an upstream component.
  useEffect(() => {
    const { input: present, edit: now } = latest.current;
    if (known === undefined || present.src !== '' || present.dst !== '') return;
    const all = known.map((name) => ({ name, type: undefined }));
    const src = guessColumn('src', all) ?? '';
    now.set(['input'], { ...present, src, dst: guessColumn('dst', all, { src }) ?? '' });
  }, [known]);
  const isPacked = /\.(parquet|pq)$/i.test(file);
  return (
    <>
      <div data-field="input.file">
        <Field
          label={t('designer.input.path')}
          help={t(listed?.items.length === 0 ? 'designer.input.path.none' : 'designer.input.path.help')}
          error={edit.fault('input', 'file') ?? unread}
          isRequired
        >
          {(control) => (
            <>
              <Input
                {...control}
                isMono
                spellCheck={false}
                autoComplete="off"
                list={`${control.id}-files`}
                value={file}
                placeholder="graphs/edges.csv"
                onChange={(event) => edit.set(['input', 'file'], event.target.value)}
              />
              <datalist id={`${control.id}-files`}>
                {listed?.items.map((name) => (
                  <option key={name} value={name} />
                ))}
              </datalist>
            </>
          )}
        </Field>
      </div>
      <div className={styles['pair']}>
        {(['src', 'dst', ...extraAnchors(descriptor, input)] as const).map((anchor) => (
          <FileColumn key={anchor} anchor={anchor} input={input} columns={known} edit={edit} />
        ))}
        {!isPacked && (
          <Field label={t('designer.input.delimiter')} error={edit.fault('input', 'delimiter')}>
            {(control) => (
              <Input
                {...control}
                isMono
                maxLength={1}
                value={delimiter ?? ''}
                placeholder=","
                onChange={(event) =>
                  edit.set(['input', 'delimiter'], event.target.value === '' ? undefined : event.target.value)
                }
              />
            )}
          </Field>
        )}
        <Field label={t('designer.input.vidType')}>
          {(control) => (
            <Select
              {...control}
              value={input.vidType ?? ''}
              options={[
                { value: '', label: t('designer.input.vidType.auto') },
                { value: 'int64', label: 'int64' },
                { value: 'string', label: 'string' },
              ]}
              onChange={(event) =>
                edit.set(['input', 'vidType'], event.target.value === '' ? undefined : event.target.value)
              }
            />
          )}
        </Field>
      </div>
      {!isPacked && (
        <Checkbox
          isSwitch
          label={t('designer.input.header')}
          checked={header ?? true}
          onChange={(event) => edit.set(['input', 'header'], event.target.checked ? undefined : false)}
        />
      )}
    </>
  );
}

interface FileColumnProps extends Pick<FieldsProps<FileInput>, 'input' | 'edit'> {
  readonly anchor: 'src' | 'dst' | 'weight' | 'time';
  /** Undefined while the file can't be read: a column's name can still be typed. */
  readonly columns: readonly string[] | undefined;
}

function FileColumn({ anchor, input, columns, edit }: FileColumnProps) {
  const t = useT();
  const value = input[anchor] ?? '';
  const isOptional = anchor === 'weight';
  const isMissing = columns !== undefined && value !== '' && !columns.includes(value);
  const error =
    edit.fault('input', anchor) ?? (isMissing ? t('designer.input.column.missing', { name: value }) : undefined);
  const change = (name: string) =>
    edit.set(['input', anchor], name === '' && anchor !== 'src' && anchor !== 'dst' ? undefined : name);
  return (
    <div data-field={`input.${anchor}`}>
      <Field label={t(`designer.input.${anchor}`)} error={error} isRequired={!isOptional}>
        {(control) =>
          columns === undefined ? (
            <Input
              {...control}
              isMono
              spellCheck={false}
              value={value}
              placeholder={t('designer.column')}
              onChange={(event) => change(event.target.value)}
            />
          ) : (
            <Select
              {...control}
              value={value}
              {...(isOptional ? {} : { placeholder: t('designer.column.choose') })}
              options={[
                ...(isOptional ? [{ value: '', label: t('designer.none') }] : []),
                ...columns.map((name) => ({ value: name, label: name })),
                ...(isMissing ? [{ value, label: t('designer.column.missing', { name: value }) }] : []),
              ]}
              onChange={(event) => change(event.target.value)}
            />
          )
        }
      </Field>
    </div>
  );
}
