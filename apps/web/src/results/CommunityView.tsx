import { useState } from 'react';
import { Boxes } from 'lucide-react';
import { formatNumber, formatPercent, useT } from '../i18n/index.ts';
import { communitySizes, isLabelColumn, sizeDistribution } from '../model/community-sizes.ts';
import { EmptyState, ErrorState, LoadingState, Select } from '../ui/index.ts';
import { BarChart } from './BarChart.tsx';
import { HistogramChart } from './HistogramChart.tsx';
import type { ResultViewProps } from './ResultViews.tsx';
import styles from './results.module.css';
import { useStatistics } from './use-statistics.ts';

const LISTED = 20;
/** Largest communities that the distribution counts; the server gives no more at once. */
const COUNTED = 1000;

/** The groups that a label column makes: the largest ones, and how sizes spread. */
export function CommunityView({ job, task }: ResultViewProps) {
  const t = useT();
  const labels = task.result!.columns.filter(({ name, type }) => isLabelColumn(name, type));
  const [column, setColumn] = useState(labels[0]?.name ?? '');
  const statistics = useStatistics(job.id, task.key, { column, top: COUNTED }, column !== '');
  if (column === '') {
    return <EmptyState icon={Boxes} title={t('results.noCommunities')} text={t('results.noCommunitiesText')} />;
  }
  if (statistics.isError) return <ErrorState error={statistics.error} onRetry={() => void statistics.refetch()} />;
  if (statistics.data?.column !== column) return <LoadingState />;
  const { top, count, distinctApprox } = statistics.data;
  const { communities, restSize } = communitySizes(top.slice(0, LISTED), count);
  const largest = communities[0];
  const isAll = top.length < COUNTED;
  const items = communities.map(({ label, size, share }) => ({
    name: label,
    value: size,
    text: `${formatNumber(size)} (${formatPercent(share, 1)})`,
  }));
  const rest =
    restSize === 0
      ? []
      : [
          {
            name: t('results.rest'),
            value: restSize,
            text: `${formatNumber(restSize)} (${formatPercent(restSize / count, 1)})`,
          },
        ];
  const total = isAll ? top.length : distinctApprox;
  return (
    <>
      <div className={styles['bar']}>
        <strong>{t(isAll ? 'results.communitiesExact' : 'results.communities', { count: total })}</strong>
        {labels.length < 2 ? null : (
          <Select
            aria-label={t('results.column')}
            className={styles['control'] ?? ''}
            value={column}
            options={labels.map(({ name }) => ({ value: name, label: name }))}
            onChange={(event) => setColumn(event.target.value)}
          />
        )}
      </div>
      <BarChart
        title={t('results.communitySizes', { column })}
        description={
          largest === undefined
            ? ''
            : t('results.communityText', { label: largest.label, size: largest.size, total: count })
        }
        nameLabel={t('results.community')}
        valueLabel={t('results.size')}
        isCount
        items={[...items, ...rest]}
      />
      {top.length < 2 ? null : (
        <HistogramChart
          title={t('results.sizeDistribution')}
          bins={sizeDistribution(top.map((item) => item.count))}
          xKind="log"
          yKind="log"
          xLabel={t('results.size')}
          yLabel={t('results.community')}
          height={220}
          note={isAll ? undefined : t('results.sizeDistributionPart', { count: COUNTED })}
        />
      )}
    </>
  );
}
