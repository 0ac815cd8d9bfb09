import type { AlgorithmDescriptor, AlgorithmInput, FileInput, SpaceInput, UpstreamInput } from '@orrery/contracts';
import { useSpace, useSpaces } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { columnsOf } from '../../model/anchors.ts';
import { guessColumn } from '../../model/connect.ts';
import { Checkbox, Field, Input, SegmentedControl, Select } from '../../ui/index.ts';
import { useDesigner, useDesignerStore } from '../designer-context.ts';
import styles from './Panel.module.css';
import { ColumnInput } from './ReferenceInput.tsx';
import { Section } from './Section.tsx';
import type { TaskEdit } from './task-edit.ts';
import { useUpstream } from './use-upstream.ts';

type Kind = 'upstream' | 'space' | 'file';

export interface InputSectionProps {
  readonly descriptor: AlgorithmDescriptor | undefined;
  readonly input: AlgorithmInput | undefined;
  readonly edit: TaskEdit;
}

/** Where an algorithm's edges come from. */
export function InputSection({ descriptor, input, edit }: InputSectionProps) {
  const t = useT();
  const upstream = useUpstream(edit.id);
  const { data: spaces = [] } = useSpaces();
  const kind: Kind = input === undefined || 'from' in input ? 'upstream' : 'space' in input ? 'space' : 'file';
  const setKind = (next: Kind) => {
    const inputs: Record<Kind, AlgorithmInput | undefined> = {
      upstream: undefined,
      space: { space: spaces[0] ?? '', edges: [] },
      file: { file: '', src: '', dst: '' },
    };
    edit.set(['input'], inputs[next]);
  };
  const hasDirection = descriptor?.parameters.some(({ name }) => name === 'IS_DIRECTED') ?? false;
  const general = edit.fault('input');
  const isUnset = input === undefined;
  return (
    <Section title={t('designer.input')} field="input">
      <SegmentedControl<Kind>
        label={t('designer.input.kind')}
        value={kind}
        onChange={setKind}
        segments={[
          { value: 'upstream', label: t('designer.input.upstream') },
          { value: 'space', label: t('designer.input.space') },
          { value: 'file', label: t('designer.input.file') },
        ]}
      />
      {kind === 'upstream' && (
        <UpstreamFields
          descriptor={descriptor}
          input={input as UpstreamInput | undefined}
          edit={edit}
          choices={upstream}
        />
      )}
      {kind === 'space' && (
        <SpaceFields descriptor={descriptor} input={input as SpaceInput} edit={edit} spaces={spaces} />
      )}
      {kind === 'file' && <FileFields descriptor={descriptor} input={input as FileInput} edit={edit} />}
      {isUnset && general !== undefined && <p className={styles['note']}>{t('designer.input.unset')}</p>}
      {!isUnset && !hasDirection && (
        <Checkbox
          isSwitch
          label={t('designer.input.directed')}
          checked={input.directed ?? true}
          onChange={(event) => edit.set(['input', 'directed'], event.target.checked ? undefined : false)}
        />
      )}
    </Section>
  );
}

interface FieldsProps<I> {
  readonly descriptor: AlgorithmDescriptor | undefined;
  readonly input: I;
  readonly edit: TaskEdit;
}

/** Anchors beside src and dst that the algorithm reads. */
function extraAnchors(descriptor: AlgorithmDescriptor | undefined, input: AlgorithmInput | undefined) {
  const extras: ('weight' | 'time')[] = [];
  if (descriptor?.graph.weight === 'used' || input?.weight !== undefined) extras.push('weight');
  if (descriptor?.graph.time === 'required' || input?.time !== undefined) extras.push('time');
  return extras;
}

function UpstreamFields({
  descriptor,
  input,
  edit,
  choices,
}: FieldsProps<UpstreamInput | undefined> & { readonly choices: readonly string[] }) {
  const t = useT();
  const { catalogue } = useDesignerStore();
  const tasks = useDesigner((state) => state.draft.tasks);
  const from = input?.from ?? '';
  const setFrom = (next: string) => {
    const task = tasks[next];
    const columns = task === undefined ? undefined : columnsOf(task, catalogue);
    const src = guessColumn('src', columns) ?? '';
    edit.set(['input'], { from: next, src, dst: guessColumn('dst', columns, { src }) ?? '' });
  };
  return (
    <>
      <div data-field="input.from">
        <Field
          label={t('designer.input.component')}
          error={from === '' ? undefined : edit.fault('input', 'from')}
          isRequired
        >
          {(control) => (
            <Select
              {...control}
              value={from}
              placeholder={choices.length === 0 ? t('designer.component.none') : t('designer.component.choose')}
              options={[...new Set([...choices, ...(from === '' ? [] : [from])])].map((id) => ({
                value: id,
                label: id,
              }))}
              onChange={(event) => setFrom(event.target.value)}
            />
          )}
        </Field>
      </div>
      {input !== undefined && (
        <div className={styles['pair']}>
          {(['src', 'dst', ...extraAnchors(descriptor, input)] as const).map((anchor) => {
            const isOptional = anchor === 'weight';
            const error = edit.fault('input', anchor);
            return (
              <div key={anchor} data-field={`input.${anchor}`}>
                <Field label={t(`designer.input.${anchor}`)} error={error} isRequired={!isOptional}>
                  {(control) => (
                    <ColumnInput
                      id={control.id}
                      from={from}
                      value={input[anchor] ?? ''}
                      label={t(`designer.input.${anchor}`)}
                      isInvalid={error !== undefined}
                      isOptional={isOptional}
                      onChange={(column) =>
                        edit.set(['input', anchor], column === '' && isOptional ? undefined : column)
                      }
                    />
                  )}
                </Field>
              </div>
            );
          })}
        </div>
      )}
    </>
  );
}

