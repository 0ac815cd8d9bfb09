import { crc32, deflateSync, inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { toPalettePng } from './palette-png.ts';

type Pixel = readonly [number, number, number];

/** Chunks of a PNG by type; data of the same type is joined. Throws at a wrong checksum. */
function chunksOf(png: Buffer): Map<string, Buffer> {
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    if (crc32(png.subarray(at + 4, at + 8 + length)) !== png.readUInt32BE(at + 8 + length)) throw new Error(type);
    chunks.set(type, Buffer.concat([chunks.get(type) ?? Buffer.alloc(0), png.subarray(at + 8, at + 8 + length)]));
    at += length + 12;
  }
  return chunks;
}

function decodePalette(png: Buffer): { width: number; height: number; pixels: Pixel[]; colours: number } {
  expect(png.subarray(0, 8)).toEqual(Buffer.from('89504e470d0a1a0a', 'hex'));
  const chunks = chunksOf(png);
  expect([...chunks.keys()]).toEqual(['IHDR', 'PLTE', 'IDAT', 'IEND']);
  const header = chunks.get('IHDR')!;
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  expect([...header.subarray(8)]).toEqual([8, 3, 0, 0, 0]);
  const palette = chunks.get('PLTE')!;
  const rows = inflateSync(chunks.get('IDAT')!);
  expect(rows.length).toBe((width + 1) * height);
  const pixels: Pixel[] = [];
  for (let y = 0; y < height; y++) {
    expect(rows[y * (width + 1)]).toBe(0);
    for (let x = 0; x < width; x++) {
      const at = 3 * rows[y * (width + 1) + 1 + x]!;
      expect(at + 2).toBeLessThan(palette.length);
      pixels.push([palette[at]!, palette[at + 1]!, palette[at + 2]!]);
    }
  }
  return { width, height, pixels, colours: palette.length / 3 };
}

/** An RGB or RGBA picture whose rows take the five filters of the format in turn. */
function encode(width: number, height: number, channels: 3 | 4, pixel: (x: number, y: number) => Pixel): Buffer {
  const at = (x: number, y: number, c: number) => (x < 0 || y < 0 ? 0 : ([...pixel(x, y), 255][c] ?? 0));
  const rows = Buffer.alloc((width * channels + 1) * height);
  let i = 0;
  for (let y = 0; y < height; y++) {
    const filter = y % 5;
    rows[i++] = filter;
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < channels; c++) {
        const [a, b, corner] = [at(x - 1, y, c), at(x, y - 1, c), at(x - 1, y - 1, c)];
        const p = a + b - corner;
        const [pa, pb, pc] = [Math.abs(p - a), Math.abs(p - b), Math.abs(p - corner)];
        const paeth = pa <= pb && pa <= pc ? a : pb <= pc ? b : corner;
        rows[i++] = at(x, y, c) - [0, a, b, Math.floor((a + b) / 2), paeth][filter]!;
      }
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, channels === 4 ? 6 : 2, 0, 0, 0], 8);
  const data = deflateSync(rows);
  const parts = [
    ['IHDR', header],
    ['IDAT', data.subarray(0, 40)],
    ['IDAT', data.subarray(40)],
    ['IEND', Buffer.alloc(0)],
  ] as const;
  const chunks = parts.map(([type, content]) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(content.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  });
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...chunks]);
}

describe('a picture with few colours', () => {
  it.each([3, 4] as const)('is the same picture where it has 256 colours or less (%i channels)', (channels) => {
    const pixel = (x: number, y: number): Pixel => [(x * 16) & 255, (y * 16) & 255, (x ^ y) & 1 ? 3 : 0];
    const { width, height, pixels, colours } = decodePalette(toPalettePng(encode(16, 11, channels, pixel)));
    expect([width, height]).toEqual([16, 11]);
    expect(colours).toBe(176);
    expect(pixels).toEqual(Array.from({ length: 16 * 11 }, (_, i) => pixel(i % 16, Math.floor(i / 16))));
  });

  it('keeps frequent colours and comes near all others', () => {
    const isPlain = (x: number) => x < 40;
    const pixel = (x: number, y: number): Pixel => (isPlain(x) ? [250, 251, 252] : [x * 2, y * 2, 128 + x - y]);
    const { pixels, colours } = decodePalette(toPalettePng(encode(96, 60, 3, pixel)));
    expect(colours).toBeLessThanOrEqual(256);
    let squares = 0;
    for (const [i, shown] of pixels.entries()) {
      const [x, y] = [i % 96, Math.floor(i / 96)];
      const meant = pixel(x, y);
      if (isPlain(x)) expect(shown).toEqual(meant);
      for (const [c, value] of meant.entries()) squares += (value - shown[c]!) ** 2;
    }
    expect(Math.sqrt(squares / (pixels.length * 3))).toBeLessThan(8);
  });
});
