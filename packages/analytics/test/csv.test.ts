import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { timeMsOfText, vidsOf } from '@orrery/contracts';
import { buildKernels } from '../build.ts';
import { GraphProjection } from '../src/csr/graph-projection.ts';
import { buildProjection, closeAnalytics, type EdgeSource, type EdgeValueKind } from '../src/index.ts';
import { generator, LIMIT_BYTES, SEED } from './graphs.ts';

await buildKernels();
const folder = mkdtempSync(join(tmpdir(), 'orrery-csv-'));
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await closeAnalytics();
});

type CsvSource = Extract<EdgeSource, { kind: 'csv' }>;
interface Options extends Partial<CsvSource> {
  readonly edgeValue?: EdgeValueKind;
  readonly pieceBytes?: number;
  readonly threads?: number;
}

interface Edges {
  readonly ids: (string | bigint)[];
  /** In the order of source vertices, then of the file. */
  readonly edges: [string | bigint, string | bigint, (number | bigint)?][];
}

let files = 0;

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** Integers as numbers, texts by their bytes. */
function compareIds(a: string | bigint, b: string | bigint): number {
  if (typeof a === 'bigint' && typeof b === 'bigint') return a < b ? -1 : a > b ? 1 : 0;
  return Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)));
}

async function read(content: string | Buffer, options: Options = {}): Promise<Edges> {
  const { edgeValue = 'none', pieceBytes, threads = 2, ...rest } = options;
  const path = join(folder, `edges-${files++}.csv`);
  writeFileSync(path, content);
  const source: CsvSource = { kind: 'csv', path, header: true, delimiter: ',', src: 'src', dst: 'dst', ...rest };
  const projection = await buildProjection(source, { threads, edgeValue, memoryLimitBytes: LIMIT_BYTES }, pieceBytes);
  if (!(projection instanceof GraphProjection)) throw new Error('unexpected kind of projection');
  const { memory, vertexCount, edgeCount } = projection;
  const out = projection.held('out')!;
  const offsets = memory.u32(out.offsets, vertexCount + 1);
  const neighbours = memory.u32(out.neighbours, edgeCount);
  const values =
    out.weights !== 0
      ? memory.f64(out.weights, edgeCount)
      : out.times !== 0
        ? memory.i64(out.times, edgeCount)
        : undefined;
  const ids = vidsOf(projection.vids);
  const edges: Edges['edges'] = [];
  for (let v = 0; v < vertexCount; v++) {
    for (let e = offsets[v]!; e < offsets[v + 1]!; e++) {
      edges.push(values ? [ids[v]!, ids[neighbours[e]!]!, values[e]!] : [ids[v]!, ids[neighbours[e]!]!]);
    }
  }
  projection.close();
  return { ids, edges };
}

