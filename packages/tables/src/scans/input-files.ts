import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { InputFiles } from '@orrery/contracts';
import { Engine } from '../engine/engine.ts';
import { resolveAllowedFile } from './allowed-file.ts';
import { fileColumns } from './file-columns.ts';
import { inFile } from './file-edge-scan.ts';

/** Entries of the folders that a listing looks at. */
const MOST_ENTRIES = 10_000;
const TABLE_NAME = /\.(csv|tsv|txt|parquet|pq)(\.(gz|zst))?$/i;

/** The CSV and Parquet files below some folders, as workflows name them: relative to their folder. */
export function createInputFiles(folders: readonly string[]): InputFiles {
  return {
    async list() {
      const found = new Set<string>();
      let left = MOST_ENTRIES;
      for (const root of folders) {
        const waiting = [root];
        for (const folder of waiting) {
          // A folder that is gone or closed has nothing to choose from; the check of the settings names it.
          const entries = await readdir(folder, { withFileTypes: true }).catch((): Dirent[] => []);
          for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
            if (left-- <= 0) return { files: [...found].toSorted(), isComplete: false };
            const path = join(folder, entry.name);
            if (entry.isDirectory() && !entry.name.startsWith('.')) waiting.push(path);
            else if (entry.isFile() && TABLE_NAME.test(entry.name))
              found.add(relative(root, path).split(sep).join('/'));
          }
        }
      }
      return { files: [...found].toSorted(), isComplete: true };
    },

    async columns({ file, header, delimiter }) {
      const path = await resolveAllowedFile(file, folders);
      const engine = new Engine({ folders: [dirname(path)], threads: 1 });
      try {
        const { all } = await fileColumns(engine, { path, header, delimiter });
        return all.map(({ name }) => name);
      } catch (error) {
        throw inFile(path, error);
      } finally {
        await engine.close();
      }
    },
  };
}
