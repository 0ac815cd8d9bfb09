export type MessageParameters = Readonly<Record<string, string | number | bigint>>;

/**
 * A message with its parameters filled in: `{name}` is replaced by the value, numbers as the language groups them;
 * `{count|row|rows}` is the first form where the language's plural rule calls the count "one", else the second.
 */
export function messageText(message: string, parameters: MessageParameters, locale: string): string {
  return message.replaceAll(
    /\{(\w+)(?:\|([^|{}]*)\|([^|{}]*))?\}/g,
    (whole, name: string, one?: string, other?: string) => {
      const value = parameters[name];
      if (value === undefined) return whole;
      if (one !== undefined && other !== undefined) {
        return new Intl.PluralRules(locale).select(Number(value)) === 'one' ? one : other;
      }
      return typeof value === 'string' ? value : new Intl.NumberFormat(locale).format(value);
    },
  );
}
