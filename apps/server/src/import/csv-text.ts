/** A cell of CSV, in quotes where it needs them. */
export function csvText(text: string): string {
  return /[",\r\n]/.test(text) ? inQuotes(text) : text;
}

export function inQuotes(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
