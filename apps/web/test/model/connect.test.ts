import { describe, expect, it } from 'vitest';
import { canvasGraph } from '../../src/model/canvas-graph.ts';
import { addTask, setField, setStatement } from '../../src/model/commands.ts';
import { connect, disconnect, guessColumn, type Connection } from '../../src/model/connect.ts';
import { emptyDraft, type Draft } from '../../src/model/draft.ts';
import { CATALOGUE, STATEMENT } from './sample-catalogue.ts';

function draftOf(...types: string[]): Draft {
  let draft = emptyDraft();
  for (const type of types) ({ draft } = addTask(draft, type, { x: 0, y: 0 }, 'basketballplayer'));
  return Object.hasOwn(draft.tasks, 'query_1') ? setStatement(draft, 'query_1', STATEMENT) : draft;
}

function link(draft: Draft, source: string, target: string): Connection {
  const [from, sourceAnchor = 'out'] = source.split(' ');
  const [to, targetAnchor = 'in'] = target.split(' ');
  return connect(draft, CATALOGUE, { source: from!, sourceAnchor, target: to!, targetAnchor });
}

function linked(draft: Draft, source: string, target: string): Draft {
  const connection = link(draft, source, target);
  if (!connection.ok) throw new Error(`refused: ${JSON.stringify(connection.refusal)}`);
  return connection.draft;
}

function refusal(draft: Draft, source: string, target: string): unknown {
  const connection = link(draft, source, target);
  return connection.ok ? undefined : connection.refusal;
}

describe('connections', () => {
  it('feeds an algorithm from a whole query, columns by their names', () => {
    const draft = linked(draftOf('Query', 'PageRank'), 'query_1', 'pagerank_1');
    expect(draft.tasks['pagerank_1']).toEqual({ type: 'PageRank', input: { from: 'query_1', src: 'src', dst: 'dst' } });
  });

  it('fills the other end when one column is connected, and leaves a choice that was made', () => {
    let draft = linked(draftOf('Query', 'PageRank'), 'query_1 column:dst', 'pagerank_1 data:src');
    expect(draft.tasks['pagerank_1']).toMatchObject({ input: { src: 'dst', dst: 'src' } });
    draft = linked(draft, 'query_1 column:src', 'pagerank_1 data:src');
    expect(draft.tasks['pagerank_1']).toMatchObject({ input: { src: 'src', dst: 'src' } });
  });

  it('leaves columns open that are not known yet', () => {
    const draft = linked(setStatement(draftOf('Query', 'PageRank'), 'query_1', ''), 'query_1', 'pagerank_1');
    expect(draft.tasks['pagerank_1']).toMatchObject({ input: { from: 'query_1', src: '', dst: '' } });
  });

  it('orders components where there is no table to take', () => {
    const draft = linked(draftOf('Query', 'Query'), 'query_1', 'query_2');
    expect(draft.tasks['query_2']).toMatchObject({ after: ['query_1'] });
    expect(refusal(draft, 'query_1', 'query_2')).toEqual({ reason: 'already' });
  });

  it('gives one row to parameters that take one value, all rows to lists', () => {
    let draft = linked(draftOf('Query', 'BFS', 'Jaccard'), 'query_1 column:src', 'bfs_1 param:ROOT');
    draft = linked(draft, 'query_1 column:src', 'jaccard_1 param:IDS1');
    expect(draft.tasks['bfs_1']!.params).toEqual({ ROOT: { from: 'query_1', column: 'src', row: 0 } });
    expect(draft.tasks['jaccard_1']!.params).toEqual({ IDS1: { from: 'query_1', column: 'src' } });
  });

  it('refuses with the reason', () => {
    let draft = draftOf('Query', 'Query', 'PageRank', 'BFS', 'SSSP');
    expect(refusal(draft, 'query_1', 'query_1')).toEqual({ reason: 'self' });
    draft = linked(draft, 'query_1', 'pagerank_1');
    expect(refusal(draft, 'query_1 column:src', 'pagerank_1 data:src')).toEqual({ reason: 'already' });
    expect(refusal(draft, 'query_2 column:a', 'pagerank_1 data:src')).toEqual({
      reason: 'otherSource',
      from: 'query_1',
    });
    expect(refusal(draft, 'pagerank_1 column:VALUE', 'bfs_1 data:src')).toEqual({
      reason: 'type',
      column: 'VALUE',
      type: 'double',
      anchor: 'src',
    });
    expect(refusal(draft, 'pagerank_1 column:VALUE', 'sssp_1 param:ROOT')).toMatchObject({ reason: 'type' });
    expect(refusal(draft, 'query_1 column:src', 'query_2')).toEqual({ reason: 'needsAnchor' });
  });

  it('refuses cycles and names the way round', () => {
    let draft = linked(draftOf('Query', 'PageRank', 'BFS'), 'query_1', 'pagerank_1');
    draft = linked(draft, 'pagerank_1 column:VID', 'bfs_1 param:ROOT');
    expect(refusal(draft, 'bfs_1', 'query_1')).toEqual({ reason: 'cycle', path: ['query_1', 'pagerank_1', 'bfs_1'] });
  });

  it('undoes what an edge stands for', () => {
    let draft = linked(draftOf('Query', 'PageRank', 'BFS'), 'query_1', 'pagerank_1');
    draft = linked(draft, 'query_1 column:src', 'bfs_1 param:ROOT');
    draft = linked(setField(draft, 'bfs_1', ['input'], { space: 's', edges: ['e'] }), 'pagerank_1', 'bfs_1 param:ROOT');
    draft = setField(draft, 'bfs_1', ['after'], ['query_1']);
    for (let guard = 0; guard < 10; guard++) {
      const [edge] = canvasGraph(draft, CATALOGUE).edges;
      if (edge === undefined) break;
      draft = disconnect(draft, edge);
    }
    expect(draft.tasks['pagerank_1']).toEqual({ type: 'PageRank' });
    expect(draft.tasks['bfs_1']).toEqual({ type: 'BFS', input: { space: 's', edges: ['e'] } });
  });

  it('guesses columns by usual names, else by place', () => {
    const columns = ['VID', 'other', 'target'].map((name) => ({ name, type: undefined }));
    expect(guessColumn('dst', columns)).toBe('target');
    expect(guessColumn('src', columns)).toBe('VID');
    expect(guessColumn('weight', columns)).toBeUndefined();
  });
});

