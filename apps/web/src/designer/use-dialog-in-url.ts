import { useCallback } from 'react';
import { useLocation, useSearch } from 'wouter';

const DIALOGS = ['run', 'save', 'saveAs', 'versions', 'call', 'keys'] as const;
export type DesignerDialog = (typeof DIALOGS)[number];

/** The dialog that is open, kept as `?dialog=run`: a link to it opens it. */
export function useDialogInUrl() {
  const [path, navigate] = useLocation();
  const name = new URLSearchParams(useSearch()).get('dialog');
  const dialog = DIALOGS.find((known) => known === name);
  const setDialog = useCallback(
    (next: DesignerDialog | undefined) =>
      navigate(next === undefined ? path : `${path}?dialog=${next}`, { replace: true }),
    [path, navigate],
  );
  return [dialog, setDialog] as const;
}
