import { Type } from 'typebox';
import { endpoint, type Api } from '../http/endpoint.ts';
import type { ManagementParts } from './management-parts.ts';

const tags = ['Catalogue'] as const;

/** The files that workflows can read edges from. */
export function registerInputFiles(api: Api, { dependencies }: ManagementParts): void {
  const { inputFiles } = dependencies;
  api.get(
    '/files',
    {
      schema: endpoint({
        operationId: 'listInputFiles',
        tags,
        summary: 'CSV and Parquet files below the configured folders',
        data: Type.Object({
          items: Type.Array(Type.String(), { description: 'As `input.file` of a task names them' }),
          isComplete: Type.Boolean({ description: 'false: there are too many to list all' }),
        }),
        errors: [],
      }),
    },
    async () => {
      const { files, isComplete } = await inputFiles.list();
      return { items: [...files], isComplete };
    },
  );
  api.get(
    '/files/columns',
    {
      schema: endpoint({
        operationId: 'listFileColumns',
        tags,
        summary: 'Names of a file’s columns, by its header or schema',
        querystring: Type.Object({
          file: Type.String({ minLength: 1, maxLength: 4096 }),
          header: Type.Optional(Type.Boolean({ description: 'Of a CSV; without one columns are called "0", "1", …' })),
          delimiter: Type.Optional(Type.String({ minLength: 1, maxLength: 1, description: 'Of a CSV' })),
        }),
        data: Type.Object({ items: Type.Array(Type.String()) }),
        errors: ['ErrParam', 'ErrForbidden', 'ErrNotFound'],
      }),
    },
    async (request) => ({ items: [...(await inputFiles.columns(request.query))] }),
  );
}
