import { Telescope } from 'lucide-react';
import { useLocation } from 'wouter';
import { useT } from '../i18n/index.ts';
import { EmptyState, LinkButton, useDocumentTitle } from '../ui/index.ts';

export function NotFoundPage() {
  const t = useT();
  const [path] = useLocation();
  useDocumentTitle(t('app.notFound.title'));
  return (
    <EmptyState
      icon={Telescope}
      title={<h1>{t('app.notFound.title')}</h1>}
      text={t('app.notFound.text', { path })}
      actions={
        <LinkButton href="/workflows" variant="primary">
          {t('app.notFound.action')}
        </LinkButton>
      }
    />
  );
}
