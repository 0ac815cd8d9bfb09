import { useT } from '../../i18n/index.ts';
import { Checkbox, Dialog } from '../../ui/index.ts';
import { setCharacterKeys, useCharacterKeys } from '../character-keys.ts';
import { KeyList } from '../KeyList.tsx';

export function KeysDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useT();
  const areOn = useCharacterKeys();
  return (
    <Dialog title={t('designer.keys')} onClose={onClose}>
      <Checkbox
        isSwitch
        label={t('designer.keys.characters')}
        checked={areOn}
        onChange={(event) => setCharacterKeys(event.target.checked)}
      />
      <KeyList columns={2} />
    </Dialog>
  );
}
