import type { WorkflowDefinition } from '@orrery/contracts';
import { parseDefinitionText } from '@orrery/workflow';
import { describe, expect, it } from 'vitest';
import { callTexts } from '../../src/model/call-texts.ts';
import { canvasGraph } from '../../src/model/canvas-graph.ts';
import { copyText, pasteText } from '../../src/model/clipboard.ts';
import { draftFaults, faultAt, faultsByTask } from '../../src/model/faults.ts';
import { edited, historyOf, MAX_STEPS, redo, seal, undo } from '../../src/model/history.ts';
import { automaticLayout, freePosition, NODE_WIDTH, nodeHeight, withCompleteLayout } from '../../src/model/layout.ts';
import { CATALOGUE, STATEMENT } from './sample-catalogue.ts';

const SAMPLE: WorkflowDefinition = {
  tasks: {
    query_1: { type: 'Query', space: 'basketballplayer', query: STATEMENT, params: { name: 'Tim Duncan' } },
    pagerank_1: { type: 'PageRank', input: { from: 'query_1', src: 'src', dst: 'dst' }, params: { ITERATIONS: 10 } },
    bfs_1: {
      type: 'BFS',
      input: { space: 'basketballplayer', edges: ['follow'] },
      params: { ROOT: { from: 'query_1', column: 'src', row: 0 } },
      after: ['pagerank_1'],
    },
  },
  layout: { query_1: { x: 0, y: 0 }, pagerank_1: { x: 300, y: 0 }, bfs_1: { x: 300, y: 200 } },
};

describe('history', () => {
  it('undoes and redoes, and an edit ends what could be redone', () => {
    let history = edited(edited(historyOf('a'), 'b'), 'c');
    history = undo(undo(history));
    expect(history.present).toBe('a');
    expect(undo(history)).toBe(history);
    history = redo(history);
    expect(history.present).toBe('b');
    history = edited(history, 'd');
    expect(redo(history)).toBe(history);
    expect(undo(history).present).toBe('b');
  });

  it('joins edits under one key until sealed or another edit comes', () => {
    let history = edited(edited(edited(historyOf(''), 'h', 'name'), 'he', 'name'), 'hey', 'name');
    history = edited(seal(history), 'hey!', 'name');
    expect(undo(history).present).toBe('hey');
    expect(undo(undo(history)).present).toBe('');
    history = edited(edited(historyOf(''), 'a', 'one'), 'b', 'two');
    expect(undo(history).present).toBe('a');
  });

  it('keeps a bounded number of steps and none for edits that change nothing', () => {
    let history = historyOf(0);
    for (let i = 1; i <= MAX_STEPS + 50; i++) history = edited(history, i);
    expect(history.past.length).toBe(MAX_STEPS);
    expect(edited(history, history.present)).toBe(history);
  });
});

describe('copy and paste', () => {
  it('gives free ids, follows references inside, keeps those to what exists', () => {
    const text = copyText(SAMPLE, new Set(['pagerank_1', 'bfs_1']));
    expect(parseDefinitionText(text)).toMatchObject({
      ok: true,
      value: { tasks: { pagerank_1: { type: 'PageRank' } } },
    });
    const pasted = pasteText(SAMPLE, text, CATALOGUE);
    if (!pasted.ok) throw new Error(pasted.fault?.message);
    expect([...pasted.ids]).toEqual(['pagerank_2', 'bfs_2']);
    expect(pasted.draft.tasks['pagerank_2']).toEqual(SAMPLE.tasks['pagerank_1']);
    expect(pasted.draft.tasks['bfs_2']).toMatchObject({
      params: { ROOT: { from: 'query_1', column: 'src', row: 0 } },
      after: ['pagerank_2'],
    });
    expect(pasted.draft.layout!['bfs_2']).toEqual({ x: 340, y: 240 });
  });

  it('takes references to strangers away and puts the boxes where asked', () => {
    const text = copyText(SAMPLE, new Set(['bfs_1']));
    const pasted = pasteText({ tasks: {} }, text, CATALOGUE, { x: 50, y: 60 });
    if (!pasted.ok) throw new Error(pasted.fault?.message);
    expect(pasted.draft).toEqual({
      tasks: { bfs_1: { type: 'BFS', input: { space: 'basketballplayer', edges: ['follow'] } } },
      layout: { bfs_1: { x: 50, y: 60 } },
    });
  });

  it('refuses text that holds no components', () => {
    for (const text of ['hello', 'tasks: {}', '[1]', 'tasks: { a: 1 }', '{"tasks":']) {
      expect(pasteText(SAMPLE, text, CATALOGUE).ok).toBe(false);
    }
  });
});

