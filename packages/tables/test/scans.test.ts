import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { DataSet, DateTimeValue, DateValue, timeMsOfText, vidsOf } from '@orrery/contracts';
import type { EdgeScan, Value } from '@orrery/contracts';
import { describe, expect, it } from 'vitest';
import { openFileScan, resolveAllowedFile, tableEdgeScan, writeDataSet } from '../src/index.ts';
import { tempFolder } from './temp-folder.ts';

const folder = tempFolder();
let next = 0;

type Edge = (string | bigint | number)[];

async function edgesOf(scan: EdgeScan): Promise<Edge[]> {
  const edges: Edge[] = [];
  try {
    for await (const { count, src, dst, weight, timeMs } of scan.batches()) {
      const [from, to] = [vidsOf(src), vidsOf(dst)];
      for (let i = 0; i < count; i++) {
        edges.push([from[i]!, to[i]!, ...(weight ? [weight[i]!] : []), ...(timeMs ? [timeMs[i]!] : [])]);
      }
    }
  } finally {
    await scan.close();
  }
  return edges;
}

describe('edges of an upstream table', () => {
  async function upstream(columns: string[], rows: Value[][]): Promise<string> {
    const dir = join(folder, `up-${next++}`);
    mkdirSync(dir);
    await writeDataSet(dir, new DataSet(columns, rows));
    return dir;
  }

  it('keep ids exactly; a null weight is 1; times are milliseconds', async () => {
    const max = 2n ** 63n - 1n;
    const ints = await upstream(
      ['a', 'b', 'w'],
      [
        [max, -max, 3n],
        [9007199254740993n, 0n, null],
      ],
    );
    const scan = await tableEdgeScan(ints, { src: 'a', dst: 'b', weight: 'w' });
    expect(scan).toMatchObject({ vidType: 'int64', edgeCount: 2 });
    expect(await edgesOf(scan)).toEqual([
      [max, -max, 3],
      [9007199254740993n, 0n, 1],
    ]);
    const at = new DateTimeValue(1969, 12, 31, 23, 59, 59, 999_500);
    const texts = await upstream(
      ['a', 'b', 't', 'w'],
      [
        ['01', '\uFEFFé', at, 0.5],
        ['', '__proto__', new DateTimeValue(2020, 1, 1, 0, 0, 0, 0), NaN],
      ],
    );
    expect(await edgesOf(await tableEdgeScan(texts, { src: 'a', dst: 'b', weight: 'w', time: 't' }))).toEqual([
      ['01', '\uFEFFé', 0.5, -1n],
      ['', '__proto__', NaN, 1577836800000n],
    ]);
  });

  it('have times of dates and of milliseconds, and none that is missing', async () => {
    const dir = await upstream(
      ['a', 'b', 'day', 'ms', 'gap', 'text'],
      [
        ['x', 'y', new DateValue(1969, 12, 31), 9007199254740993n, 1n, '2023-01-01'],
        ['y', 'x', new DateValue(2020, 1, 1), -1n, null, '2023-01-01'],
      ],
    );
    const read = async (time: string) =>
      (await edgesOf(await tableEdgeScan(dir, { src: 'a', dst: 'b', time }))).map(([, , value]) => value);
    expect(await read('day')).toEqual([-86_400_000n, 1_577_836_800_000n]);
    expect(await read('ms')).toEqual([9007199254740993n, -1n]);
    await expect(read('gap')).rejects.toThrow('column "gap", row 1: a time is missing (null)');
    await expect(read('text')).rejects.toThrow(
      'time column "text" is string, not datetime or date or int64; return datetime(…) of it',
    );
  });

  it('are refused with column, type and row', async () => {
    const dir = await upstream(
      ['s', 'i', 'm', 'n'],
      [
        ['a', 1n, 1n, 'x'],
        ['b', 2n, 'x', null],
      ],
    );
    const open = (src: string, dst: string, more = {}) => tableEdgeScan(dir, { src, dst, ...more });
    await expect(open('s', 'i')).rejects.toThrow('src column "s" is string but dst column "i" is int64');
    await expect(open('m', 'i')).rejects.toThrow(
      'src column "m" is json, not int64 or string; it holds composite or mixed values: return id(v)',
    );
    await expect(open('s', 'z')).rejects.toThrow('there is no column "z"; did you mean s?; the columns are s, i, m, n');
    await expect(open('s', 's', { weight: 'n' })).rejects.toThrow('weight column "n" is string, not int64 or double');
    await expect(edgesOf(await open('s', 'n'))).rejects.toThrow('column "n", row 1: a vertex id is missing (null)');
  });
});

