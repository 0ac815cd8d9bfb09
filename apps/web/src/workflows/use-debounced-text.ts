import { useEffect, useRef, useState } from 'react';

const PAUSE_MS = 250;

/** A text field over a value that is costly to change: takes it over once typing pauses, and follows it from outside. */
export function useDebouncedText(value: string, onChange: (text: string) => void): [string, (text: string) => void] {
  const [text, setText] = useState(value);
  const sent = useRef(value);
  const latest = useRef(onChange);
  latest.current = onChange;
  useEffect(() => {
    if (value === sent.current) return;
    sent.current = value;
    setText(value);
  }, [value]);
  useEffect(() => {
    if (text === sent.current) return undefined;
    const timer = window.setTimeout(() => {
      sent.current = text;
      latest.current(text);
    }, PAUSE_MS);
    return () => window.clearTimeout(timer);
  }, [text]);
  return [text, setText];
}
