import type { Translate } from '../i18n/index.ts';
import type { ConnectionRefusal } from '../model/connect.ts';

/** Why two anchors can't be connected, and what to do instead. */
export function refusalText(refusal: ConnectionRefusal, t: Translate): string {
  switch (refusal.reason) {
    case 'self':
      return t('designer.refused.self');
    case 'unknown':
      return t('designer.refused.unknown');
    case 'cycle':
      return t('designer.refused.cycle', { path: [...refusal.path, refusal.path[0] ?? ''].join(' → ') });
    case 'already':
      return t('designer.refused.already');
    case 'type':
      return t('designer.refused.type', { column: refusal.column, type: refusal.type, anchor: refusal.anchor });
    case 'otherSource':
      return t('designer.refused.otherSource', { from: refusal.from });
    case 'needsAnchor':
      return t('designer.refused.needsAnchor');
  }
}
