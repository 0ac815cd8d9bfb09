import type { AlgorithmDescriptor, VertexId } from '@orrery/contracts';

export type Given = Record<string, unknown>;

/** Something for what has no default that holds on every graph: vertices, and a range of times that holds all. */
export function given({ parameters }: AlgorithmDescriptor, vid: VertexId | undefined): Given {
  const filled: Given = {};
  for (const { name, type, default: value } of parameters) {
    const isAny = value === '-1' || (Array.isArray(value) ? value.length === 0 : value === '');
    if (type.startsWith('vid') && !isAny) filled[name] = type === 'vids' ? [vid ?? '1'] : (vid ?? '1');
    else if (value === null) filled[name] = name.startsWith('BEGIN') ? '1970-01-01 00:00:00' : '2100-01-01 00:00:00';
  }
  return filled;
}

export function takes({ parameters }: AlgorithmDescriptor, name: string): boolean {
  return parameters.some((parameter) => parameter.name === name);
}

/** Rounds, samples and steps without end, so that a run lasts, and walks that look at whole neighbourhoods. */
export function endless({ parameters }: AlgorithmDescriptor): Given {
  const raw: Given = {};
  for (const { name, type, maximum, minimum } of parameters) {
    if (/^(.*_)?iter(ation|ations)?$/i.test(name)) raw[name] = Math.min(maximum ?? 100_000, 100_000);
    if (/^(EPS|pagerank_threshold)$/.test(name)) raw[name] = minimum ?? 1e-300;
    if (name.endsWith('SAMPLES')) raw[name] = 0;
    if (name === 'STEP') raw[name] = -1;
    if (type === 'int' && name === 'step') raw[name] = 200;
    if (type === 'int' && name === 'epoch') raw[name] = 20;
    if (/^[pq]$/.test(name)) raw[name] = 1000;
  }
  return raw;
}

/** Nothing, and every value of every parameter that has a list of them. */
export function choices({ parameters }: AlgorithmDescriptor): Given[] {
  return [{}, ...parameters.flatMap(({ name, values = [] }) => values.map((value) => ({ [name]: value })))];
}
