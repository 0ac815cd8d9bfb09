import { describe, expect, it } from 'vitest';
import { setField, setStatement } from '../../src/model/commands.ts';
import { DesignerStore } from '../../src/model/designer-store.ts';
import { neighbourInDirection } from '../../src/model/navigate.ts';
import { CATALOGUE, STATEMENT } from './sample-catalogue.ts';

function drawn(): DesignerStore {
  const store = new DesignerStore(CATALOGUE);
  store.add('Query', 'basketballplayer');
  store.edit((draft) => setStatement(draft, 'query_1', STATEMENT));
  store.edit((draft) => setField(draft, 'query_1', ['params', 'name'], 'Tim Duncan'));
  store.add('PageRank', '');
  store.connect({ source: 'query_1', sourceAnchor: 'out', target: 'pagerank_1', targetAnchor: 'in' });
  return store;
}

describe('the designer', () => {
  it('draws query -> PageRank without a fault', () => {
    const { faults, graph, isDirty, selectedTasks, draft } = drawn().state();
    expect(faults).toEqual([]);
    expect(graph.edges.length).toBe(2);
    expect(isDirty).toBe(true);
    expect(selectedTasks).toEqual(new Set(['pagerank_1']));
    expect(draft.layout!['pagerank_1']!.x).toBeGreaterThan(draft.layout!['query_1']!.x);
  });

  it('has nothing unsaved on an empty canvas, after saving, and when undo leads back there', () => {
    const store = drawn();
    expect(new DesignerStore(CATALOGUE).state()).toMatchObject({ isDirty: false, faults: [] });
    store.markSaved(store.state().draft);
    expect(store.state().isDirty).toBe(false);
    store.edit((draft) => setField(draft, 'pagerank_1', ['params', 'ITERATIONS'], 20));
    expect(store.state().isDirty).toBe(true);
    store.undo();
    expect(store.state().isDirty).toBe(false);
    store.redo();
    store.edit((draft) => setField(draft, 'pagerank_1', ['params'], undefined));
    expect(store.state().isDirty).toBe(false);
  });

  it('keeps edits made while a save was on its way as unsaved', () => {
    const store = drawn();
    const sent = store.state().draft;
    store.edit((draft) => setField(draft, 'pagerank_1', ['params', 'ITERATIONS'], 20));
    store.markSaved(sent);
    expect(store.state().isDirty).toBe(true);
  });

  it('undoes a deletion with its connections', () => {
    const store = drawn();
    const before = store.state().draft;
    store.select(new Set(['query_1']));
    store.deleteSelection();
    expect(store.state().graph.edges).toEqual([]);
    expect(
      store
        .state()
        .faultsByTask.get('pagerank_1')!
        .map(({ field }) => field),
    ).toEqual([['input']]);
    store.undo();
    expect(store.state().draft).toBe(before);
  });

  it('deletes selected edges alone', () => {
    const store = drawn();
    store.select(new Set(), new Set(store.state().graph.edges.map(({ id }) => id)));
    store.deleteSelection();
    expect(store.state().draft.tasks['pagerank_1']).toEqual({ type: 'PageRank' });
    expect(Object.keys(store.state().draft.tasks)).toEqual(['query_1', 'pagerank_1']);
  });

  it('copies and pastes under new ids, selected', () => {
    const store = drawn();
    store.selectAll();
    expect(store.paste(store.copy()!)).toEqual({ count: 2 });
    expect(store.state().selectedTasks).toEqual(new Set(['query_2', 'pagerank_2']));
    expect(store.state().draft.tasks['pagerank_2']).toMatchObject({ input: { from: 'query_2' } });
    expect(store.state().faults).toEqual([]);
  });

  it('moves without checking the definition again', () => {
    const store = drawn();
    const { faults, faultsByTask, graph } = store.state();
    store.arrange();
    const after = store.state();
    expect(after.faults).toBe(faults);
    expect(after.faultsByTask).toBe(faultsByTask);
    expect(after.graph.nodes.get('query_1')).toBe(graph.nodes.get('query_1'));
    expect(after.draft.layout).not.toEqual({});
  });

  it('jumps to the field of a fault', () => {
    const store = drawn();
    store.jumpTo('query_1', ['params', 'name']);
    expect(store.state()).toMatchObject({
      selectedTasks: new Set(['query_1']),
      jump: { task: 'query_1', field: ['params', 'name'] },
    });
  });
});

describe('moving the focus', () => {
  const positions = { a: { x: 0, y: 0 }, b: { x: 300, y: 20 }, c: { x: 310, y: 200 }, d: { x: 0, y: 210 } };

  it('goes to the nearest component of a direction', () => {
    expect(neighbourInDirection(positions, 'a', 'right')).toBe('b');
    expect(neighbourInDirection(positions, 'a', 'down')).toBe('d');
    expect(neighbourInDirection(positions, 'c', 'left')).toBe('d');
    expect(neighbourInDirection(positions, 'b', 'up')).toBeUndefined();
  });
});
