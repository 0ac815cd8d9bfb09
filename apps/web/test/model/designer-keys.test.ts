import { expect, it } from 'vitest';
import { designerCommand, type KeyPlace } from '../../src/model/designer-keys.ts';

const press = (
  key: string,
  modifiers: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {},
) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...modifiers,
});
const at = (place: KeyPlace, key: string, hasCharacterKeys = true) =>
  designerCommand(press(key), place, hasCharacterKeys);

it('has keys without Ctrl on the canvas alone', () => {
  const keys = {
    '/': 'search',
    '[': 'toggleLibrary',
    ']': 'togglePanel',
    '?': 'help',
    L: 'arrange',
    l: 'arrange',
    f: 'fit',
    Delete: 'delete',
    Backspace: 'delete',
  };
  for (const [key, command] of Object.entries(keys)) {
    expect(at('canvas', key)).toBe(command);
    expect(at('control', key)).toBeUndefined();
    expect(at('field', key)).toBeUndefined();
  }
  expect(at('control', 'Escape')).toBe('selectNothing');
  expect(at('field', 'Escape')).toBeUndefined();
});

it('turns the keys of one character off, and only those', () => {
  for (const key of ['/', '[', ']', '?', 'l', 'f']) expect(at('canvas', key, false)).toBeUndefined();
  expect(at('canvas', 'Delete', false)).toBe('delete');
  expect(designerCommand(press('s', { ctrlKey: true }), 'canvas', false)).toBe('save');
});

it('has keys with Ctrl or Cmd everywhere but in fields, where only saving works', () => {
  const keys = { s: 'save', z: 'undo', y: 'redo', d: 'duplicate', a: 'selectAll', Enter: 'run' };
  for (const [key, command] of Object.entries(keys)) {
    expect(designerCommand(press(key, { ctrlKey: true }), 'control', true)).toBe(command);
    expect(designerCommand(press(key, { metaKey: true }), 'canvas', true)).toBe(command);
    expect(designerCommand(press(key, { ctrlKey: true }), 'field', true)).toBe(key === 's' ? 'save' : undefined);
    expect(designerCommand(press(key, { ctrlKey: true, altKey: true }), 'canvas', true)).toBeUndefined();
  }
  expect(designerCommand(press('Z', { ctrlKey: true, shiftKey: true }), 'canvas', true)).toBe('redo');
});
