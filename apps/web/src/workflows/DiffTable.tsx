import { useMemo, useState } from 'react';
import { useT } from '../i18n/index.ts';
import { foldRows, type DiffLine, type DiffRow } from '../model/text-diff.ts';
import { classNames } from '../ui/index.ts';
import styles from './DiffTable.module.css';

interface DiffTableProps {
  readonly rows: readonly DiffRow[];
  readonly before: string;
  readonly after: string;
}

/** Two texts side by side; what is equal far from any change is folded and can be opened. */
export function DiffTable({ rows, before, after }: DiffTableProps) {
  const t = useT();
  const sections = useMemo(() => foldRows(rows), [rows]);
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set());
  return (
    <div className={styles['frame']} tabIndex={0} role="region" aria-label={t('compare.table')}>
      <table className={styles['table']}>
        <colgroup>
          <col style={{ width: 44 }} />
          <col />
          <col style={{ width: 44 }} />
          <col />
        </colgroup>
        <thead className="visually-hidden">
          <tr>
            <th scope="colgroup" colSpan={2}>
              {before}
            </th>
            <th scope="colgroup" colSpan={2}>
              {after}
            </th>
          </tr>
        </thead>
        {sections.map((section, at) =>
          section.type === 'rows' || opened.has(at) ? (
            <tbody key={`rows ${at}`}>
              {section.rows.map((row) => (
                <tr key={`${row.before?.number} ${row.after?.number}`} data-kind={row.kind}>
                  <Side line={row.before} kind={row.kind} side="before" />
                  <Side line={row.after} kind={row.kind} side="after" />
                </tr>
              ))}
            </tbody>
          ) : (
            <tbody key={`fold ${at}`}>
              <tr>
                <td colSpan={4} style={{ padding: 0 }}>
                  <button type="button" className={styles['fold']} onClick={() => setOpened(new Set([...opened, at]))}>
                    {t('compare.unfold', { count: section.rows.length })}
                  </button>
                </td>
              </tr>
            </tbody>
          ),
        )}
      </table>
    </div>
  );
}

interface SideProps {
  readonly line: DiffLine | undefined;
  readonly kind: DiffRow['kind'];
  readonly side: 'before' | 'after';
}

function Side({ line, kind, side }: SideProps) {
  const t = useT();
  if (line === undefined) {
    return (
      <>
        <td className={classNames(styles['number'], styles['absent'])} />
        <td className={styles['absent']} />
      </>
    );
  }
  const look = kind === 'same' ? undefined : side === 'before' ? styles['removed'] : styles['added'];
  return (
    <>
      <td className={classNames(styles['number'], look)}>{line.number}</td>
      <td className={classNames(styles['line'], look)}>
        <span aria-hidden className={styles['sign']}>
          {kind === 'same' ? '' : side === 'before' ? '−' : '+'}
        </span>
        {kind !== 'same' && <span className="visually-hidden">{t(`compare.line.${kind}`)}: </span>}
        {line.parts.map((part, at) =>
          // The parts of a line never change their places.
          // oxlint-disable-next-line react/no-array-index-key
          part.isMarked ? <mark key={at}>{part.text}</mark> : <span key={at}>{part.text}</span>,
        )}
      </td>
    </>
  );
}