describe('edges of a file', () => {
  function csv(text: string | Buffer, name = 'csv'): string {
    const path = join(folder, `file [${next++}].${name}`);
    writeFileSync(path, text);
    return path;
  }

  it('of CSV: quotes, delimiters, gzip, missing weights, times', async () => {
    const path = csv('src;dst;w;t\n"a;1";"say ""hi""";2.5;2020-01-01\n"x\ny";é;;1577836800001\n');
    const scan = await openFileScan({ path, src: 'src', dst: 'dst', weight: 'w', time: 't', delimiter: ';' });
    expect(scan.vidType).toBe('string');
    expect(await edgesOf(scan)).toEqual([
      ['a;1', 'say "hi"', 2.5, 1577836800000n],
      ['x\ny', 'é', 1, 1577836800001n],
    ]);
    const packed = csv(gzipSync('src,dst\n1,2\n'), 'csv.gz');
    expect(await edgesOf(await openFileScan({ path: packed, src: 'src', dst: 'dst' }))).toEqual([[1n, 2n]]);
  });

  it('of CSV: times as contracts reads them, and others refused with row and value', async () => {
    const texts = [
      '2023-10-03', '2023-10-03 11:11', '2023-10-03T11:11:15', '2023-10-03 11:11:15.489', '2023-10-03T11:11:15.4Z',
      '2023-10-03 11:11:15.489999999', '2023-10-03 11:11:15.9999999', '2023-10-03 11:11:15+02', '2023-10-03 11:11:15-05:30',
      '2023-10-03 11:11:15.5+1245', '1969-12-31 23:59:59.9999', '0000-02-29', '9999-12-31 23:59:59.999', '0', '-1',
      '9223372036854775807', '-9223372036854775808',
    ]; // prettier-ignore
    const read = async (times: readonly string[]) => {
      const path = csv(`src,dst,t\n${times.map((text) => `1,2,${text}`).join('\n')}\n`);
      const edges = await edgesOf(await openFileScan({ path, src: 'src', dst: 'dst', time: 't' }));
      return edges.map(([, , time]) => time);
    };
    expect(await read(texts)).toEqual(texts.map((text) => timeMsOfText(text)));
    for (const bad of [
      '2023-02-29', '2023-1-1', '2023-01-01 24:00:00', '2023-01-01 10:00Z', '2023-01-01T', ' 2023-01-01', '10000-01-01', 'infinity',
      'epoch', '9223372036854775808', '00000000000000000001', '1.5', '2023-01-01 10:00:00+02:', '2023-01-01 10:00:00.1234567890',
    ]) {
      expect(timeMsOfText(bad), bad).toBeUndefined();
      await expect(read(['2023-01-01', bad]), bad).rejects.toThrow(
        `column "t", row 2: ${JSON.stringify(bad)} is not a datetime or milliseconds since 1970`,
      );
    } // prettier-ignore
    await expect(read(['2023-01-01', '2023-01-01', ''])).rejects.toThrow(
      'column "t", row 3: a datetime or milliseconds since 1970 is missing',
    );
  });

  it('of Parquet: times of every type, cut off towards the past', async () => {
    const path = join(folder, 'times.parquet');
    const duckdb = await DuckDBInstance.create(':memory:');
    const connection = await duckdb.connect();
    await connection.run("SET TimeZone = 'UTC'");
    await connection.run(
      `COPY (SELECT 1 AS a, DATE '1969-12-31' AS d, TIMESTAMP '1969-12-31 23:59:59.999999' AS us,
        TIMESTAMP_MS '1969-12-31 23:59:59.999' AS ms, TIMESTAMP_S '1969-12-31 23:59:59' AS s,
        TIMESTAMP_NS '1969-12-31 23:59:59.999999999' AS ns, TIMESTAMPTZ '1970-01-01 00:00:00.0015+01:00' AS tz,
        -7::SMALLINT AS i, 9007199254740993 AS big, 18446744073709551615::UBIGINT AS huge, '1970-01-01 00:00:01' AS text,
        TIME '10:00:00' AS clock, 1.5::DOUBLE AS dbl, NULL::TIMESTAMP AS missing, 'infinity'::TIMESTAMP AS never) TO '${path}'`,
    );
    connection.closeSync();
    duckdb.closeSync();
    const read = async (time: string) => (await edgesOf(await openFileScan({ path, src: 'a', dst: 'a', time })))[0]![2];
    const expected = {
      d: -86_400_000n, us: -1n, ms: -1n, s: -1000n, ns: -1n, tz: -3_599_999n, i: -7n, big: 9007199254740993n, text: 1000n,
    }; // prettier-ignore
    for (const [column, time] of Object.entries(expected)) expect([column, await read(column)]).toEqual([column, time]);
    await expect(read('huge')).rejects.toThrow('column "huge", row 1: "18446744073709551615" is not a datetime');
    await expect(read('never')).rejects.toThrow('column "never", row 1: "infinity" is not a datetime');
    await expect(read('missing')).rejects.toThrow(
      'column "missing", row 1: a datetime or milliseconds since 1970 is missing',
    );
    await expect(read('clock')).rejects.toThrow('time column "clock" is TIME, not a datetime or an integer');
    await expect(read('dbl')).rejects.toThrow('time column "dbl" is DOUBLE, not a datetime or an integer');
  });

  it('of CSV: int64 only when every id is a canonical decimal', async () => {
    const types = async (text: string) => {
      const scan = await openFileScan({ path: csv(text), header: false, src: '0', dst: '1' });
      await scan.close();
      return scan.vidType;
    };
    expect(await types('1,2\n-9223372036854775808,9223372036854775807\n')).toBe('int64');
    for (const odd of ['01', '+1', '-0', '1.0', '9223372036854775808', 'x', ' 1']) {
      expect([odd, await types(`1,2\n3,${odd}\n`)]).toEqual([odd, 'string']);
    }
    const asText = await openFileScan({ path: csv('1,2\n'), header: false, src: '0', dst: '1', vidType: 'string' });
    expect(await edgesOf(asText)).toEqual([['1', '2']]);
    const asInt = await openFileScan({ path: csv('01,+2\n'), header: false, src: '0', dst: '1', vidType: 'int64' });
    expect(await edgesOf(asInt)).toEqual([[1n, 2n]]);
  });

  it("of Parquet: by the columns' types, in order, over several batches", async () => {
    const path = join(folder, 'edges.parquet');
    const duckdb = await DuckDBInstance.create(':memory:');
    const connection = await duckdb.connect();
    await connection.run("SET TimeZone = 'UTC'").catch(() => {});
    await connection.run(
      `COPY (SELECT i AS src, (i * 7)::INTEGER AS dst, 'v' || i AS name, i / 4 AS w, TIMESTAMP '2020-01-01' + to_milliseconds(i) AS t,
        (TIMESTAMP '2020-01-01' + to_milliseconds(i))::TIMESTAMPTZ AS tz, i::DOUBLE AS d FROM range(200000) t(i)) TO '${path}'`,
    );
    connection.closeSync();
    duckdb.closeSync();
    const scan = await openFileScan({ path, src: 'src', dst: 'dst', weight: 'w', time: 't' });
    expect(scan).toMatchObject({ vidType: 'int64', edgeCount: 200_000 });
    const edges = await edgesOf(scan);
    expect(edges).toHaveLength(200_000);
    for (const i of [0, 1, 65_535, 65_536, 199_999]) {
      expect(edges[i]).toEqual([BigInt(i), BigInt(i * 7), i / 4, 1577836800000n + BigInt(i)]);
    }
    const names = await edgesOf(await openFileScan({ path, src: 'name', dst: 'name', time: 'src' }));
    expect(names[199_999]).toEqual(['v199999', 'v199999', 199_999n]);
    const zoned = await edgesOf(await openFileScan({ path, src: 'src', dst: 'dst', time: 'tz' }));
    expect(zoned[5]).toEqual([5n, 35n, 1577836800005n]);
    const mixed = await edgesOf(await openFileScan({ path, src: 'name', dst: 'dst', vidType: 'string' }));
    expect(mixed[2]).toEqual(['v2', '14']);
    await expect(openFileScan({ path, src: 'name', dst: 'dst' })).rejects.toThrow('set vidType to read both');
    await expect(openFileScan({ path, src: 'd', dst: 'dst' })).rejects.toThrow(
      'src column "d" is DOUBLE; vertex ids are integers or text',
    );
    await expect(openFileScan({ path, src: 'src', dst: 'dst', weight: 't' })).rejects.toThrow(
      'weight column "t" is TIMESTAMP, not a number',
    );
  });

  it('are refused with file, column, row and value', async () => {
    const path = csv('src,dst,w\n1,2,3\n4,,5\n6,7,x\n');
    const name = path.split('/').at(-1)!;
    await expect(openFileScan({ path, src: 'from', dst: 'dst' })).rejects.toThrow(
      `file ${name}: there is no src column "from"; the columns are src, dst, w`,
    );
    await expect(edgesOf(await openFileScan({ path, src: 'src', dst: 'dst' }))).rejects.toThrow(
      `file ${name}: column "dst", row 2: a 64-bit int is missing`,
    );
    await expect(edgesOf(await openFileScan({ path, src: 'src', dst: 'src', weight: 'w' }))).rejects.toThrow(
      'column "w", row 3: "x" is not a number',
    );
    const texts = csv('src,dst\n1,2\n1,x\n');
    await expect(
      edgesOf(await openFileScan({ path: texts, src: 'src', dst: 'dst', vidType: 'int64' })),
    ).rejects.toThrow('column "dst", row 2: "x" is not a 64-bit int');
    const broken = csv('src,dst\n1,2\n"open,3\n');
    await expect(openFileScan({ path: broken, src: 'src', dst: 'dst' }).then(edgesOf)).rejects.toThrow(
      /file file .* cannot be read/,
    );
    const fake = csv('not parquet', 'parquet');
    await expect(openFileScan({ path: fake, src: 'a', dst: 'b' })).rejects.toThrow('cannot be read');
  });

  it('guesses nothing about a CSV', async () => {
    const read = async (text: string, more = {}) =>
      edgesOf(await openFileScan({ path: csv(text), src: 'src', dst: 'dst', ...more }));
    // A reader that takes "#" for comments would drop every seventh line.
    const lines = Array.from({ length: 50 }, (_, i) => (i % 7 === 0 ? `#${i},a` : `${i},a`));
    expect((await read(`src,dst\n${lines.join('\n')}\n`)).map(([src]) => `${src},a`)).toEqual(lines);
    expect(await read('\uFEFFsrc,dst\r\n1,2\r\n')).toEqual([[1n, 2n]]);
    expect(await read('src,dst\n1,2', { header: false, src: '0', dst: '1' })).toEqual([
      ['src', 'dst'],
      ['1', '2'],
    ]);
    expect(await read('SRC,src,"d""st"\n1,2,3\n', { dst: 'd"st' })).toEqual([[2n, 3n]]);
    expect(await read('src,dst\n')).toEqual([]);
    const late = await read(`src,dst\n${'1,2\n'.repeat(60_000)}x,1\n`);
    expect([late[0], late.at(-1)]).toEqual([
      ['1', '2'],
      ['x', '1'],
    ]);
    const times = await read('src,dst,t\n1,2,2020-01-01T00:00:00Z\n1,2,2020-01-01 00:00:00+02:00\n1,2,2020-01-01\n', {
      time: 't',
    });
    expect(times.map(([, , time]) => time)).toEqual([1577836800000n, 1577829600000n, 1577836800000n]);
    await expect(read('')).rejects.toThrow('it is empty');
    await expect(read('src,dst,dst\n1,2,3\n')).rejects.toThrow('there are 2 columns called "dst"');
    await expect(read('src,dst\n1,2\n3,4,5\n')).rejects.toThrow(
      /CSV Error on Line: 3; Original Line: 3,4,5; Expected Number of Columns: 2 Found: 3$/,
    );
    await expect(read('src,dst\n1,2\n', { delimiter: '"' })).rejects.toThrow('is not one character other than a quote');
  });

  it('tell an empty id from a missing one', async () => {
    const path = csv('src,dst\n"",a\n');
    expect(await edgesOf(await openFileScan({ path, src: 'src', dst: 'dst' }))).toEqual([['', 'a']]);
  });
});

