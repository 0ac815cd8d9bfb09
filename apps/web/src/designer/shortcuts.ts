import type { MessageKey } from '../i18n/index.ts';

/** The designer's keys, as the help shows them. */
export const SHORTCUTS: readonly { readonly keys: readonly string[]; readonly text: MessageKey }[] = [
  { keys: ['/'], text: 'designer.keys.add' },
  { keys: ['Alt', '← ↑ → ↓'], text: 'designer.keys.move' },
  { keys: ['Enter'], text: 'designer.keys.panel' },
  { keys: ['Esc'], text: 'designer.keys.leave' },
  { keys: ['← ↑ → ↓'], text: 'designer.keys.nudge' },
  { keys: ['Del'], text: 'designer.keys.delete' },
  { keys: ['Ctrl', 'Z'], text: 'designer.keys.undo' },
  { keys: ['Ctrl', 'Shift', 'Z'], text: 'designer.keys.redo' },
  { keys: ['Ctrl', 'C'], text: 'designer.keys.copy' },
  { keys: ['Ctrl', 'V'], text: 'designer.keys.paste' },
  { keys: ['Ctrl', 'D'], text: 'designer.keys.duplicate' },
  { keys: ['Ctrl', 'A'], text: 'designer.keys.all' },
  { keys: ['Ctrl', 'S'], text: 'designer.keys.save' },
  { keys: ['Ctrl', 'Enter'], text: 'designer.keys.run' },
  { keys: ['L'], text: 'designer.keys.arrange' },
  { keys: ['F'], text: 'designer.keys.fit' },
  { keys: ['['], text: 'designer.keys.library' },
  { keys: [']'], text: 'designer.keys.settings' },
  { keys: ['?'], text: 'designer.keys.help' },
];
