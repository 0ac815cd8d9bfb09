import type { WorkflowDefinition } from '@orrery/contracts';
import type { JobItem, JobTask } from '@orrery/sdk';
import { CircleAlert } from 'lucide-react';
import { Link } from 'wouter';
import { useT } from '../i18n/index.ts';
import { failedField } from '../model/failed-field.ts';
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

/** The component in the designer, with the field that most likely is at fault, and the job that came upon it. */
export function designerLink(job: JobItem, task: JobTask, definition: WorkflowDefinition): string {
  const failed = definition.tasks[task.key];
  const field = failed === undefined ? '' : failedField(failed, task.reason);
  const query = new URLSearchParams({ task: task.key, field, job: String(job.id) });
  return `/workflows/${job.workflowId}?${query}`;
}
