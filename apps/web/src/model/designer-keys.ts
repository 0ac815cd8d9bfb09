/** What a key of the designer asks for. */
export type DesignerCommand =
  | 'save'
  | 'undo'
  | 'redo'
  | 'duplicate'
  | 'selectAll'
  | 'run'
  | 'search'
  | 'toggleLibrary'
  | 'togglePanel'
  | 'help'
  | 'delete'
  | 'selectNothing'
  | 'arrange'
  | 'fit';

/** Where the focus is: on the canvas or the page as a whole, in a field that takes text, or on another control. */
export type KeyPlace = 'canvas' | 'field' | 'control';

export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** Keys of one character. They can be turned off: speech input and slips of the hand press them too. */
const CHARACTERS: Readonly<Record<string, DesignerCommand>> = {
  '/': 'search',
  '[': 'toggleLibrary',
  ']': 'togglePanel',
  '?': 'help',
  l: 'arrange',
  f: 'fit',
};
const WITH_CONTROL: Readonly<Record<string, DesignerCommand>> = {
  y: 'redo',
  d: 'duplicate',
  a: 'selectAll',
  enter: 'run',
};

/**
 * The command of a key, if it is one of the designer's there. Without Ctrl only the canvas has keys (WCAG 2.1.4),
 * except for Escape, which every control but a field leaves to it.
 */
export function designerCommand(
  press: KeyPress,
  place: KeyPlace,
  hasCharacterKeys: boolean,
): DesignerCommand | undefined {
  const key = press.key.toLowerCase();
  if (press.altKey) return undefined;
  if (press.ctrlKey || press.metaKey) {
    if (key === 's') return 'save';
    if (place === 'field') return undefined;
    if (key === 'z') return press.shiftKey ? 'redo' : 'undo';
    return WITH_CONTROL[key];
  }
  if (key === 'escape') return place === 'field' ? undefined : 'selectNothing';
  if (place !== 'canvas') return undefined;
  if (key === 'delete' || key === 'backspace') return 'delete';
  return hasCharacterKeys ? CHARACTERS[key] : undefined;
}
