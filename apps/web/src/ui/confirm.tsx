import { useSyncExternalStore } from 'react';
import { useT } from '../i18n/index.ts';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import styles from './confirm.module.css';

export interface Question {
  readonly title: string;
  readonly text?: string;
  /** The button that says yes; names the act, not "OK". */
  readonly confirm: string;
  readonly cancel?: string;
  readonly isDangerous?: boolean;
}

interface Asked extends Question {
  readonly answer: (yes: boolean) => void;
}

let asked: Asked | undefined;
const listeners = new Set<() => void>();
const change = (next: Asked | undefined): void => {
  asked = next;
  for (const listener of listeners) listener();
};

/** Asks the user; true when they say yes. An open question is answered with no by a new one. */
export function confirm(question: Question): Promise<boolean> {
  asked?.answer(false);
  return new Promise((resolve) => {
    change({
      ...question,
      answer: (yes) => {
        change(undefined);
        resolve(yes);
      },
    });
  });
}

/** Shows the questions of {@link confirm}; once, in the shell. */
export function ConfirmHost() {
  const t = useT();
  const question = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => asked,
  );
  if (question === undefined) return null;
  return (
    <Dialog
      title={question.title}
      size="sm"
      onClose={() => question.answer(false)}
      footer={
        <>
          <Button onClick={() => question.answer(false)}>{question.cancel ?? t('ui.cancel')}</Button>
          <Button
            variant={question.isDangerous === true ? 'danger' : 'primary'}
            data-autofocus
            onClick={() => question.answer(true)}
          >
            {question.confirm}
          </Button>
        </>
      }
    >
      {question.text !== undefined && <p className={styles['text']}>{question.text}</p>}
    </Dialog>
  );
}
