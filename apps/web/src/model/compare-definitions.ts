import type { WorkflowDefinition } from '@orrery/contracts';
import { printDefinition } from '@orrery/workflow';
import { diffTexts, type DiffRow } from './text-diff.ts';

/**
 * Two definitions as YAML side by side. The order of fields means nothing in a definition, so the second one is
 * printed in the order of the first; `layout`, which is only the canvas' own, is left out unless asked for.
 */
export function compareDefinitions(
  before: WorkflowDefinition,
  after: WorkflowDefinition,
  options: { readonly withLayout?: boolean } = {},
): DiffRow[] {
  const shown = ({ layout, ...rest }: WorkflowDefinition): WorkflowDefinition =>
    options.withLayout === true && layout !== undefined ? { ...rest, layout } : rest;
  const left = shown(before);
  return diffTexts(printDefinition(left, 'yaml'), printDefinition(inOrderOf(left, shown(after)), 'yaml'));
}

/** `value` with its keys in the order that `model` has them; keys that only it has come last. */
export function inOrderOf<T>(model: unknown, value: T): T {
  if (!isPlain(model) || !isPlain(value)) return value;
  const place = new Map(Object.keys(model).map((key, index) => [key, index]));
  const keys = Object.keys(value).toSorted((a, b) => (place.get(a) ?? place.size) - (place.get(b) ?? place.size));
  return Object.fromEntries(keys.map((key) => [key, inOrderOf(model[key], value[key])])) as T;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
