import { describe, expect, it } from 'vitest';
import { ngqlCompletions, type SpaceSchema } from '../../src/model/ngql-completion.ts';

const property = (name: string, type: string) => ({ name, type, nullable: true });
const SCHEMA: SpaceSchema = {
  tags: [
    { name: 'player', properties: [property('name', 'string'), property('age', 'int64')] },
    { name: 'team', properties: [property('name', 'string')] },
  ],
  edges: [
    { name: 'follow', properties: [property('degree', 'int64')] },
    { name: 'order', properties: [] },
  ],
};

/** Labels offered at the bar of the text. */
function offered(marked: string): string[] | undefined {
  const offset = marked.indexOf('|@');
  const found = ngqlCompletions(marked.replace('|@', ''), offset, SCHEMA, ['name']);
  return found?.options.map(({ label }) => label);
}

describe('completion of nGQL', () => {
  it('offers tags after a colon in a vertex, edge types in an edge', () => {
    expect(offered('MATCH (v:|@')).toEqual(['player', 'team']);
    expect(offered('MATCH (v:pl|@')).toEqual(['player', 'team']);
    expect(offered('MATCH (v)-[e:|@')).toEqual(['follow', 'order']);
    expect(offered('GO FROM "a" OVER |@')).toEqual(['follow', 'order']);
    expect(offered('GO FROM "a" OVER follow, |@')).toEqual(['follow', 'order']);
  });

  it('offers properties of the owner after a point and in a pattern', () => {
    expect(offered('MATCH (v:player) RETURN v.player.|@')).toEqual(['name', 'age']);
    expect(offered('MATCH (v:player) RETURN v.|@')).toEqual(['player', 'team', 'name', 'age', 'degree']);
    expect(offered('MATCH (v:player{|@')).toEqual(['name', 'age']);
    expect(offered('MATCH (v:player{name: "x", a|@')).toEqual(['name', 'age']);
  });

  it('offers keywords, functions and names elsewhere', () => {
    const labels = offered('MA|@')!;
    for (const label of ['MATCH', 'count', 'id', 'player', 'follow']) expect(labels).toContain(label);
  });

  it('offers known parameters, and nothing in strings, comments and new names', () => {
    expect(offered('MATCH (v{name: ${|@')).toEqual(['name']);
    expect(offered('MATCH (v{name: "Ti|@')).toBeUndefined();
    expect(offered('# MA|@')).toBeUndefined();
    expect(offered('# note\nMA|@')).toContain('MATCH');
    expect(offered('MATCH (v) RETURN id(v) AS d|@')).toBeUndefined();
  });

  it('writes names that are keywords in backticks', () => {
    const { options } = ngqlCompletions('GO FROM 1 OVER ', 15, SCHEMA)!;
    expect(options.find(({ label }) => label === 'order')!.apply).toBe('`order`');
  });
});
