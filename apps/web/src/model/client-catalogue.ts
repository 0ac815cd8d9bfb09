import type {
  AlgorithmCategory,
  AlgorithmDescriptor,
  OutputColumn,
  ParameterDescriptor,
  ParameterValues,
} from '@orrery/contracts';
import type { Catalogue } from '@orrery/contracts';
import type { Data } from '@orrery/sdk';

export type CatalogueAnswer = Data<'getCatalogue'>;

interface ColumnCase {
  readonly when: Readonly<Record<string, string | boolean>>;
  readonly columns: readonly OutputColumn[];
}

/** The server's catalogue as the checks of a definition read it. Memory is estimated by the server alone. */
export function clientCatalogue(answer: CatalogueAnswer): Catalogue {
  const algorithms = answer.algorithms.map((algorithm): [string, AlgorithmDescriptor] => {
    const { id, summary, citations } = algorithm;
    const cases = algorithm.columnCases as readonly ColumnCase[];
    return [
      id,
      {
        id,
        category: algorithm.category as AlgorithmCategory,
        summary,
        parameters: algorithm.parameters as readonly ParameterDescriptor[],
        graph: { weight: algorithm.weight as 'ignored' | 'used', time: algorithm.time as 'ignored' | 'required' },
        columns: (parameters) => columnsOf(cases, parameters) ?? (algorithm.columns as readonly OutputColumn[]),
        memoryBytes: () => Number.NaN,
        citations,
      },
    ];
  });
  return { algorithms: new Map(algorithms), engines: answer.engines, stores: answer.stores };
}

function columnsOf(cases: readonly ColumnCase[], parameters: ParameterValues): readonly OutputColumn[] | undefined {
  return cases.find(({ when }) => Object.entries(when).every(([name, value]) => parameters[name] === value))?.columns;
}
