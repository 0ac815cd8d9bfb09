import type { WorkflowDefinition } from '@orrery/contracts';
import type { JobItem, JobTask } from '@orrery/sdk';
import { CircleAlert } from 'lucide-react';
import { Link } from 'wouter';
import { useT } from '../i18n/index.ts';
import { Button } from '../ui/index.ts';
import styles from './JobPage.module.css';

export interface JobProblemsProps {
  readonly job: JobItem;
  readonly tasks: readonly JobTask[];
  readonly definition: WorkflowDefinition | undefined;
  readonly onSelect: (key: string) => void;
}

/** The tasks that failed with their causes, each with the way to the field that it comes from. */
export function JobProblems({ job, tasks, definition, onSelect }: JobProblemsProps) {
  const t = useT();
  const failed = tasks.filter((task) => task.status === 3);
  if (failed.length === 0) {
    if (job.reason === '' || job.status === 2) return null;
    return (
      <div className={styles['problems']} role="alert">
        <h2>
          <CircleAlert size={16} aria-hidden />{' '}
          {t(job.status === 4 ? 'job.interruptedTitle' : 'job.failedTitle', { count: 1 })}
        </h2>
        <p>{job.reason}</p>
      </div>
    );
  }
  return (
    <div className={styles['problems']} role="alert">
      <h2>
        <CircleAlert size={16} aria-hidden /> {t('job.failedTitle', { count: failed.length })}
      </h2>
      <ul>
        {failed.map((task) => (
          <li key={task.key}>
            <strong>{task.key}</strong>
            <span className={styles['cause']}>{task.reason}</span>
            <Button size="sm" variant="ghost" onClick={() => onSelect(task.key)}>
              {t('job.showTask')}
            </Button>
            {definition === undefined ? null : (
              <Link href={designerLink(job, task, definition)}>{t('job.openField', { task: task.key })}</Link>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The component in the designer, with the field that most likely is at fault: a query's statement, an algorithm's input. */
export function designerLink(job: JobItem, task: JobTask, definition: WorkflowDefinition): string {
  const kind = definition.tasks[task.key];
  const named =
    kind?.params === undefined ? undefined : Object.keys(kind.params).find((name) => task.reason.includes(name));
  const field = kind?.type === 'Query' ? 'query' : named === undefined ? 'input' : `params.${named}`;
  const query = new URLSearchParams({ task: task.key, field });
  return `/workflows/${job.workflowId}?${query}`;
}
