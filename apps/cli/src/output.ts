import { stringifyLossless } from '@orrery/contracts';

/** Standard output is the command's result; everything said on the way goes to standard error. */
export const print = (text: string): void => void process.stdout.write(`${text}\n`);
export const note = (text: string): void => void process.stderr.write(`${text}\n`);
export const printJson = (value: unknown): void => print(stringifyLossless(value, 2));

/** Width of a text in a terminal's cells: East Asian wide characters and emoji take two, combining marks none. */
function cellWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    if (/\p{Mark}|\p{Cf}/u.test(character)) continue;
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u.test(
        character,
      )
        ? 2
        : 1;
  }
  return width;
}

/** Control characters of a cell made visible, so that one row stays one line. */
function oneLine(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) =>
    character === '\n'
      ? '\\n'
      : character === '\t'
        ? '\\t'
        : character === '\r'
          ? '\\r'
          : `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}

/** A table with a rule under its header; numbers are not aligned differently, because cells are text here. */
export function textTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [columns, ...rows].map((row) => row.map((cell) => oneLine(cell)));
  const widths = columns.map((_column, i) => Math.max(...cells.map((row) => cellWidth(row[i] ?? ''))));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => cell + ' '.repeat(widths[i]! - cellWidth(cell)))
      .join('  ')
      .trimEnd();
  const [header, ...body] = cells;
  return [line(header!), widths.map((width) => '─'.repeat(width)).join('  '), ...body.map(line)].join('\n');
}

/** `850 ms`, `3.2 s`, `4 min 05 s` */
export function elapsedText(ms: number | undefined): string {
  if (ms === undefined) return '';
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

/** `850 bytes`, `3.2 MiB` */
export function bytesText(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];
  const unit = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return `${(bytes / 1024 ** unit).toFixed(unit === 0 ? 0 : 1)} ${units[unit]}`;
}

/** `1.2 s to 8 s`, with two digits: an estimate is no better. */
export function secondsRange({ least, most }: { readonly least: number; readonly most: number }): string {
  const text = (seconds: number): string => {
    const rough = Number(seconds.toPrecision(2));
    if (rough < 100) return `${rough} s`;
    return rough < 6000 ? `${Math.round(rough / 60)} min` : `${Number((rough / 3600).toPrecision(2))} h`;
  };
  return `${text(least)} to ${text(most)}`;
}