describe('the canvas graph', () => {
  it('has an edge per reference and keeps nodes that did not change', () => {
    let draft = linked(draftOf('Query', 'PageRank', 'BFS'), 'query_1', 'pagerank_1');
    const first = canvasGraph(draft, CATALOGUE);
    expect(
      first.edges.map(({ source, sourceAnchor, target, targetAnchor, kind }) => [
        source,
        sourceAnchor,
        target,
        targetAnchor,
        kind,
      ]),
    ).toEqual([
      ['query_1', 'column:src', 'pagerank_1', 'data:src', 'data'],
      ['query_1', 'column:dst', 'pagerank_1', 'data:dst', 'data'],
    ]);
    draft = setField(draft, 'bfs_1', ['params', 'OUTPUT'], 'levels');
    const second = canvasGraph(draft, CATALOGUE, first);
    expect(second.nodes.get('query_1')).toBe(first.nodes.get('query_1'));
    expect(second.nodes.get('pagerank_1')).toBe(first.nodes.get('pagerank_1'));
    expect(second.nodes.get('bfs_1')!.outputs.map(({ name }) => name)).toEqual(['VID', 'LEVEL']);
  });

  it('shows data anchors while an input may come from upstream, and parameters that usually do', () => {
    const { nodes } = canvasGraph(draftOf('Query', 'SSSP', 'DegreeWithTime', 'PageRank'), CATALOGUE);
    const anchors = (id: string) => nodes.get(id)!.inputs.map(({ id: anchor }) => anchor);
    expect(anchors('query_1')).toEqual(['param:name']);
    expect(anchors('sssp_1')).toEqual(['data:src', 'data:dst', 'data:weight', 'param:ROOT']);
    expect(anchors('degreewithtime_1')).toEqual(['data:src', 'data:dst', 'data:time']);
    expect(anchors('pagerank_1')).toEqual(['data:src', 'data:dst']);
  });

  it('keeps an anchor for a column that is read but not given', () => {
    let draft = linked(draftOf('Query', 'PageRank'), 'query_1', 'pagerank_1');
    draft = setField(draft, 'pagerank_1', ['input', 'dst'], 'gone');
    expect(canvasGraph(draft, CATALOGUE).nodes.get('query_1')!.outputs).toContainEqual({
      id: 'column:gone',
      name: 'gone',
      type: undefined,
      exists: false,
    });
  });
});