describe('faults', () => {
  it('finds none in a sound draft, whatever its layout', () => {
    expect(draftFaults(SAMPLE, CATALOGUE)).toEqual([]);
  });

  it('are placed on component and field', () => {
    const draft = {
      ...SAMPLE,
      tasks: {
        ...SAMPLE.tasks,
        query_1: { type: 'Query', space: 'basketballplayer', query: 'MATCH (v RETURN v' },
        pagerank_1: { type: 'PageRank', params: { ITERATIONS: 0 } },
      },
    } as unknown as WorkflowDefinition;
    const faults = draftFaults(draft, CATALOGUE);
    const byTask = faultsByTask(faults);
    expect(faultAt(byTask.get('query_1')!, 'query')?.message).toMatch(/^line 1, column \d+: syntax error/);
    expect(faultAt(byTask.get('pagerank_1')!, 'params', 'ITERATIONS')?.message).toContain('from 1 to 1000');
    expect(faultAt(byTask.get('pagerank_1')!, 'input')?.message).toContain('missing');
    expect(faultAt(byTask.get('pagerank_1')!, 'params', 'DAMPING')?.message).toBeUndefined();
    const again = faultsByTask(draftFaults({ ...draft, tasks: { ...draft.tasks } }, CATALOGUE), byTask);
    expect(again.get('pagerank_1')).toBe(byTask.get('pagerank_1'));
  });
});

describe('layout', () => {
  it('places each component right of what it waits for, without overlap', () => {
    const positions = automaticLayout(SAMPLE, canvasGraph(SAMPLE, CATALOGUE));
    const x = (id: string) => positions.get(id)!.x;
    expect(x('pagerank_1')).toBeGreaterThanOrEqual(x('query_1') + NODE_WIDTH);
    expect(x('bfs_1')).toBeGreaterThanOrEqual(x('pagerank_1') + NODE_WIDTH);
  });

  it('computes only the places that a definition lacks', () => {
    const { bfs_1: _gone, ...rest } = SAMPLE.layout!;
    const draft = { ...SAMPLE, layout: rest };
    const complete = withCompleteLayout(draft, canvasGraph(draft, CATALOGUE));
    expect(complete.layout).toMatchObject(rest);
    expect(complete.layout!['bfs_1']!.y).toBeGreaterThan(100);
    expect(withCompleteLayout(SAMPLE, canvasGraph(SAMPLE, CATALOGUE))).toBe(SAMPLE);
  });

  it('finds a place for a component that covers no other one, however high they are', () => {
    const tasks = { ...SAMPLE.tasks, louvain_1: { type: 'Louvain' }, query_2: SAMPLE.tasks['query_1']! };
    const draft = { ...SAMPLE, tasks } as unknown as WorkflowDefinition;
    const graph = canvasGraph(draft, CATALOGUE);
    const heightOf = (id: string) =>
      nodeHeight(graph.nodes.get(id)!.inputs.length, graph.nodes.get(id)!.outputs.length);
    for (const id of ['louvain_1', 'query_2']) {
      for (const wanted of [0, 150, 300, 310, 600].flatMap((x) =>
        [-200, -60, 0, 90, 200, 480].map((y) => ({ x, y })),
      )) {
        const { x, y } = freePosition(draft, graph, id, wanted);
        expect(x).toBe(wanted.x);
        expect(y).toBeGreaterThanOrEqual(wanted.y);
        for (const [other, place] of Object.entries(SAMPLE.layout!)) {
          const isBeside = Math.abs(place.x - x) >= NODE_WIDTH;
          const isAboveOrBelow = place.y >= y + heightOf(id) || y >= place.y + heightOf(other);
          expect(isBeside || isAboveOrBelow, `${id} at ${x}, ${y} over ${other}`).toBe(true);
        }
      }
    }
    expect(freePosition(draft, graph, 'query_2', { x: 900, y: 5 })).toEqual({ x: 900, y: 5 });
  });
});

describe('call-it texts', () => {
  it('quote what a shell or a program would take apart', () => {
    const { curl, typescript, cli } = callTexts({
      origin: 'http://127.0.0.1:7002',
      workflowId: '4216617528',
      graphAddress: '127.0.0.1:9669',
      user: 'root',
      input: { query_1: { name: "Shaquille O'Neal", id: 9007199254740993n } },
    });
    expect(curl).toContain(`'{"input":{"query_1":{"name":"Shaquille O'\\''Neal","id":9007199254740993}}}'`);
    expect(curl).toContain('/api-open/v1/workflows/4216617528/jobs');
    expect(typescript).toContain('9007199254740993n');
    expect(cli).toContain('orrery job post 4216617528');
  });
});
