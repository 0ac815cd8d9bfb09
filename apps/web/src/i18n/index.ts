export type { MessageKey } from './en.ts';
export * from './format.ts';
export {
  algorithmTexts,
  currentLocale,
  faultText,
  setLanguage,
  t,
  useLanguage,
  useT,
  type Language,
  type Translate,
} from './language.ts';
export type { MessageParameters } from './message-text.ts';
