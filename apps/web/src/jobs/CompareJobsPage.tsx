import { useT } from '../i18n/index.ts';
import { LoadingState, Page } from '../ui/index.ts';

export default function CompareJobsPage() {
  const t = useT();
  return (
    <Page title={t('nav.jobs')}>
      <LoadingState />
    </Page>
  );
}
