import { expect, it } from 'vitest';
import { describeSpace, describeVidType, listSpaces } from '../src/index.ts';
import { RunningGraph } from './running-graph.ts';

const running = new RunningGraph();

it('reads spaces and their whole schema', async () => {
  using loan = await running.pool.acquire(running.root);
  expect(await listSpaces(loan.session)).toEqual(['social', 'numbers']);
  const schema = await describeSpace(loan.session, 'social');
  expect(schema).toMatchObject({ space: 'social', vidType: 'string', vidTypeText: 'FIXED_STRING(8)' });
  expect(schema.tags).toEqual([
    {
      name: 'person',
      properties: [
        { name: 'name', type: 'string', nullable: true },
        { name: 'score', type: 'double', nullable: true },
        { name: 'age', type: 'int64', nullable: false, comment: 'in years' },
      ],
    },
  ]);
  expect(schema.edges.map(({ name, properties }) => [name, properties.length])).toEqual([['knows', 4]]);
  expect(schema.indexes).toEqual([
    { name: 'person_name', on: 'tag', schemaName: 'person', properties: ['name', 'age'] },
  ]);
  expect(await describeVidType(loan.session, 'numbers')).toEqual({
    vidType: 'int64',
    spaceId: 1,
    maxBytes: undefined,
    text: 'INT64',
  });
  await expect(describeSpace(loan.session, 'nowhere')).rejects.toMatchObject({ kind: 'statement' });
});
