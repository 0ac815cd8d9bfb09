import { algorithms } from '@orrery/analytics';
import { coerceParameters, PLACEHOLDER_VALUE, type AlgorithmDescriptor } from '@orrery/contracts';
import { expect, it } from 'vitest';
import { catalogueZh } from '../../apps/web/src/i18n/catalogue.zh.ts';

/** Names of the columns for every choice of its enums and flags, each alone. */
function columnNames(descriptor: AlgorithmDescriptor): Set<string> {
  const needed = descriptor.parameters
    .filter((known) => known.default === null)
    .map(({ name }) => [name, PLACEHOLDER_VALUE] as const);
  const choices = descriptor.parameters.flatMap(({ name, type, values }) =>
    (type === 'bool' ? [true, false] : (values ?? [])).map((value) => ({ [name]: value })),
  );
  return new Set(
    [{}, ...choices].flatMap((given) => {
      const coerced = coerceParameters(descriptor, { ...Object.fromEntries(needed), ...given });
      if (!coerced.ok) throw new Error(`${descriptor.id}: ${coerced.faults[0]?.message}`);
      return descriptor.columns(coerced.values).map(({ name }) => name);
    }),
  );
}

/** Everything that the catalogue says in words: `PageRank.parameters.EPS`. */
function keysOfDescriptors(): string[] {
  return [...algorithms.values()].flatMap((descriptor) => [
    `${descriptor.id}.summary`,
    ...descriptor.parameters.map(({ name }) => `${descriptor.id}.parameters.${name}`),
    ...[...columnNames(descriptor)].map((name) => `${descriptor.id}.columns.${name}`),
  ]);
}

function keysOfTexts(): string[] {
  return Object.entries(catalogueZh).flatMap(([id, { summary, parameters, columns }]) =>
    [
      [`${id}.summary`, summary],
      ...Object.entries(parameters).map(([name, text]) => [`${id}.parameters.${name}`, text]),
      ...Object.entries(columns).map(([name, text]) => [`${id}.columns.${name}`, text]),
    ].flatMap(([key, text]) => (/\S/.test(text!) ? [key!] : [])),
  );
}

it('every algorithm, parameter and column has a Chinese text, and there are no others', () => {
  const [wanted, present] = [new Set(keysOfDescriptors()), new Set(keysOfTexts())];
  const missing = [...wanted].filter((key) => !present.has(key));
  const unknown = [...present].filter((key) => !wanted.has(key));
  expect(missing, 'add these Chinese texts to apps/web/src/i18n/catalogue.zh.ts').toEqual([]);
  expect(unknown, 'no algorithm has these: take them out of apps/web/src/i18n/catalogue.zh.ts').toEqual([]);
});