function SpaceFields({
  descriptor,
  input,
  edit,
  spaces,
}: FieldsProps<SpaceInput> & { readonly spaces: readonly string[] }) {
  const t = useT();
  const { data: schema } = useSpace(input.space);
  const edges = schema?.edges ?? [];
  const names = [...new Set([...edges.map(({ name }) => name), ...input.edges])];
  const properties = edges.filter(({ name }) => input.edges.includes(name)).flatMap((edge) => edge.properties);
  const propertyNames = [...new Set(['_rank', ...properties.map(({ name }) => name)])];
  return (
    <>
      <div data-field="input.space">
        <Field label={t('designer.space')} error={edit.fault('input', 'space')} isRequired>
          {(control) => (
            <Select
              {...control}
              value={input.space}
              placeholder={t('designer.space.choose')}
              options={[...new Set([...spaces, ...(input.space === '' ? [] : [input.space])])].map((name) => ({
                value: name,
                label: name,
              }))}
              onChange={(event) => edit.set(['input'], { space: event.target.value, edges: [] })}
            />
          )}
        </Field>
      </div>
      <fieldset className={styles['checks']} data-field="input.edges">
        <legend>{t('designer.input.edges')}</legend>
        {names.length === 0 && <p className={styles['note']}>{t('designer.input.noEdges')}</p>}
        {names.map((name) => (
          <Checkbox
            key={name}
            label={name}
            checked={input.edges.includes(name)}
            onChange={(event) =>
              edit.set(
                ['input', 'edges'],
                event.target.checked ? [...input.edges, name] : input.edges.filter((other) => other !== name),
              )
            }
          />
        ))}
        {edit.fault('input', 'edges') !== undefined && (
          <p className={styles['error']}>{t('designer.input.edges.choose')}</p>
        )}
      </fieldset>
      {extraAnchors(descriptor, input).map((anchor) => (
        <div key={anchor} data-field={`input.${anchor}`}>
          <Field
            label={t(`designer.input.${anchor}`)}
            error={edit.fault('input', anchor)}
            isRequired={anchor === 'time'}
            {...(anchor === 'weight' ? { help: t('designer.input.weight.help') } : {})}
          >
            {(control) => (
              <Select
                {...control}
                value={input[anchor] ?? ''}
                options={[
                  { value: '', label: t('designer.none') },
                  ...[...new Set([...propertyNames, ...(input[anchor] === undefined ? [] : [input[anchor]])])].map(
                    (name) => ({ value: name, label: name }),
                  ),
                ]}
                onChange={(event) =>
                  edit.set(['input', anchor], event.target.value === '' ? undefined : event.target.value)
                }
              />
            )}
          </Field>
        </div>
      ))}
    </>
  );
}

function FileFields({ descriptor, input, edit }: FieldsProps<FileInput>) {
  const t = useT();
  return (
    <>
      <div data-field="input.file">
        <Field
          label={t('designer.input.path')}
          help={t('designer.input.path.help')}
          error={edit.fault('input', 'file')}
          isRequired
        >
          {(control) => (
            <Input
              {...control}
              isMono
              spellCheck={false}
              value={input.file}
              placeholder="graphs/edges.csv"
              onChange={(event) => edit.set(['input', 'file'], event.target.value)}
            />
          )}
        </Field>
      </div>
      <div className={styles['pair']}>
        {(['src', 'dst', ...extraAnchors(descriptor, input)] as const).map((anchor) => (
          <div key={anchor} data-field={`input.${anchor}`}>
            <Field
              label={t(`designer.input.${anchor}`)}
              error={edit.fault('input', anchor)}
              isRequired={anchor !== 'weight'}
            >
              {(control) => (
                <Input
                  {...control}
                  isMono
                  spellCheck={false}
                  value={input[anchor] ?? ''}
                  placeholder={t('designer.column')}
                  onChange={(event) =>
                    edit.set(
                      ['input', anchor],
                      event.target.value === '' && anchor !== 'src' && anchor !== 'dst'
                        ? undefined
                        : event.target.value,
                    )
                  }
                />
              )}
            </Field>
          </div>
        ))}
        <Field label={t('designer.input.delimiter')} error={edit.fault('input', 'delimiter')}>
          {(control) => (
            <Input
              {...control}
              isMono
              maxLength={1}
              value={input.delimiter ?? ''}
              placeholder=","
              onChange={(event) =>
                edit.set(['input', 'delimiter'], event.target.value === '' ? undefined : event.target.value)
              }
            />
          )}
        </Field>
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
      <Checkbox
        isSwitch
        label={t('designer.input.header')}
        checked={input.header ?? true}
        onChange={(event) => edit.set(['input', 'header'], event.target.checked ? undefined : false)}
      />
    </>
  );
}
