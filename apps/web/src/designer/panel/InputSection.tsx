import type { AlgorithmDescriptor, AlgorithmInput, FileInput, SpaceInput, UpstreamInput } from '@orrery/contracts';
import { useSpaces } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { Checkbox, SegmentedControl } from '../../ui/index.ts';
import { FileFields } from './FileFields.tsx';
import styles from './Panel.module.css';
import { Section } from './Section.tsx';
import { SpaceFields } from './SpaceFields.tsx';
import type { TaskEdit } from './task-edit.ts';
import { UpstreamFields } from './UpstreamFields.tsx';
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
