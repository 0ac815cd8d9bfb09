import { useEffect, useState } from 'react';

/** Whether nobody has seen the page for so long: its tab is in the background, its window minimized. */
export function useIsHidden(afterMs: number): boolean {
  const [isHidden, setHidden] = useState(false);
  useEffect(() => {
    let timer: number | undefined;
    const follow = (): void => {
      window.clearTimeout(timer);
      if (document.visibilityState === 'visible') setHidden(false);
      else timer = window.setTimeout(() => setHidden(true), afterMs);
    };
    follow();
    document.addEventListener('visibilitychange', follow);
    return () => {
      window.clearTimeout(timer);
      document.removeEventListener('visibilitychange', follow);
    };
  }, [afterMs]);
  return isHidden;
}
