import { mkdirSync, readdirSync } from 'node:fs';
import { open, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { OrreryError, type Value, type VertexId } from '@orrery/contracts';
import { openSpace, type PropertyRow, type SpaceReader } from '@orrery/graphd';
import { stringify } from 'yaml';
import { cellText, quotedText } from './cell-text.ts';
import { exportFiles, exportMapping, type ExportFile } from './export-mapping.ts';

/** Written last: a folder without it holds no whole export. */
const MAPPING_FILE = 'import.yaml';
const BUFFER_LENGTH = 1 << 20;
const ROWS_PER_LOOK = 4096;

export interface ExportOptions {
  /** Folder of the embedded graph's files. */
  readonly graphDir: string;
  readonly space: string;
  /** A new or empty folder. */
  readonly target: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly target: string; readonly rows: number; readonly total: number }) => void;
}

export interface ExportReport {
  readonly targets: readonly { readonly target: string; readonly file: string; readonly rows: number }[];
  readonly rows: number;
  /** What `orrery import` takes. */
  readonly mapping: string;
}

/**
 * Writes a space as CSV files with the mapping that imports it again: every row of one state, while the graph goes on
 * writing. Rows that have expired are not there.
 * @throws OrreryError ErrBadRequest when the folder is not empty, ErrParam when there is no such space
 */
export async function exportSpace(options: ExportOptions): Promise<ExportReport> {
  const { graphDir, space, target: folder } = options;
  mkdirSync(folder, { recursive: true });
  if (readdirSync(folder).length > 0) {
    throw new OrreryError('ErrBadRequest', `${folder} is not empty; an export needs a folder of its own`);
  }
  const { reader, close } = openSpace(graphDir, space);
  try {
    const { definition, tags, edges, tagIndexes, edgeIndexes } = reader.catalog;
    const files = exportFiles([...tags.values(), ...edges.values()]);
    const targets: { target: string; file: string; rows: number }[] = [];
    for (const file of files) {
      const { kind, name } = file.schema;
      const target = `${kind === 'tag' ? 'tag' : 'edge type'} ${name}`;
      targets.push({ target, file: file.file, rows: await writeRows(reader, file, target, options) });
    }
    const mapping = join(folder, MAPPING_FILE);
    const indexes = [...tagIndexes.values(), ...edgeIndexes.values()];
    await writeFile(mapping, stringify(exportMapping(definition, files, indexes)), { flush: true });
    return { targets, rows: targets.reduce((sum, { rows }) => sum + rows, 0), mapping };
  } finally {
    await close();
  }
}

async function writeRows(
  reader: SpaceReader,
  { schema, file, keys }: ExportFile,
  target: string,
  { target: folder, signal, onProgress }: ExportOptions,
): Promise<number> {
  const statistics = reader.statistics();
  const total = (schema.kind === 'tag' ? statistics.tags : statistics.edges).get(schema.name) ?? 0;
  await using handle: FileHandle = await open(join(folder, file), 'w');
  let text = `${[...keys, ...schema.properties.map(({ name }) => name)].map(quotedText).join(',')}\n`;
  let rows = 0;
  for (const line of linesOf(reader, schema)) {
    text += line;
    rows++;
    if (text.length >= BUFFER_LENGTH) {
      await handle.writeFile(text);
      text = '';
    }
    if (rows % ROWS_PER_LOOK === 0) {
      signal?.throwIfAborted();
      onProgress?.({ target, rows, total });
    }
  }
  await handle.writeFile(text);
  await handle.sync();
  onProgress?.({ target, rows, total });
  return rows;
}

const idText = (id: VertexId): string => (typeof id === 'bigint' ? String(id) : quotedText(id));

function* linesOf(reader: SpaceReader, schema: ExportFile['schema']): Generator<string> {
  const width = schema.properties.length;
  const line = (keys: string, row: PropertyRow): string => {
    let text = keys;
    for (let i = 0; i < width; i++) text += `,${cellText(row.value(i) as Value)}`;
    return `${text}\n`;
  };
  if (schema.kind === 'tag') {
    const cursor = reader.scanTag(schema.id);
    while (cursor.next()) yield line(idText(reader.vidOf(cursor.vertex)), cursor.row());
  } else {
    const cursor = reader.scanEdges(schema.id);
    while (cursor.next()) {
      const ends = `${idText(reader.vidOf(cursor.src))},${idText(reader.vidOf(cursor.dst))}`;
      yield line(`${ends},${cursor.rank}`, cursor.row());
    }
  }
}
