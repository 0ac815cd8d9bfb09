import { useMutation } from '@tanstack/react-query';
import {
  scalarToValue,
  stringifyLossless,
  type LosslessJson,
  type LosslessScalar,
  type Parameter,
  type QueryTask,
} from '@orrery/contracts';
import { substituteParameters, type SubstitutionValue } from '@orrery/ngql';
import { describeQuery } from '@orrery/workflow';
import { Play } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { client } from '../../api/index.ts';
import { formatNumber, useT } from '../../i18n/index.ts';
import { runInput, tryGroup, type RunEntries } from '../../model/run-parameters.ts';
import { Button, ErrorState } from '../../ui/index.ts';
import { RunFields } from '../../workflows/RunFields.tsx';
import { useDesignerStore } from '../designer-context.ts';
import styles from './Panel.module.css';
import { Section } from './Section.tsx';

const ROWS = 20;

export interface TryItProps {
  readonly id: string;
  readonly task: QueryTask;
  /** Grows with each wish to try it from elsewhere. */
  readonly tries: number;
}

/** The first rows of a statement that only reads, with the parameters' defaults. */
export function TryIt({ id, task, tries }: TryItProps) {
  const t = useT();
  const { catalogue } = useDesignerStore();
  const { readOnly, faults } = describeQuery(task.query);
  const params = task.params as Record<string, Parameter> | undefined;
  const group = tryGroup(id, task, catalogue);
  const [entries, setEntries] = useState<RunEntries>({});
  const typed = runInput([group], entries);
  const [isTried, setTried] = useState(false);
  const isEmpty = task.query.trim() === '';
  const canTry = !isEmpty && faults.length === 0 && readOnly && task.space !== '';
  const open = new Set(group.fields.map(({ name }) => name));
  const given = Object.entries(params ?? {}).filter(([name]) => !open.has(name));
  const values = new Map<string, SubstitutionValue>(
    [...given, ...Object.entries(typed.input[id] ?? {})].map(([name, value]) => [name, valueOf(value as Parameter)]),
  );
  // Rows of another statement or of other values are not shown.
  const subject = stringifyLossless([task.space, task.query, params ?? {}, typed.input[id] ?? {}] as LosslessJson);
  const query = useMutation({
    mutationFn: (_subject: string) =>
      client.graph.query({
        statement: substituteParameters(task.query, values),
        space: task.space,
        maxRows: ROWS,
      }),
  });
  const isCurrent = query.variables === subject;
  const data = isCurrent ? query.data : undefined;
  const error = isCurrent ? query.error : null;
  const tryIt = () => {
    setTried(true);
    if (canTry && Object.keys(typed.faults).length === 0) query.mutate(subject);
  };
  const asked = useRef(tries);
  useEffect(() => {
    if (asked.current === tries) return;
    asked.current = tries;
    tryIt();
  });

  return (
    <Section
      title={t('designer.try')}
      aside={
        <Button
          size="sm"
          icon={Play}
          disabled={!canTry}
          isBusy={query.isPending && isCurrent}
          title={!readOnly && faults.length === 0 ? t('designer.try.writes') : undefined}
          onClick={tryIt}
        >
          {t('designer.try.run')}
        </Button>
      }
    >
      {!isEmpty && faults.length === 0 && !readOnly && <p className={styles['note']}>{t('designer.try.writes')}</p>}
      {canTry && open.size > 0 && (
        <RunFields
          groups={[group]}
          entries={entries}
          faults={isTried ? typed.faults : {}}
          onChange={(key, entry) => setEntries({ ...entries, [key]: entry })}
        />
      )}
      {error !== null && <ErrorState isCompact error={error} title={t('designer.try.failed')} />}
      {data !== undefined && (
        <>
          <div className={styles['rows']} tabIndex={0} role="region" aria-label={t('designer.try.rows')}>
            <table>
              <thead>
                <tr>
                  {data.columns.map((column, index) => (
                    <th key={`${index} ${column}`} scope="col">
                      {column}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {data.rows.map((row, index) => (
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
            {t(data.truncated ? 'designer.try.firstRows' : 'designer.try.allRows', {
              count: data.rows.length,
              ms: formatNumber(data.latencyUs / 1000, 1),
            })}
          </p>
        </>
      )}
      {data === undefined && error === null && readOnly && <p className={styles['note']}>{t('designer.try.help')}</p>}
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
