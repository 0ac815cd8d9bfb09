import { useT } from '../i18n/index.ts';
import { LoadingState, Page } from '../ui/index.ts';

export default function ApiPage() {
  const t = useT();
  return (
    <Page title={t('nav.api')}>
      <LoadingState />
    </Page>
  );
}
