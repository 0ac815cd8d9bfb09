/** What stands beside the designer's canvas. */
export type SidePane = 'library' | 'panel';
export type SidePanes = Readonly<Record<SidePane, boolean>>;

/** In a narrow window the canvas keeps its room: one pane is open at a time. */
export function withPane(panes: SidePanes, pane: SidePane, isOpen: boolean, isNarrow: boolean): SidePanes {
  if (panes[pane] === isOpen) return panes;
  const others = isNarrow && isOpen ? { library: false, panel: false } : panes;
  return { ...others, [pane]: isOpen };
}

/** What is open where nothing is remembered; a narrow window has the pane that is needed next. */
export function defaultPanes(isNarrow: boolean, isEmpty: boolean): SidePanes {
  return isNarrow ? { library: isEmpty, panel: !isEmpty } : { library: true, panel: true };
}

/** @returns the text that panesFromText reads */
export function panesText(panes: SidePanes): string {
  return `${panes.library ? 'library' : ''} ${panes.panel ? 'panel' : ''}`.trim();
}

export function panesFromText(text: string, isNarrow: boolean): SidePanes {
  const open = text.split(' ');
  const library = open.includes('library');
  return { library, panel: open.includes('panel') && !(isNarrow && library) };
}
