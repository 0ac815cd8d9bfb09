import { useMutation } from '@tanstack/react-query';
import { OrreryError } from '@orrery/sdk';
import { FileUp } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { client, errorText, useCatalogue } from '../api/index.ts';
import { faultText, useT } from '../i18n/index.ts';
import { clientCatalogue } from '../model/client-catalogue.ts';
import { nameOfFile, placedFaults, readWorkflowFile, type PlacedFault } from '../model/import-file.ts';
import { Button, Dialog, Field, Input, showToast, TextArea } from '../ui/index.ts';
import styles from './dialogs.module.css';

const MAX_BYTES = 4 * 1024 * 1024;

interface ImportDialogProps {
  /** Dropped onto the page. */
  readonly file?: File | undefined;
  readonly onClose: () => void;
  readonly onImported: (saved: { readonly id: string }) => Promise<void>;
}

/** A file as a new workflow: checked as it is chosen or typed, its faults with their lines. */
export function ImportDialog({ file, onClose, onImported }: ImportDialogProps) {
  const t = useT();
  const catalogue = useCatalogue();
  const [text, setText] = useState('');
  const [fileName, setFileName] = useState('');
  const [typedName, setTypedName] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const area = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);

  const take = async (chosen: File | undefined): Promise<void> => {
    if (chosen === undefined) return;
    setProblem(chosen.size > MAX_BYTES ? t('workflows.fileTooLarge') : undefined);
    if (chosen.size > MAX_BYTES) return;
    const content = await chosen.text().catch(() => undefined);
    if (content === undefined) {
      setProblem(t('workflows.fileUnreadable'));
      return;
    }
    save.reset();
    setText(content);
    setFileName(chosen.name);
    setTypedName(undefined);
  };
  const dropped = useRef<File>(undefined);
  if (file !== dropped.current) {
    dropped.current = file;
    void take(file);
  }

  const read = useMemo(
    () =>
      text.trim() === '' || catalogue.data === undefined
        ? undefined
        : readWorkflowFile(text, clientCatalogue(catalogue.data)),
    [text, catalogue.data],
  );
  const definition = read?.ok === true ? read.definition : undefined;
  const name = typedName ?? definition?.name ?? nameOfFile(fileName);
  const save = useMutation({
    mutationFn: () => client.workflows.create({ ...definition!, name: name.trim() }),
    onSuccess: async (saved) => {
      await onImported(saved);
      onClose();
      showToast({ text: t('workflows.imported', { name: name.trim() }), tone: 'success' });
    },
  });
  const refused = save.error instanceof OrreryError ? placedFaults(text, save.error.faults) : [];
  const faults = read?.ok === false ? read.faults : refused;

  const jump = ({ line, column }: PlacedFault): void => {
    if (line === undefined || area.current === null) return;
    const before = text.split('\n').slice(0, line - 1);
    const at = before.reduce((length, part) => length + part.length + 1, 0) + (column ?? 1) - 1;
    area.current.focus();
    area.current.setSelectionRange(at, at);
    area.current.scrollTop = Math.max(0, (line - 4) * 18);
  };
  return (
    <Dialog
      title={t('workflows.importTitle')}
      size="lg"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('workflows.cancel')}</Button>
          <Button
            variant="primary"
            disabled={definition === undefined || name.trim() === ''}
            isBusy={save.isPending}
            onClick={() => save.mutate()}
          >
            {t('workflows.import')}
          </Button>
        </>
      }
    >
      <div
        className={styles['stack']}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          event.stopPropagation();
          void take(event.dataTransfer.files[0]);
        }}
      >
        <p className={styles['lead']}>{t('workflows.importText')}</p>
        <div className={styles['fileRow']}>
          <Button icon={FileUp} data-autofocus onClick={() => picker.current?.click()}>
            {t('workflows.chooseFile')}
          </Button>
          <input
            ref={picker}
            type="file"
            hidden
            accept=".yaml,.yml,.json,application/yaml,application/json"
            aria-label={t('workflows.chooseFile')}
            onChange={(event) => {
              void take(event.target.files?.[0]);
              event.target.value = '';
            }}
          />
          <span className={styles['lead']}>{fileName}</span>
        </div>
        <Field label={t('workflows.fileText')} {...(problem === undefined ? {} : { error: problem })}>
          {(control) => (
            <TextArea
              {...control}
              ref={area}
              isMono
              rows={12}
              wrap="off"
              value={text}
              spellCheck={false}
              onChange={(event) => {
                setText(event.target.value);
                save.reset();
              }}
            />
          )}
        </Field>
        {faults.length > 0 && (
          <div role="alert">
            <p className={styles['bad']}>{t('workflows.faults', { count: faults.length })}</p>
            <FaultList faults={faults} onSelect={jump} />
          </div>
        )}
        {save.error !== null && refused.length === 0 && (
          <p role="alert" className={styles['bad']}>
            {errorText(save.error, t).text}
          </p>
        )}
        {definition !== undefined && (
          <>
            <p role="status" className={styles['good']}>
              {t('workflows.importReady', { tasks: Object.keys(definition.tasks).length })}
            </p>
            <Field label={t('workflows.importName')} help={t('workflows.nameRule')}>
              {(control) => (
                <Input
                  {...control}
                  value={name}
                  maxLength={128}
                  onChange={(event) => setTypedName(event.target.value)}
                />
              )}
            </Field>
          </>
        )}
      </div>
    </Dialog>
  );
}

function FaultList({
  faults,
  onSelect,
}: {
  readonly faults: readonly PlacedFault[];
  readonly onSelect: (fault: PlacedFault) => void;
}) {
  const t = useT();
  return (
    <ul className={styles['faults']}>
      {faults.map((fault) => (
        <li key={`${fault.path} ${fault.line} ${fault.message}`}>
          <button type="button" className={styles['fault']} onClick={() => onSelect(fault)}>
            <span className={styles['place']}>
              {fault.line !== undefined &&
                t('workflows.lineColumn', { line: String(fault.line), column: String(fault.column ?? 1) })}
              {fault.line !== undefined && fault.path !== '' && ' · '}
              {fault.path !== '' && <code>{fault.path}</code>}
            </span>
            {faultText(fault)}
          </button>
        </li>
      ))}
    </ul>
  );
}
