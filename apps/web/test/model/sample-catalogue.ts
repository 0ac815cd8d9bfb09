import { clientCatalogue, type CatalogueAnswer } from '../../src/model/client-catalogue.ts';

const vid = { name: 'VID', type: 'vid', help: '' };
const value = { name: 'VALUE', type: 'double', help: '' };
const flag = { name: 'IS_DIRECTED', type: 'bool', default: true, help: '', ours: false };
const common = { citations: [], weight: 'ignored', time: 'ignored', columnCases: [], summary: '' };

/** An answer of GET /api/v1/catalogue, with one algorithm of every shape that the designer tells apart. */
export const ANSWER = {
  engines: ['local'],
  stores: ['local', 'nebula'],
  algorithms: [
    {
      ...common,
      id: 'PageRank',
      category: 'Node importance',
      columns: [vid, value],
      parameters: [
        { name: 'ITERATIONS', type: 'int', default: 10, minimum: 1, maximum: 1000, help: '', ours: false },
        flag,
        { name: 'DAMPING', type: 'double', default: 0.85, minimum: 0, maximum: 1, help: '', ours: false },
      ],
    },
    {
      ...common,
      id: 'BFS',
      category: 'Path',
      columns: [
        { name: 'ROOT', type: 'vid', help: '' },
        { name: 'VISITED', type: 'int64', help: '' },
      ],
      columnCases: [
        { when: { OUTPUT: 'visited' }, columns: [{ name: 'ROOT', type: 'vid', help: '' }] },
        { when: { OUTPUT: 'levels' }, columns: [vid, { name: 'LEVEL', type: 'int64', help: '' }] },
      ],
      parameters: [
        flag,
        { name: 'ROOT', type: 'vid', default: null, help: '', ours: false },
        { name: 'OUTPUT', type: 'enum', default: 'visited', values: ['visited', 'levels'], help: '', ours: true },
      ],
    },
    {
      ...common,
      id: 'SSSP',
      category: 'Path',
      weight: 'used',
      columns: [vid, { name: 'DISTANCE', type: 'double', help: '' }],
      parameters: [{ name: 'ROOT', type: 'vid', default: null, help: '', ours: false }],
    },
    {
      ...common,
      id: 'Jaccard',
      category: 'Similarity',
      columns: [{ name: 'VID1', type: 'vid', help: '' }, { name: 'VID2', type: 'vid', help: '' }, value],
      parameters: [{ name: 'IDS1', type: 'vids', default: [], help: '', ours: false }],
    },
    {
      ...common,
      id: 'DegreeWithTime',
      category: 'Node importance',
      time: 'required',
      columns: [vid, { name: 'BOTH_DEGREE', type: 'int64', help: '' }],
      parameters: [],
    },
  ],
} as unknown as CatalogueAnswer;

export const CATALOGUE = clientCatalogue(ANSWER);

export const STATEMENT = 'MATCH (v1:player{name:${name}})--(v2:player) RETURN id(v1) AS src, id(v2) AS dst';
