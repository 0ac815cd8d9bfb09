import { lazy, useState, type ComponentType } from 'react';

export interface LazyPage<P> {
  readonly Page: ComponentType<P>;
  /** Loads the code ahead of the first use. Where it fails, the page itself tries once more and shows what is wrong. */
  readonly preload: () => void;
}

/**
 * A page whose code is loaded when it is first shown. Code that is there already is shown at once: React's lazy would
 * show the fallback all the same, and then keeps what follows back for 300 ms.
 */
export function lazyPage<P extends object>(load: () => Promise<{ readonly default: ComponentType<P> }>): LazyPage<P> {
  let loaded: ComponentType<P> | undefined;
  const loadOnce = async (): Promise<{ default: ComponentType<P> }> => {
    const module = await load();
    loaded = module.default;
    return module;
  };
  const Lazy = lazy(loadOnce) as unknown as ComponentType<P>;
  return {
    preload: () => void loadOnce().catch(() => {}),
    Page: function PageOnceLoaded(props: P) {
      const [Shown] = useState(() => loaded ?? Lazy);
      return <Shown {...props} />;
    },
  };
}
