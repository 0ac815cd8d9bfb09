import { useCallback, useEffect, useState } from 'react';
import { storedText, storeText } from '../app/stored-text.ts';
import {
  defaultPanes,
  panesFromText,
  panesText,
  withPane,
  type SidePane,
  type SidePanes,
} from '../model/side-panes.ts';

/** As in the style sheets of the designer. */
const narrowWindow = window.matchMedia('(width < 1100px)');
const storageKey = (isNarrow: boolean): string => `orrery.designer.panes.${isNarrow ? 'narrow' : 'wide'}`;

interface State {
  readonly isNarrow: boolean;
  readonly panes: SidePanes;
}

function readState(isNarrow: boolean, isEmpty: boolean): State {
  const text = storedText(storageKey(isNarrow));
  return { isNarrow, panes: text === undefined ? defaultPanes(isNarrow, isEmpty) : panesFromText(text, isNarrow) };
}

/**
 * Library and settings, each open or folded; remembered in this browser, for narrow windows apart.
 * @param isEmpty whether the workflow has no component yet, where nothing is remembered
 */
export function useSidePanes(isEmpty: boolean) {
  const [state, setState] = useState(() => readState(narrowWindow.matches, isEmpty));
  useEffect(() => {
    const onChange = () => setState(readState(narrowWindow.matches, isEmpty));
    narrowWindow.addEventListener('change', onChange);
    return () => narrowWindow.removeEventListener('change', onChange);
  }, [isEmpty]);
  const setPane = useCallback(
    (pane: SidePane, isOpen: boolean) =>
      setState((old) => {
        const panes = withPane(old.panes, pane, isOpen, old.isNarrow);
        if (panes === old.panes) return old;
        storeText(storageKey(old.isNarrow), panesText(panes));
        return { ...old, panes };
      }),
    [],
  );
  return { ...state, setPane };
}
