const DURATION_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const BYTES: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  TiB: 1024 ** 4,
};

function scaled(text: string, units: Readonly<Record<string, number>>): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([A-Za-z]+)$/.exec(text.trim());
  const unit = match ? units[match[2]!] : undefined;
  return unit === undefined ? undefined : Math.round(Number(match![1]) * unit);
}

/** `30s`, `5m`, `1.5h`, `30d` to milliseconds; undefined when it is none. */
export const parseDurationMs = (text: string): number | undefined => scaled(text, DURATION_MS);

/** `512MiB`, `2GB` to bytes; undefined when it is none. */
export const parseBytes = (text: string): number | undefined => scaled(text, BYTES);

/** The largest unit that divides evenly: 1.5 GiB stays `1536MiB`. */
function inLargestUnit(value: number, units: Readonly<Record<string, number>>): string {
  const fitting = Object.entries(units).filter(([, size]) => value % size === 0);
  const [name, size] = fitting.sort((a, b) => b[1] - a[1])[0]!;
  return `${value / size}${name}`;
}

export const durationText = (ms: number): string => inLargestUnit(ms, DURATION_MS);
export const bytesText = (bytes: number): string =>
  inLargestUnit(bytes, { B: 1, KiB: BYTES['KiB']!, MiB: BYTES['MiB']!, GiB: BYTES['GiB']! });

/** For people, to about three digits: `75.2 GiB`. */
export function roundBytesText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10));
  const scaledBytes = bytes / 1024 ** power;
  return `${power === 0 || scaledBytes >= 100 ? Math.round(scaledBytes) : scaledBytes.toFixed(1)} ${units[power]}`;
}
