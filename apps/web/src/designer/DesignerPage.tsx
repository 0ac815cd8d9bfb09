import { useT } from '../i18n/index.ts';
import { LoadingState, Page } from '../ui/index.ts';

export default function DesignerPage({ workflowId: _id }: { readonly workflowId: string | undefined }) {
  const t = useT();
  return (
    <Page title={t('nav.workflows')}>
      <LoadingState />
    </Page>
  );
}
