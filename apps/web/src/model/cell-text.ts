export type Cell = string | number | boolean | null;

/** A cell as it is shown: int64 come as decimal text and stay so; doubles in the shortest text that reads back equal. */
export function cellText(cell: Cell, type: string): string {
  if (cell === null) return '';
  if (typeof cell === 'number') {
    if (Object.is(cell, -0)) return '-0.0';
    const text = String(cell);
    return type === 'double' && Number.isInteger(cell) && !text.includes('e') ? `${text}.0` : text;
  }
  return String(cell);
}

/** The number that a cell measures; int64 beyond 2^53 lose their last digits here, which only charts may. */
export function cellNumber(cell: Cell): number | undefined {
  if (cell === null || typeof cell === 'boolean' || cell === '') return undefined;
  const value = Number(cell);
  return Number.isNaN(value) ? undefined : value;
}

export function isNumeric(type: string): boolean {
  return type === 'int64' || type === 'double';
}

/** Has a histogram on an axis of time. */
export function isTemporal(type: string): boolean {
  return type === 'date' || type === 'datetime';
}

/** A statistic: at most six significant digits, whole numbers in full. */
export function statisticText(value: Cell | undefined): string {
  if (value === undefined || value === null) return '–';
  if (typeof value !== 'number') return String(value);
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value);
  return String(Number(value.toPrecision(6)));
}

/** Different values of a column as different texts: doubles with six significant digits unless two would look alike. */
export function distinctTexts(values: readonly Cell[], type: string): string[] {
  const short = values.map((value) => (type === 'double' && value !== null ? statisticText(value) : undefined));
  return values.map((value, i) => {
    const text = short[i];
    return text === undefined || short.some((other, j) => j !== i && other === text) ? cellText(value, type) : text;
  });
}