describe('resolveAllowedFile', () => {
  const root = tempFolder();
  const open = join(root, 'open');
  const second = join(root, 'second');
  mkdirSync(join(open, 'deep'), { recursive: true });
  mkdirSync(second);
  writeFileSync(join(open, 'deep', 'a.csv'), '');
  writeFileSync(join(second, 'b.csv'), '');
  writeFileSync(join(root, 'secret.csv'), '');
  mkdirSync(join(root, 'open-sibling'));
  writeFileSync(join(root, 'open-sibling', 'c.csv'), '');
  symlinkSync(join(root, 'secret.csv'), join(open, 'link.csv'));
  symlinkSync(root, join(open, 'up'));
  symlinkSync(join(open, 'deep', 'a.csv'), join(open, 'inside.csv'));
  const folders = [open, second];

  it('finds files below the folders', async () => {
    expect(await resolveAllowedFile('deep/a.csv', folders)).toMatch(/open\/deep\/a\.csv$/);
    expect(await resolveAllowedFile('b.csv', folders)).toMatch(/second\/b\.csv$/);
    expect(await resolveAllowedFile(join(second, 'b.csv'), folders)).toMatch(/second\/b\.csv$/);
    expect(await resolveAllowedFile('inside.csv', folders)).toMatch(/deep\/a\.csv$/);
  });

  it('refuses everything else', async () => {
    for (const path of [
      '../secret.csv',
      'deep/../../secret.csv',
      '/etc/passwd',
      join(root, 'secret.csv'),
      'link.csv',
      'up/secret.csv',
      join(root, 'open-sibling', 'c.csv'),
      join(root, 'nothing'),
      'a\0b',
    ]) {
      await expect(resolveAllowedFile(path, folders), path).rejects.toMatchObject({ name: 'ErrForbidden' });
    }
    await expect(resolveAllowedFile('no.csv', folders)).rejects.toMatchObject({ name: 'ErrNotFound' });
    await expect(resolveAllowedFile(join(open, 'no.csv'), folders)).rejects.toMatchObject({ name: 'ErrNotFound' });
    await expect(resolveAllowedFile('deep', folders)).rejects.toMatchObject({ name: 'ErrParam' });
    await expect(resolveAllowedFile('a.csv', [])).rejects.toThrow('no folder of input files is configured');
  });
});
