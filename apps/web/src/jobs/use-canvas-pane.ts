import { useCallback, useState } from 'react';
import { storedText, storeText } from '../app/stored-text.ts';

const STORAGE_KEY = 'orrery.job.canvas';
const FOLDED = 'folded';

/** The canvas above a job's results: folded, or as high as it was made (undefined: by itself), kept by this browser. */
export interface CanvasPane {
  readonly isOpen: boolean;
  /** In px. */
  readonly height: number | undefined;
  readonly setOpen: (isOpen: boolean) => void;
  readonly setHeight: (height: number | undefined) => void;
}

export function useCanvasPane(): CanvasPane {
  const [kept, setKept] = useState(() => storedText(STORAGE_KEY));
  const [isOpen, setIsOpen] = useState(kept !== FOLDED);
  const keep = useCallback((text: string | undefined) => {
    setKept(text);
    storeText(STORAGE_KEY, text);
  }, []);
  const height = Number(kept);
  return {
    isOpen,
    height: height > 0 ? height : undefined,
    setOpen: (next) => {
      setIsOpen(next);
      keep(next ? undefined : FOLDED);
    },
    setHeight: (next) => keep(next === undefined ? undefined : String(Math.round(next))),
  };
}
