import { useCallback, useSyncExternalStore } from 'react';
import { phraseText, type Fault } from '@orrery/contracts';
import type { AlgorithmTexts } from './catalogue.zh.ts';
import { en, type MessageKey, type Messages } from './en.ts';
import { messageText, type MessageParameters } from './message-text.ts';

export type Language = 'en' | 'zh';

const STORAGE_KEY = 'orrery.language';
/** What `lang` and Intl are told. */
const LOCALES: Readonly<Record<Language, string>> = { en: 'en', zh: 'zh-CN' };

let language: Language = 'en';
let messages: Messages = en;
let wanted: Language = language;
/** Texts that come in English from the server or the checks; undefined in English. */
let translated: Translations | undefined;
const listeners = new Set<() => void>();

interface Translations {
  readonly faults: object;
  readonly catalogue: Readonly<Record<string, AlgorithmTexts>>;
}

export type Translate = (key: MessageKey, parameters?: MessageParameters) => string;

/** The text of a key in the present language. Components use {@link useT}, which follows a change of language. */
export const t: Translate = (key, parameters = {}) => messageText(messages[key], parameters, LOCALES[language]);

/** What is wrong, in the present language where the fault has a code that it knows, else in English. */
export function faultText({ message, code, args }: Omit<Fault, 'path'>): string {
  if (translated === undefined || code === undefined) return message;
  return phraseText(translated.faults, { code, args: args ?? {} }) ?? message;
}

/** An algorithm's texts in the present language; undefined where its descriptor's own (English) ones hold. */
export function algorithmTexts(id: string): AlgorithmTexts | undefined {
  return translated !== undefined && Object.hasOwn(translated.catalogue, id) ? translated.catalogue[id] : undefined;
}

/** Locale for Intl. */
export function currentLocale(): string {
  return LOCALES[language];
}

/** Loads a language's texts and shows the app in them. */
export async function setLanguage(next: Language): Promise<void> {
  wanted = next;
  const chinese = next === 'zh' ? await import('./zh.ts') : undefined;
  // The choice may have changed while the texts were on their way.
  if (wanted !== next) return;
  messages = chinese?.zh ?? en;
  translated = chinese?.translationsZh;
  language = next;
  document.documentElement.lang = LOCALES[next];
  try {
    localStorage.setItem(STORAGE_KEY, next);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
  for (const listener of listeners) listener();
}

/** The language that was chosen, else the browser's if there are texts in it. */
export function preferredLanguage(): Language {
  let stored: string | null = null;
  try {
    stored = localStorage.getItem(STORAGE_KEY);
  } catch {
    stored = null;
  }
  if (stored === 'en' || stored === 'zh') return stored;
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useLanguage(): Language {
  return useSyncExternalStore(subscribe, () => language);
}

/** t() that changes its identity with the language, so that components and memos follow. */
export function useT(): Translate {
  const present = useLanguage();
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  return useCallback<Translate>((key, parameters) => t(key, parameters), [present]);
}
