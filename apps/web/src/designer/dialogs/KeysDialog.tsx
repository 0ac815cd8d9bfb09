import { useT } from '../../i18n/index.ts';
import { Dialog } from '../../ui/index.ts';
import { KeyList } from '../KeyList.tsx';

export function KeysDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useT();
  return (
    <Dialog title={t('designer.keys')} onClose={onClose}>
      <KeyList columns={2} />
    </Dialog>
  );
}
