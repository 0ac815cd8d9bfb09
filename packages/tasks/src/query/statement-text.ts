import { valueText } from '@orrery/contracts';
import { substituteParameters } from '@orrery/ngql';
import type { ParameterScalar, SubstitutionValue } from '@orrery/ngql';
import type { ResolvedParameter } from '../parameters/resolve-parameters.ts';

/** The statement with its parameters' values in it. Dates and times go in as text, `2024-01-31`. */
export function statementText(query: string, parameters: ReadonlyMap<string, ResolvedParameter>): string {
  const values = new Map<string, SubstitutionValue>();
  for (const [name, value] of parameters) values.set(name, Array.isArray(value) ? value.map(scalar) : scalar(value));
  return substituteParameters(query, values);
}

function scalar(value: unknown): ParameterScalar {
  switch (typeof value) {
    case 'string':
    case 'bigint':
    case 'number':
    case 'boolean':
      return value;
    default:
      return value === null ? null : valueText(value as ResolvedParameter);
  }
}
