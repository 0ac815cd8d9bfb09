import { useT } from '../i18n/index.ts';
import { LoadingState, Page } from '../ui/index.ts';

export default function ComparePage() {
  const t = useT();
  return (
    <Page title={t('nav.workflows')}>
      <LoadingState />
    </Page>
  );
}