describe('reading a CSV edge list', () => {
  it('reads integers of the full range exactly, in any base form that is canonical', async () => {
    const rows = ['9223372036854775807,-9223372036854775808', '0,-1', '9007199254740993,9007199254740992', '10,10'];
    const { ids, edges } = await read(`src,dst\n${rows.join('\n')}\n`);
    expect(ids).toEqual([
      -9223372036854775808n, -1n, 0n, 10n, 9007199254740992n, 9007199254740993n, 9223372036854775807n,
    ]); // prettier-ignore
    expect(edges).toEqual([
      [0n, -1n],
      [10n, 10n],
      [9007199254740993n, 9007199254740992n],
      [9223372036854775807n, -9223372036854775808n],
    ]);
  });

  it.each([
    '01',
    '1.0',
    '+1',
    ' 1',
    '1 ',
    '-0',
    '-',
    '9223372036854775808',
    '-9223372036854775809',
    '0x1',
    '1e3',
    '１',
  ])('takes all ids for text when one of them is %j', async (id) => {
    const rows = Array.from({ length: 50 }, (_, i) => `${i},${i + 1}`);
    const { ids, edges } = await read(`src,dst\n${rows.join('\n')}\n7,${id}\n`, { pieceBytes: 64 });
    expect(ids.every((other) => typeof other === 'string')).toBe(true);
    expect(ids).toContain(id);
    expect(edges).toHaveLength(51);
  });

  it('keeps 18, 19 and 20 digits apart', async () => {
    const { ids } = await read(
      'src,dst\n999999999999999999,1000000000000000000\n1234567890123456789,12345678\n1234567,123456789\n',
    );
    expect(ids).toEqual([1234567n, 12345678n, 123456789n, 999999999999999999n, 1000000000000000000n, 1234567890123456789n]); // prettier-ignore
  });

  it('finds columns by name and by position, with other columns between, and quoted numbers', async () => {
    const expected = { ids: [-2n, 1n, 3n], edges: [[1n, -2n], [3n, 1n]] }; // prettier-ignore
    expect(await read('w,dst,x,src,rest\n9,-2,"a,\nb","1",zz\n8,"1",,3,"""\n"\n')).toEqual(expected);
    expect(await read('9;-2;y;1;zz\r\n8;1;;3\r\n', { header: false, delimiter: ';', src: '3', dst: '1' })).toEqual(
      expected,
    );
    expect(await read('\uFEFFsrc\tdst\r\n1\t-2\r\n3\t1', { delimiter: '\t' })).toEqual(expected);
    expect(await read('"the ""source""",dst\n1,-2\n\n\r\n3,1\n\n', { src: 'the "source"' })).toEqual(expected);
    expect((await read('id\n4\n5\n', { src: 'id', dst: 'id' })).edges).toEqual([[4n, 4n], [5n, 5n]]); // prettier-ignore
  });

  it('reads text exactly: quotes, line breaks, unicode, look-alikes', async () => {
    const ids = [
      'a,b',
      'say "x"',
      'line\nbreak',
      'line\r\nbreak',
      '',
      '__proto__',
      'é',
      'e\u0301',
      '🜁',
      ' x',
      'x',
      '"',
      '""',
    ];
    const rows = ids.map((id, i) => `${quoted(id)},${quoted(ids[(i + 1) % ids.length]!)}`);
    const { ids: got, edges } = await read(`src,dst\n${rows.join('\n')}`);
    expect(got).toEqual(ids.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
    expect(new Map(edges.map(([u, v]) => [u, v]))).toEqual(
      new Map(ids.map((id, i) => [id, ids[(i + 1) % ids.length]!])),
    );
  });

  it('reads weights as JavaScript does, and an empty one as 1', async () => {
    const weights = ['0', '1', '-2.5', '0.1', '1e-9', '123456789012345678', '0.30000000000000004', '1E+6', '.5', '5.', '4.9e-324',
      '1.7976931348623157e308', '"3.25"', '+7', '0.000000000000000000000001', '9007199254740993', '0.1000000000000000055']; // prettier-ignore
    const text = `src,dst,w\n${weights.map((w, i) => `1,${i},${w}`).join('\n')}\n2,1,\n`;
    const { edges } = await read(text, { weight: 'w', edgeValue: 'weight' });
    expect(edges.map((edge) => edge[2])).toEqual([...weights.map((w) => Number(w.replaceAll('"', ''))), 1]);
    expect((await read(text, { weight: 'w', edgeValue: 'none' })).edges[0]).toHaveLength(2);
  });

  it('reads times as contracts does, text for text', async () => {
    const random = generator(SEED + 7);
    const draw = (below: number): number => Math.floor(random() * below);
    const two = (value: number): string => String(value).padStart(2, '0');
    const drawn = Array.from({ length: 3000 }, () => {
      const day = `${String(draw(10_000)).padStart(4, '0')}-${two(1 + draw(12))}-${two(1 + draw(28))}`;
      const minute = `${random() < 0.5 ? ' ' : 'T'}${two(draw(24))}:${two(draw(60))}`;
      const second = `:${two(draw(60))}${random() < 0.5 ? '' : `.${String(draw(1e9)).slice(0, 1 + draw(9))}`}`;
      const zone = ['', 'Z', '+02', '-05:30', '+1245'][draw(5)]!;
      return [day, day + minute, day + minute + second, day + minute + second + zone, String(draw(2 ** 50))][draw(5)]!;
    });
    const texts = [
      ...drawn, '9223372036854775807', '-9223372036854775808', '9007199254740993', '0000-01-01', '0000-02-29', '2024-02-29',
      '1969-12-31 23:59:59.9999', '9999-12-31T23:59:59.999',
    ]; // prettier-ignore
    const expected = texts.map((text) => timeMsOfText(text));
    expect(expected).not.toContain(undefined);
    const plain = `src,dst,t\n${texts.map((text, i) => `1,${i},${text}`).join('\n')}`;
    const times = async (content: string, options: Options): Promise<unknown[]> =>
      (await read(content, { time: 't', edgeValue: 'time', ...options })).edges.map((edge) => edge[2]);
    for (const pieceBytes of [1 << 20, 1000, 37]) {
      expect(await times(plain, { pieceBytes }), `seed ${SEED + 7}`).toEqual(expected);
    }
    const cells = `t,dst,src\r\n${texts.map((text, i) => `"${text}",${i},"a"`).join('\r\n')}\r\n`;
    const byText = await read(cells, { time: 't', edgeValue: 'time', threads: 3 });
    expect(new Map(byText.edges.map(([, dst, time]) => [Number(dst), time]))).toEqual(new Map(expected.entries()));
    expect((await read(plain, { time: 't', edgeValue: 'none' })).edges[0]).toHaveLength(2);
    expect((await read('src,dst\n5,6\n', { time: 'src', edgeValue: 'time' })).edges).toEqual([[5n, 6n, 5n]]);
  });

  it('keeps weights and times apart, and asks for the column', async () => {
    const text = 'src,dst,v\n1,2,3\n';
    expect((await read(text, { weight: 'v', time: 'v', edgeValue: 'weight' })).edges).toEqual([[1n, 2n, 3]]);
    expect((await read(text, { weight: 'v', time: 'v', edgeValue: 'time' })).edges).toEqual([[1n, 2n, 3n]]);
    await expect(read(text, { weight: 'v', edgeValue: 'time' })).rejects.toThrow('name the column with the time');
    await expect(read(text, { time: 'at', edgeValue: 'time' })).rejects.toThrow('has no column "at"');
  });

  it('answers with an empty graph for a file without rows', async () => {
    expect(await read('src,dst\n')).toEqual({ ids: [], edges: [] });
    expect(await read('src,dst')).toEqual({ ids: [], edges: [] });
    expect(await read('', { header: false, src: '0', dst: '1' })).toEqual({ ids: [], edges: [] });
  });
});

describe('a bad row is refused with its line and its value', () => {
  it.each<[string, string, Options, RegExp]>([
    ['no column', 'src,dst\n1,2\n3\n', {}, /line 3: the row "3" ends before column 2/],
    ['no integer', 'src,dst\n1,2\n\n3,abc\n', { vidType: 'int64' }, /line 4: column 2 has "abc", which is no 64-bit integer/],
    ['an integer beyond 64 bits', 'src,dst\n1,9223372036854775808\n', { vidType: 'int64' }, /line 2: column 2 has "9223372036854775808"/],
    ['an empty id', 'src,dst\n1,2\n,2\n', {}, /line 3: column 1 is empty/],
    ['an empty id among texts', 'src,dst\na,b\na,\n', {}, /line 3: column 2 is empty/],
    ['NaN as weight', 'src,dst,w\n1,2,3\n1,2,NaN\n', { weight: 'w', edgeValue: 'weight' }, /line 3: column 3 has "NaN", which is no finite number/],
    ['an infinite weight', 'src,dst,w\n1,2,1e999\n', { weight: 'w', edgeValue: 'weight' }, /line 2: column 3 has "1e999"/],
    ['hexadecimal weight', 'src,dst,w\n1,2,0x10\n', { weight: 'w', edgeValue: 'weight' }, /line 2: column 3 has "0x10"/],
    ['a blank weight', 'src,dst,w\n1,2, \n', { weight: 'w', edgeValue: 'weight' }, /line 2: column 3 has " "/],
    ...[
      '2023-02-29', '2023-13-01', '2023-04-31', '2023-1-1', '2023-01-01 ', '2023-01-01T', '2023-01-01 24:00:00', '2023-01-01 10:60',
      '2023-01-01 10:00:60', '2023-01-01 10:00:', '2023-01-01 10:00:00.', '2023-01-01 10:00:00.1234567890', '2023-01-01 10:00Z',
      '2023-01-01 10:00:00+24:00', '2023-01-01 10:00:00+02:', '2023-01-01 10:00:00+2', '2023-01-01z', '10000-01-01', '-2023-01-01',
      '9223372036854775808', '-9223372036854775809', '00000000000000000001', '1e3', '1.5', '+1', '-', ' ', 'now', 'infinity',
    ].map((text): [string, string, Options, RegExp] => [
      `no time: ${text}`, `src,dst,t\n1,2,2023-01-01\n3,4,${text}\n`, { time: 't', edgeValue: 'time' },
      new RegExp(`line 3: column 3 has "${text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}", which is no time: give a datetime such as`),
    ]),
    ['a missing time', 'src,dst,t\n1,2,2023-01-01\n3,4,\n', { time: 't', edgeValue: 'time' }, /line 3: column 3 is empty, but every edge needs a time/],
    ['a row without its time', 'src,dst,t\n1,2\n', { time: 't', edgeValue: 'time' }, /line 2: the row "1,2" ends before column 3/],
    ['an open quote', 'src,dst\n1,2\n"a,b\nc,d\n', {}, /line 3: column 1 has a quoted cell that is not closed/],
    ['text after a quote', 'src,dst\n"a"b,c\n', {}, /line 2: column 1 has a quoted cell .*text after its closing quote/],
  ])('%s', async (_name, text, options, message) => {
    for (const pieceBytes of [undefined, 7, 3]) {
      await expect(read(text, { ...options, ...(pieceBytes ? { pieceBytes } : {}) })).rejects.toThrow(message);
    }
  }); // prettier-ignore

  it.each([
    ['Latin-1', [0x6d, 0xfc, 0x6c, 0x6c, 0x65, 0x72]],
    ['cut off', [0x61, 0xe6, 0x97]],
    ['overlong', [0xc0, 0xaf]],
    ['overlong, three bytes', [0xe0, 0x80, 0xaf]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
    ['a lone continuation', [0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x80]],
  ])('text that is not UTF-8: %s', async (_name, bytes) => {
    const content = Buffer.concat([Buffer.from('src,dst\né,日本\nx,'), Buffer.from(bytes), Buffer.from('\n')]);
    for (const pieceBytes of [1000, 4]) {
      await expect(read(content, { pieceBytes })).rejects.toThrow(
        /line 3: column 2 has .*, which is not encoded in UTF-8/,
      );
    }
  });

  it('however far into the file it is', async () => {
    const rows = Array.from({ length: 200_000 }, (_, i) => `${i},${i + 1}`);
    rows[150_000] = '"15",x15';
    await expect(read(`src,dst\n${rows.join('\n')}`, { vidType: 'int64' })).rejects.toThrow(
      /line 150002: column 2 has "x15"/,
    );
  });

  it('accepts other forms of integers where int64 was asked for', async () => {
    expect((await read('src,dst\n01,+2\n-0,"007"\n', { vidType: 'int64' })).edges).toEqual([[0n, 7n], [1n, 2n]]); // prettier-ignore
  });

  it.each<[Options, RegExp]>([
    [{ src: 'from' }, /has no column "from"; its columns are src, dst/],
    [{ header: false }, /column "src" cannot be found: the file has no header/],
    [{ delimiter: '"' }, /delimiter "\\"" is not possible/],
  ])('names a column or delimiter that is not possible: %o', async (options, message) => {
    await expect(read('src,dst\n1,2\n', options)).rejects.toThrow(message);
  });
});

/** RFC 4180 as the text says, one character after another. */
function parseByTheBook(text: string, delimiter: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  let any = false;
  for (let i = 0; i <= text.length; i++) {
    const c = text[i];
    if (quoted) {
      if (c !== '"') cell += c;
      else if (text[i + 1] === '"') cell += text[++i];
      else quoted = false;
    } else if (c === '"') {
      quoted = any = true;
    } else if (c === delimiter) {
      row.push(cell);
      cell = '';
      any = true;
    } else if (c === undefined || c === '\n' || (c === '\r' && text[i + 1] === '\n')) {
      if (c === '\r') i++;
      if (any || cell !== '') rows.push([...row, cell]);
      row = [];
      cell = '';
      any = false;
    } else {
      cell += c;
    }
  }
  return rows;
}

describe('a cancel', () => {
  it('ends the reading of a file, and nothing is left over', async () => {
    const path = join(folder, 'large.csv');
    writeFileSync(path, `src,dst\n${Array.from({ length: 300_000 }, (_, i) => `v${i},v${i * 7}`).join('\n')}`);
    const source: CsvSource = { kind: 'csv', path, header: true, delimiter: ',', src: 'src', dst: 'dst' };
    for (const phrase of [/numbering/, /building/]) {
      const controller = new AbortController();
      const progress = (_fraction: number, now: string): void => {
        if (phrase.test(now)) controller.abort(new Error('enough'));
      };
      const options = { threads: 2, edgeValue: 'none' as const, memoryLimitBytes: LIMIT_BYTES };
      await expect(buildProjection(source, { ...options, signal: controller.signal, progress })).rejects.toThrow(
        'enough',
      );
    }
    const whole = await buildProjection(source, { threads: 2, edgeValue: 'none', memoryLimitBytes: LIMIT_BYTES });
    expect(whole.edgeCount).toBe(300_000);
    whole.close();
  });
});

describe('pieces of any size', () => {
  it('give what reading from beginning to end gives, on 150 random files', async () => {
    const random = generator(SEED);
    const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
    const letters = ['a', 'bb', '"', ',', ';', '\n', '\r\n', 'é', '1', '-7', '🜁', 'xyzxyzxyzxyz', ' '];
    for (let round = 0; round < 150; round++) {
      const delimiter = pick([',', ';', '|', '\t']);
      const end = pick(['\n', '\r\n']);
      const textual = random() < 0.6;
      const cell = (): string => {
        if (!textual) return random() < 0.2 ? `"${Math.floor(random() * 50)}"` : String(Math.floor(random() * 50) - 20);
        const text = Array.from({ length: Math.floor(random() * 4) + 1 }, () => pick(letters)).join('');
        return /[",;|\t\r\n]/.test(text) || random() < 0.2 ? `"${text.replaceAll('"', '""')}"` : text;
      };
      const rows = Array.from({ length: Math.floor(random() * 40) }, () => [cell(), cell(), cell()].join(delimiter));
      const text = `x${delimiter}dst${delimiter}src${end}${rows.join(end)}${pick(['', end])}`;
      const parsed = parseByTheBook(text, delimiter).slice(1);
      const integers = parsed.every((row) => /^(0|-?[1-9]\d*)$/.test(row[1]!) && /^(0|-?[1-9]\d*)$/.test(row[2]!));
      const idOf = (value: string): string | bigint => (integers ? BigInt(value) : value);
      const edges = parsed
        .map((row) => [idOf(row[2]!), idOf(row[1]!)] as const)
        .toSorted((a, b) => compareIds(a[0], b[0]));
      const ids = [...new Set(edges.flat())].toSorted(compareIds);
      const pieceBytes = pick([1, 2, 3, 5, 8, 13, 40, 1000]);
      const got = await read(text, { delimiter, pieceBytes, threads: pick([1, 2, 3]) });
      expect(got, `seed ${SEED}, round ${round}, pieces of ${pieceBytes}: ${JSON.stringify(text)}`).toEqual({
        ids,
        edges,
      });
    }
  });
});
