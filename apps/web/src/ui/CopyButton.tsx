import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useT } from '../i18n/index.ts';
import { Button } from './Button.tsx';
import { IconButton } from './IconButton.tsx';

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
  const copy = (): void => void copyText(text).then(() => setCopied(true));
  const shown = isCopied ? t('ui.copied') : (label ?? t('ui.copy'));
  const icon = isCopied ? Check : Copy;
  return (
    <>
      {isWide ? (
        <Button size={size} icon={icon} onClick={copy}>
          {shown}
        </Button>
      ) : (
        <IconButton size={size} icon={icon} label={shown} onClick={copy} />
      )}
      <span role="status" className="visually-hidden">
        {isCopied ? t('ui.copied') : ''}
      </span>
    </>
  );
}

/** Browsers give the clipboard to secure pages only; a server on a plain address of a network gets the old way. */
async function copyText(text: string): Promise<void> {
  if (window.isSecureContext) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const area = document.createElement('textarea');
  area.value = text;
  area.style.position = 'fixed';
  area.style.opacity = '0';
  const focused = document.activeElement;
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
}
