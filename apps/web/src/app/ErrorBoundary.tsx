import { Component, type ReactNode } from 'react';
import { OctagonX } from 'lucide-react';
import { t } from '../i18n/index.ts';
import { Button, EmptyState } from '../ui/index.ts';
import styles from './ErrorBoundary.module.css';

interface Props {
  /** A change of it gives the page below a new start. */
  readonly resetKey: string;
  readonly children: ReactNode;
}

interface State {
  readonly error: Error | undefined;
  readonly resetKey: string;
}

/** Keeps the rest of the app alive when a page throws, and says what happened. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: undefined, resetKey: this.props.resetKey };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  static getDerivedStateFromProps({ resetKey }: Props, state: State): Partial<State> | null {
    return resetKey === state.resetKey ? null : { error: undefined, resetKey };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    // A lazy page's file is gone: the server was updated under this page.
    const isOutdated = /dynamically imported module|Importing a module script failed/i.test(error.message);
    return (
      <div role="alert">
        <EmptyState
          icon={OctagonX}
          title={t('app.crash.title')}
          text={t(isOutdated ? 'app.crash.outdated' : 'app.crash.text')}
          actions={
            <Button variant="primary" onClick={() => location.reload()}>
              {t('app.reload')}
            </Button>
          }
        />
        {!isOutdated && (
          <details className={styles['details']}>
            <summary>{t('app.crash.details')}</summary>
            <pre>{error.stack ?? error.message}</pre>
          </details>
        )}
      </div>
    );
  }
}
