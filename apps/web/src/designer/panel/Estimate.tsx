import { useQuery } from '@tanstack/react-query';
import { stringifyLossless, type TaskDefinition } from '@orrery/contracts';
import { client } from '../../api/index.ts';
import { formatBytes, formatDuration, formatNumber, useT } from '../../i18n/index.ts';
import { inputOf } from '../../model/draft.ts';
import { estimateInput } from '../../model/estimate-input.ts';
import { Badge } from '../../ui/index.ts';
import { useDesigner, useDesignerStore } from '../designer-context.ts';
import styles from './Panel.module.css';
import { Section } from './Section.tsx';
import { useDebounced } from '../use-debounced.ts';

const PAUSE_MS = 600;

/** Memory and time that the server expects an algorithm to need. */
export function Estimate({ id }: { readonly id: string }) {
  const t = useT();
  const { catalogue } = useDesignerStore();
  const tasks = useDesigner((state) => state.draft.tasks);
  const hasFaults = useDesigner((state) => state.faults.length > 0);
  const settled = useDebounced(tasks, PAUSE_MS);
  const { data, isError } = useQuery({
    queryKey: ['estimate', stringifyLossless(settled)],
    queryFn: ({ signal }) =>
      client.estimate(
        { definition: { tasks: settled } as never, input: estimateInput({ tasks: settled }, catalogue) },
        signal,
      ),
    enabled: !hasFaults,
    staleTime: 60_000,
    retry: false,
  });
  const own = hasFaults ? undefined : data?.find(({ task }) => task === id);
  return (
    <Section title={t('designer.estimate')}>
      {own === undefined ? (
        <p className={styles['note']}>
          {t(
            hasFaults ? 'designer.estimate.faults' : isError ? 'designer.estimate.failed' : 'designer.estimate.waiting',
          )}
        </p>
      ) : (
        <>
          <dl className={styles['facts']}>
            <dt>{t('designer.estimate.memory')}</dt>
            <dd>
              {formatBytes(own.memoryBytes)}{' '}
              {own.isAssumed ? (
                <Badge>{t('designer.estimate.assumed')}</Badge>
              ) : (
                <Badge tone={own.fits ? 'success' : 'danger'}>
                  {t(own.fits ? 'designer.estimate.fits' : 'designer.estimate.exceeds')}
                </Badge>
              )}
            </dd>
            {own.seconds !== undefined && (
              <>
                <dt>{t('designer.estimate.time')}</dt>
                <dd>
                  {t('designer.estimate.timeRange', {
                    least: formatDuration(roughly(own.seconds.least) * 1000),
                    most: formatDuration(roughly(own.seconds.most) * 1000),
                  })}
                </dd>
              </>
            )}
            <dt>{t('designer.estimate.vertices')}</dt>
            <dd>{formatNumber(own.vertexCount)}</dd>
            <dt>{t('designer.estimate.edges')}</dt>
            <dd>{formatNumber(own.edgeCount)}</dd>
          </dl>
          <p className={styles['note']}>
            {own.fits || own.isAssumed
              ? t(`designer.estimate.basis.${own.basisCode}`, { from: sourceOf(tasks[id]) })
              : t('designer.estimate.advice')}
          </p>
        </>
      )}
    </Section>
  );
}

/** Task or file that the edges come from; empty for a space. */
function sourceOf(task: TaskDefinition | undefined): string {
  const input = task === undefined || task.type === 'Query' ? undefined : inputOf(task);
  if (input === undefined) return '';
  return 'from' in input ? input.from : 'file' in input ? input.file : '';
}

/** Two digits: an estimate is no better. */
const roughly = (seconds: number): number => Number(seconds.toPrecision(2));
