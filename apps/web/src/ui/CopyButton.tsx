import { Check, Copy } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useT } from '../i18n/index.ts';
import { Button } from './Button.tsx';
import { IconButton } from './IconButton.tsx';
import { showToast } from './toast.tsx';

export interface CopyButtonProps {
  readonly text: string;
  /** What is copied: "Copy the id". */
  readonly label?: string;
  readonly size?: 'sm' | 'md';
  /** With the label as text beside the icon. */
  readonly isWide?: boolean;
}

/** Copies a text and says so. */
export function CopyButton({ text, label, size = 'sm', isWide = false }: CopyButtonProps) {
  const t = useT();
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return undefined;
    const timer = window.setTimeout(() => setCopied(false), 1500);
    return () => window.clearTimeout(timer);
  }, [isCopied]);
  const button = useRef<HTMLButtonElement>(null);
  const refuse = (): void => void showToast({ text: t('ui.copyRefused'), tone: 'error' });
  const copy = (): void => void copyText(text, button.current).then(() => setCopied(true), refuse);
  const shown = isCopied ? t('ui.copied') : (label ?? t('ui.copy'));
  const icon = isCopied ? Check : Copy;
  return (
    <>
      {isWide ? (
        <Button ref={button} size={size} icon={icon} onClick={copy}>
          {shown}
        </Button>
      ) : (
        <IconButton ref={button} size={size} icon={icon} label={shown} onClick={copy} />
      )}
      <span role="status" className="visually-hidden">
        {isCopied ? t('ui.copied') : ''}
      </span>
    </>
  );
}

/**
 * Browsers give the clipboard to secure pages only; a server on a plain address of a network gets the old way.
 * @throws Error when the browser refuses
 */
async function copyText(text: string, from: HTMLElement | null): Promise<void> {
  if (window.isSecureContext) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const area = document.createElement('textarea');
  area.value = text;
  area.style.position = 'fixed';
  area.style.opacity = '0';
  const focused = document.activeElement;
  // Everything beside an open dialog is inert, also what would be selected there.
  (from?.closest('dialog') ?? document.body).append(area);
  area.select();
  const isCopied = document.execCommand('copy');
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
  if (!isCopied) throw new Error('the browser copies nothing');
}
