import type { QueryTask } from '@orrery/contracts';
import { describe, expect, it } from 'vitest';
import { addTask, deleteTasks, moveTasks, renameTask, setField, setStatement } from '../../src/model/commands.ts';
import { connect } from '../../src/model/connect.ts';
import { emptyDraft, type Draft } from '../../src/model/draft.ts';
import { renameColumn } from '../../src/model/rename-column.ts';
import { proposeCopyId, proposeTaskId, taskIdFault } from '../../src/model/task-ids.ts';
import { CATALOGUE, STATEMENT } from './sample-catalogue.ts';

function sample(): Draft {
  let draft = emptyDraft();
  ({ draft } = addTask(draft, 'Query', { x: 0, y: 0 }, 'basketballplayer'));
  draft = setStatement(draft, 'query_1', STATEMENT);
  ({ draft } = addTask(draft, 'PageRank', { x: 300.4, y: 0 }, ''));
  ({ draft } = addTask(draft, 'BFS', { x: 300, y: 200 }, ''));
  for (const [target, targetAnchor, sourceAnchor] of [
    ['pagerank_1', 'in', 'out'],
    ['bfs_1', 'in', 'out'],
    ['bfs_1', 'param:ROOT', 'column:src'],
  ] as const) {
    const connection = connect(draft, CATALOGUE, { source: 'query_1', sourceAnchor, target, targetAnchor });
    if (!connection.ok) throw new Error(connection.refusal.reason);
    draft = connection.draft;
  }
  return draft;
}

describe('ids', () => {
  it('proposes the type with the lowest free number', () => {
    expect(proposeTaskId('PageRank', new Set(['pagerank_1', 'pagerank_3']))).toBe('pagerank_2');
    expect(proposeTaskId('Tree_stat', new Set())).toBe('tree_stat_1');
  });

  it('proposes ids for copies that keep the stem', () => {
    expect(proposeCopyId('query_1', new Set(['query_1']))).toBe('query_2');
    expect(proposeCopyId('ranking', new Set(['ranking', 'ranking_2']))).toBe('ranking_3');
    expect(proposeCopyId('query_7', new Set(['query_1']))).toBe('query_7');
  });

  it('says why an id is refused', () => {
    expect(taskIdFault('Query', 'query_1', new Set())).toBe('pattern');
    expect(taskIdFault('bfs_1', 'query_1', new Set(['bfs_1', 'query_1']))).toBe('taken');
    expect(taskIdFault('query_1', 'query_1', new Set(['query_1']))).toBeUndefined();
  });
});

describe('edits of a draft', () => {
  it('renames a task in its place and in every reference', () => {
    const before = setField(sample(), 'bfs_1', ['after'], ['query_1']);
    const draft = renameTask(before, 'query_1', 'players');
    expect(Object.keys(draft.tasks)).toEqual(['players', 'pagerank_1', 'bfs_1']);
    expect(draft.tasks['pagerank_1']).toMatchObject({ input: { from: 'players', src: 'src', dst: 'dst' } });
    expect(draft.tasks['bfs_1']).toMatchObject({
      params: { ROOT: { from: 'players', column: 'src', row: 0 } },
      after: ['players'],
    });
    expect(Object.keys(draft.layout!)).toEqual(['players', 'pagerank_1', 'bfs_1']);
    expect(JSON.stringify(draft)).not.toContain('query_1');
  });

  it('deletes tasks with what refers to them and leaves the others as they are', () => {
    const before = sample();
    const draft = deleteTasks(before, new Set(['query_1']));
    expect(draft.tasks).toEqual({ pagerank_1: { type: 'PageRank' }, bfs_1: { type: 'BFS' } });
    expect(Object.keys(draft.layout!)).toEqual(['pagerank_1', 'bfs_1']);
    const other = deleteTasks(before, new Set(['pagerank_1']));
    expect(other.tasks['bfs_1']).toBe(before.tasks['bfs_1']);
  });

  it('takes maps away that a cleared field leaves empty', () => {
    let draft = setField(sample(), 'pagerank_1', ['params', 'ITERATIONS'], 20);
    draft = setField(draft, 'pagerank_1', ['execution', 'threads'], 2);
    expect(draft.tasks['pagerank_1']).toMatchObject({ params: { ITERATIONS: 20 }, execution: { threads: 2 } });
    draft = setField(draft, 'pagerank_1', ['params', 'ITERATIONS'], undefined);
    draft = setField(draft, 'pagerank_1', ['execution', 'threads'], undefined);
    expect(Object.keys(draft.tasks['pagerank_1']!)).toEqual(['type', 'input']);
  });

  it('keeps whole pixels and the identity of tasks when moving', () => {
    const before = sample();
    const draft = moveTasks(before, new Map([['pagerank_1', { x: 10.6, y: -3.2 }]]));
    expect(draft.layout!['pagerank_1']).toEqual({ x: 11, y: -3 });
    expect(draft.tasks).toBe(before.tasks);
  });

  it('drops defaults of parameters that a statement has lost, but not while it does not parse', () => {
    let draft = setField(sample(), 'query_1', ['params', 'name'], 'Tim Duncan');
    draft = setStatement(draft, 'query_1', 'MATCH (v1:player{name:');
    expect((draft.tasks['query_1'] as QueryTask).params).toEqual({ name: 'Tim Duncan' });
    draft = setStatement(draft, 'query_1', 'YIELD 1 AS one');
    expect((draft.tasks['query_1'] as QueryTask).params).toBeUndefined();
  });
});

describe('rename of a result column', () => {
  it('changes the alias in the statement and every reference to it', () => {
    const draft = renameColumn(sample(), 'query_1', 'src', 'player id')!;
    expect((draft.tasks['query_1'] as QueryTask).query).toBe(
      'MATCH (v1:player{name:${name}})--(v2:player) RETURN id(v1) AS `player id`, id(v2) AS dst',
    );
    expect(draft.tasks['pagerank_1']).toMatchObject({ input: { src: 'player id', dst: 'dst' } });
    expect(draft.tasks['bfs_1']).toMatchObject({ params: { ROOT: { column: 'player id' } } });
  });

  it('adds an alias where the column has none', () => {
    const draft = setStatement(
      sample(),
      'query_1',
      'GO FROM "a" OVER follow YIELD dst(edge), src(edge) AS s | LIMIT 3',
    );
    expect((renameColumn(draft, 'query_1', 'dst(EDGE)', 'to')!.tasks['query_1'] as QueryTask).query).toBe(
      'GO FROM "a" OVER follow YIELD dst(edge) AS `to`, src(edge) AS s | LIMIT 3',
    );
  });

  it('refuses names that the result has already, and columns that no alias can name', () => {
    expect(renameColumn(sample(), 'query_1', 'src', 'dst')).toBeUndefined();
    expect(renameColumn(sample(), 'pagerank_1', 'VID', 'id')).toBeUndefined();
    expect(renameColumn(setStatement(sample(), 'query_1', 'SHOW SPACES'), 'query_1', 'Name', 'n')).toBeUndefined();
  });
});
