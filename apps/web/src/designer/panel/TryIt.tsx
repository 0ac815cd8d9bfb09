import { useMutation } from '@tanstack/react-query';
import { scalarToValue, type LosslessScalar, type Parameter, type QueryTask } from '@orrery/contracts';
import { substituteParameters, type SubstitutionValue } from '@orrery/ngql';
import { describeQuery, isReference } from '@orrery/workflow';
import { Play } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { client } from '../../api/index.ts';
import { formatNumber, useT } from '../../i18n/index.ts';
import { Button, ErrorState, Field, Input } from '../../ui/index.ts';
import styles from './Panel.module.css';
import { Section } from './Section.tsx';

const ROWS = 20;

export interface TryItProps {
  readonly task: QueryTask;
  /** Grows with each wish to try it from elsewhere. */
  readonly tries: number;
}

/** The first rows of a statement that only reads, with the parameters' defaults. */
export function TryIt({ task, tries }: TryItProps) {
  const t = useT();
  const { parameters, readOnly, faults } = describeQuery(task.query);
  const params = task.params as Record<string, Parameter> | undefined;
  const open = [...parameters.keys()].filter((name) => {
    const value = params?.[name];
    return value === undefined || value === null || isReference(value);
  });
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const isEmpty = task.query.trim() === '';
  const canTry = !isEmpty && faults.length === 0 && readOnly && task.space !== '';
  const query = useMutation({
    mutationFn: () => {
      const values = new Map<string, SubstitutionValue>();
      for (const [name, value] of Object.entries(params ?? {}))
        if (!open.includes(name)) values.set(name, valueOf(value));
      for (const name of open) values.set(name, typed[name] ?? '');
      return client.graph.query({
        statement: substituteParameters(task.query, values),
        space: task.space,
        maxRows: ROWS,
      });
    },
  });
  const asked = useRef(tries);
  useEffect(() => {
    if (asked.current === tries) return;
    asked.current = tries;
    if (canTry) query.mutate();
  }, [tries, canTry, query]);

  return (
    <Section
      title={t('designer.try')}
      aside={
        <Button
          size="sm"
          icon={Play}
          disabled={!canTry}
          isBusy={query.isPending}
          title={!readOnly && faults.length === 0 ? t('designer.try.writes') : undefined}
          onClick={() => query.mutate()}
        >
          {t('designer.try.run')}
        </Button>
      }
    >
      {!isEmpty && faults.length === 0 && !readOnly && <p className={styles['note']}>{t('designer.try.writes')}</p>}
      {canTry &&
        open.map((name) => (
          <Field key={name} label={t('designer.try.parameter', { name })}>
            {(control) => (
              <Input
                {...control}
                value={typed[name] ?? ''}
                onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
              />
            )}
          </Field>
        ))}
      {query.error !== null && <ErrorState isCompact error={query.error} title={t('designer.try.failed')} />}
      {query.data !== undefined && (
        <>
          <div className={styles['rows']} tabIndex={0} role="region" aria-label={t('designer.try.rows')}>
            <table>
              <thead>
                <tr>
                  {query.data.columns.map((column, index) => (
                    <th key={`${index} ${column}`} scope="col">
                      {column}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {query.data.rows.map((row, index) => (
                  <tr key={index}>
                    {row.map((cell, place) => (
                      <td key={place}>{cellText(cell)}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <p className={styles['note']} role="status">
            {t(query.data.truncated ? 'designer.try.firstRows' : 'designer.try.allRows', {
              count: query.data.rows.length,
              ms: formatNumber(query.data.latencyUs / 1000, 1),
            })}
          </p>
        </>
      )}
      {query.data === undefined && query.error === null && readOnly && (
        <p className={styles['note']}>{t('designer.try.help')}</p>
      )}
    </Section>
  );
}

function valueOf(value: Parameter): SubstitutionValue {
  if (Array.isArray(value)) return value.map((item) => scalarToValue(item));
  return scalarToValue(value as LosslessScalar);
}

function cellText(cell: unknown): string {
  if (cell === null) return 'NULL';
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
}
