import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { createInputFiles } from '../src/index.ts';
import { tempFolder } from './temp-folder.ts';

const root = tempFolder();
const [first, second] = [join(root, 'first'), join(root, 'second')];
mkdirSync(join(first, 'graphs'), { recursive: true });
mkdirSync(join(first, '.hidden'));
mkdirSync(second);
writeFileSync(join(first, 'graphs/edges.csv'), 'from;to;"how ""much"""\n1;2;0.5\n');
writeFileSync(join(first, 'graphs/notes.md'), '# no table');
writeFileSync(join(first, '.hidden/secret.csv'), 'a,b\n');
writeFileSync(join(second, 'packed.csv.gz'), gzipSync('src,dst\n1,2\n'));
writeFileSync(join(second, 'empty.csv'), '');
writeFileSync(join(second, 'broken.parquet'), 'PAR1');
writeFileSync(join(root, 'outside.csv'), 'a,b\n');
symlinkSync(join(root, 'outside.csv'), join(second, 'link.csv'));
const files = createInputFiles([first, join(root, 'gone'), second]);

describe('the files that workflows can read', () => {
  it('are listed as workflows name them: tables only, nothing hidden, no link', async () => {
    expect(await files.list()).toEqual({
      files: ['broken.parquet', 'empty.csv', 'graphs/edges.csv', 'packed.csv.gz'],
      isComplete: true,
    });
    expect(await createInputFiles([]).list()).toEqual({ files: [], isComplete: true });
  });

  it('say when there are too many to list', async () => {
    const many = join(root, 'many');
    mkdirSync(many);
    for (let i = 0; i < 10_001; i++) symlinkSync('nowhere', join(many, `${i}`));
    writeFileSync(join(many, '0.csv'), 'a,b\n');
    const { files: found, isComplete } = await createInputFiles([many]).list();
    expect([found, isComplete]).toEqual([['0.csv'], false]);
  });
});

describe('the columns of a file', () => {
  it('are those of the header as the delimiter cuts it, or numbers without a header', async () => {
    const file = 'graphs/edges.csv';
    expect(await files.columns({ file, delimiter: ';' })).toEqual(['from', 'to', 'how "much"']);
    expect(await files.columns({ file, delimiter: ';', header: false })).toEqual(['0', '1', '2']);
    expect(await files.columns({ file: 'packed.csv.gz' })).toEqual(['src', 'dst']);
  });

  it('are those of a Parquet file’s schema', async () => {
    const instance = await DuckDBInstance.create();
    const connection = await instance.connect();
    await connection.run(
      `COPY (SELECT 1 AS a, 2.5 AS "two words") TO '${join(second, 'table.parquet')}' (FORMAT parquet)`,
    );
    connection.closeSync();
    instance.closeSync();
    expect(await files.columns({ file: 'table.parquet' })).toEqual(['a', 'two words']);
  });

  it.each([
    ['nothing.csv', 'ErrNotFound', /there is no file "nothing.csv"/],
    ['../outside.csv', 'ErrForbidden', /".."/],
    ['link.csv', 'ErrForbidden', /not below a folder/],
    ['empty.csv', 'ErrParam', /empty.csv: it is empty/],
    ['broken.parquet', 'ErrParam', /^file broken.parquet/],
  ])('are refused for %s with the reason', async (file, name, message) => {
    await expect(files.columns({ file })).rejects.toMatchObject({
      name,
      message: expect.stringMatching(message) as unknown,
    });
  });
});
