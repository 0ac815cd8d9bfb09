import { lazy, Suspense } from 'react';
import type { WorkflowDefinition } from '@orrery/contracts';
import type { JobItem, JobTask } from '@orrery/sdk';
import type { VertexColumn } from '../model/result-graph.ts';
import { LoadingState } from '../ui/index.ts';
import { CommunityView } from './CommunityView.tsx';
import { ResultRows } from './ResultRows.tsx';
import { StatisticsView } from './StatisticsView.tsx';
import { TopView } from './TopView.tsx';

const GraphView = lazy(async () => ({ default: (await import('./GraphView.tsx')).GraphView }));

export type ResultTab = 'result' | 'statistics' | 'chart' | 'communities' | 'graph';

export interface ResultViewProps {
  readonly job: JobItem;
  /** Has a result. */
  readonly task: JobTask;
  readonly tasks: readonly JobTask[];
  readonly definition: WorkflowDefinition | undefined;
}

export interface ResultViewsProps extends ResultViewProps {
  readonly tab: ResultTab;
  /** Label columns of the job's results that can colour this one. */
  readonly communities: readonly VertexColumn[];
}

/** A result as rows, statistics, ranking, communities or graph. */
export function ResultViews({ tab, communities, ...props }: ResultViewsProps) {
  switch (tab) {
    case 'result':
      return <ResultRows {...props} />;
    case 'statistics':
      return <StatisticsView {...props} />;
    case 'chart':
      return <TopView {...props} />;
    case 'communities':
      return <CommunityView {...props} />;
    case 'graph':
      return (
        <Suspense fallback={<LoadingState />}>
          <GraphView {...props} communities={communities} />
        </Suspense>
      );
  }
}
