import type { WorkflowDefinition } from '@orrery/contracts';
import { useMemo } from 'react';
import { useCatalogue } from '../api/index.ts';
import { clientCatalogue } from '../model/client-catalogue.ts';
import { isIdColumn } from '../model/id-columns.ts';

/** Says which columns of a run's results hold vertex ids; by their names alone until the catalogue is there. */
export function useIdColumns(definition: WorkflowDefinition | undefined) {
  const { data } = useCatalogue();
  return useMemo(() => {
    const catalogue = data === undefined ? undefined : clientCatalogue(data);
    return (task: string, column: string): boolean => isIdColumn(column, task, definition, catalogue);
  }, [data, definition]);
}
