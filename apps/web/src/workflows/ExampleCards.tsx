import { useMutation } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { client } from '../api/index.ts';
import { useT } from '../i18n/index.ts';
import { Badge, Button, Dialog, showErrorToast } from '../ui/index.ts';
import styles from './dialogs.module.css';
import { EXAMPLES, type Example } from './examples.ts';

/** The bundled examples; choosing one saves a copy and opens it. */
export function ExampleCards({ onCreated }: { readonly onCreated: () => Promise<void> }) {
  const t = useT();
  const [, navigate] = useLocation();
  const create = useMutation({
    mutationFn: (example: Example) => client.workflows.create(example.definition),
    onSuccess: async ({ id }) => {
      await onCreated();
      navigate(`/workflows/${id}`);
    },
    onError: showErrorToast,
  });
  return (
    <ul className={styles['examples']}>
      {EXAMPLES.map((example) => (
        <li key={example.name} className={styles['example']}>
          <h3>{example.name}</h3>
          <p>{example.description}</p>
          <div className={styles['badges']}>
            {example.algorithms.map((algorithm) => (
              <Badge key={algorithm} tone="accent">
                {algorithm}
              </Badge>
            ))}
          </div>
          <span className={styles['place']}>{t(`workflows.exampleNeeds.${example.needs}`)}</span>
          <Button
            size="sm"
            isBusy={create.isPending && create.variables === example}
            onClick={() => create.mutate(example)}
          >
            {t('workflows.useExample', { name: example.name })}
          </Button>
        </li>
      ))}
    </ul>
  );
}

export function ExamplesDialog({
  onClose,
  onCreated,
}: {
  readonly onClose: () => void;
  readonly onCreated: () => Promise<void>;
}) {
  const t = useT();
  return (
    <Dialog title={t('workflows.examplesTitle')} size="lg" onClose={onClose}>
      <div className={styles['stack']}>
        <p className={styles['lead']}>{t('workflows.examplesText')}</p>
        <ExampleCards
          onCreated={async () => {
            await onCreated();
            onClose();
          }}
        />
      </div>
    </Dialog>
  );
}
