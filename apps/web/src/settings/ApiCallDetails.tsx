import { useEffect, useRef, useState } from 'react';
import { useT } from '../i18n/index.ts';
import { curlText, type ApiCall } from '../model/api-reference.ts';
import { Badge, CopyButton } from '../ui/index.ts';
import styles from './ApiPage.module.css';

export interface ApiCallDetailsProps {
  readonly call: ApiCall;
  /** The URL names it: it is open and in view. */
  readonly isWanted: boolean;
  /** The user has opened or folded it. */
  readonly onToggle: (isOpen: boolean) => void;
}

/** One call, folded; what it takes and answers is drawn once it is opened. */
export function ApiCallDetails({ call, isWanted, onToggle }: ApiCallDetailsProps) {
  const t = useT();
  const [isOpen, setOpen] = useState(isWanted);
  const element = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (!isWanted) return;
    setOpen(true);
    element.current?.scrollIntoView({ block: 'nearest' });
  }, [isWanted]);
  return (
    <details
      ref={element}
      id={call.id}
      className={styles['call']}
      open={isOpen}
      onToggle={({ currentTarget }) => {
        if (currentTarget.open === isOpen) return;
        setOpen(currentTarget.open);
        onToggle(currentTarget.open);
      }}
    >
      <summary>
        <span className={styles['method']} data-method={call.method}>
          {call.method}
        </span>
        <span className={styles['path']}>{call.path}</span>
        <span className={styles['summary']}>{call.summary}</span>
      </summary>
      {isOpen && (
        <div className={styles['details']}>
          <p>
            {call.description === '' ? call.summary : call.description}{' '}
            {call.isPublic && <Badge>{t('apiPage.noToken')}</Badge>}
          </p>
          {call.parameters.length > 0 && <Parameters call={call} />}
          <div className={styles['columns']}>
            {call.body !== undefined && (
              <Code title={`${t('apiPage.body')} · ${call.bodyTypes.join(', ')}`} text={call.body} />
            )}
            {call.answer !== undefined && <Code title={t('apiPage.answer')} text={call.answer} />}
          </div>
          <Code title={t('apiPage.curl')} text={curlText(call, window.location.origin)} canCopy />
          <div>
            <h3>{t('apiPage.errors')}</h3>
            <ul>
              {call.errors.map(({ status, text }) => (
                <li key={status}>
                  <code>{status}</code> {text}
                </li>
              ))}
            </ul>
          </div>
        </div>
      )}
    </details>
  );
}

function Parameters({ call }: { readonly call: ApiCall }) {
  const t = useT();
  return (
    <div>
      <h3>{t('apiPage.parameters')}</h3>
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col">{t('apiPage.name')}</th>
            <th scope="col">{t('apiPage.in')}</th>
            <th scope="col">{t('apiPage.type')}</th>
            <th scope="col">{t('apiPage.about')}</th>
          </tr>
        </thead>
        <tbody>
          {call.parameters.map((parameter) => (
            <tr key={`${parameter.in} ${parameter.name}`}>
              <td>
                <code>{parameter.name}</code> {parameter.isRequired && <Badge>{t('apiPage.required')}</Badge>}
              </td>
              <td>{parameter.in}</td>
              <td>
                <code>{parameter.type}</code>
              </td>
              <td>{parameter.description}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Code({
  title,
  text,
  canCopy = false,
}: {
  readonly title: string;
  readonly text: string;
  readonly canCopy?: boolean;
}) {
  const t = useT();
  return (
    <div>
      <div className={styles['codeHead']}>
        <h3>{title}</h3>
        {canCopy && <CopyButton text={text} label={t('apiPage.copy')} />}
      </div>
      <pre className={styles['code']} tabIndex={0} aria-label={title}>
        {text}
      </pre>
    </div>
  );
}
