import { expect, it } from 'vitest';
import { property, spaceOptions, withStore } from './temp-store.ts';

/** Some hundred blocks, so that a dropped tag takes several steps to remove. */
const DROPPED_ROWS = 20_000;
const LOW = 50;

it.each(['statements', 'a bulk load'])(
  'rows of a dropped tag are all removed and counted down while %s write between the steps',
  { timeout: 60_000 },
  async (way) => {
    await withStore(async (store) => {
      const { spaceId, kept, dropped } = await store.catalog.edit((editor) => ({
        spaceId: editor.createSpace('s', spaceOptions()).id,
        kept: editor.createTag('s', { name: 'kept', properties: [property('n', { kind: 'int64' })] }).id,
        dropped: editor.createTag('s', { name: 'dropped', properties: [property('text', { kind: 'string' })] }).id,
      }));
      // Ids whose rows come later belong into blocks before those of the dropped tag.
      await store.write(spaceId, (writer) => {
        for (let i = 0; i < LOW; i++) writer.indexFor(`low${i}`);
        for (let i = 0; i < DROPPED_ROWS; i++) writer.putTag(writer.indexFor(`v${i}`), dropped, ['x'.repeat(40)]);
      });
      await store.catalog.edit((editor) => editor.dropTag('s', 'dropped'));
      const vids = Array.from({ length: LOW }, (_none, i) => [`low${i}`, `v${(i * DROPPED_ROWS) / LOW + 1}`]).flat();
      const bulk = store.bulkWriter(spaceId);
      for (const vid of vids) {
        if (way === 'statements')
          await store.write(spaceId, (writer) => writer.putTag(writer.indexFor(vid), kept, [1n]));
        else {
          bulk.addVertex(vid, kept, [1n]);
          await bulk.flush();
        }
      }
      await bulk.close();
      await store.purged();

      using snapshot = store.snapshot();
      const reader = snapshot.space(spaceId);
      const found: unknown[] = [];
      const cursor = reader.scanVertices();
      while (cursor.next()) found.push(reader.vidOf(cursor.vertex));
      expect(found.toSorted()).toEqual(vids.toSorted());
      expect(reader.statistics()).toMatchObject({ vertexCount: vids.length, tags: new Map([['kept', vids.length]]) });
    });
  },
);
