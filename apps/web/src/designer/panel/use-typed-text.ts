import { stringifyLossless } from '@orrery/contracts';
import { useState } from 'react';

/**
 * The text of a field whose value is something else: what was typed stays as it is (`1.`, `0.50`) for as long as it
 * stands for the value, and gives way when the value is changed from elsewhere (undo).
 */
export function useTypedText<V>(
  value: V,
  show: (value: V) => string,
  read: (text: string) => V,
): readonly [text: string, setText: (text: string) => void] {
  const [typed, setTyped] = useState(() => show(value));
  const stands = stringifyLossless(read(typed)) === stringifyLossless(value);
  return [stands ? typed : show(value), setTyped];
}
