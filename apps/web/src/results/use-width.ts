import { useLayoutEffect, useState, type RefObject } from 'react';

/** Width of an element in whole pixels, kept up to date; `initial` before it is measured. */
export function useWidth(ref: RefObject<Element | null>, initial = 640): number {
  const [width, setWidth] = useState(initial);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const measure = (): void => setWidth((known) => Math.max(1, Math.floor(element.clientWidth)) || known);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return width;
}
