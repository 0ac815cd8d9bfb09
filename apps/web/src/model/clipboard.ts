import { isRecord, parseDefinitionText, printDefinition, validateDefinition } from '@orrery/workflow';
import type { Catalogue, Fault, TaskDefinition } from '@orrery/contracts';
import type { Draft, Position } from './draft.ts';
import { editReferences } from './references.ts';
import { proposeCopyId } from './task-ids.ts';

/** Components as the text of a definition: what a person can also paste into a file. */
export function copyText(draft: Draft, ids: ReadonlySet<string>): string {
  const chosen = <T>(record: Record<string, T>) =>
    Object.fromEntries(Object.entries(record).filter(([id]) => ids.has(id)));
  return printDefinition({ tasks: chosen(draft.tasks), layout: chosen(draft.layout ?? {}) }, 'yaml');
}

export type Pasted =
  | { readonly ok: true; readonly draft: Draft; readonly ids: ReadonlySet<string> }
  | { readonly ok: false; readonly fault: Omit<Fault, 'path'> | undefined };

/**
 * The draft with the components of a definition's text under free ids. References between them follow the new ids,
 * those to components that exist here stay, others are taken away. Boxes keep their places to each other: they start
 * at `at`, or a step beside where they were copied.
 */
export function pasteText(draft: Draft, text: string, catalogue: Catalogue, at?: Position): Pasted {
  const parsed = parseDefinitionText(text);
  if (!parsed.ok) return { ok: false, fault: parsed.faults[0] };
  const checked = validateDefinition(parsed.value, catalogue);
  const whole = checked.ok ? checked.definition : (parsed.value as unknown as Draft);
  if (!holdsComponents(whole)) return { ok: false, fault: checked.ok ? undefined : checked.faults[0] };
  const taken = new Set(Object.keys(draft.tasks));
  const newIds = new Map<string, string>();
  for (const id of Object.keys(whole.tasks)) {
    const free = proposeCopyId(id, taken);
    newIds.set(id, free);
    taken.add(free);
  }
  const pasted = Object.entries(whole.tasks).map(([id, task]): [string, TaskDefinition] => [
    newIds.get(id)!,
    editReferences(task, {
      task: (from) => newIds.get(from) ?? (Object.hasOwn(draft.tasks, from) ? from : undefined),
    }),
  ]);
  const layout = placed(whole, newIds, at);
  return {
    ok: true,
    ids: new Set(newIds.values()),
    draft: {
      ...draft,
      tasks: { ...draft.tasks, ...Object.fromEntries(pasted) },
      layout: { ...draft.layout, ...layout },
    },
  };
}

const PASTE_STEP = 40;

function placed(whole: Draft, newIds: ReadonlyMap<string, string>, at: Position | undefined) {
  const known = Object.entries(whole.layout ?? {}).map(
    ([id, { x, y }]) => [id, { x: Number(x), y: Number(y) }] as const,
  );
  const left = Math.min(...known.map(([, { x }]) => x));
  const top = Math.min(...known.map(([, { y }]) => y));
  const shift = at === undefined ? { x: PASTE_STEP, y: PASTE_STEP } : { x: at.x - left, y: at.y - top };
  const positions = new Map(known);
  let stacked = 0;
  return Object.fromEntries(
    [...newIds].map(([id, newId]) => {
      const own = positions.get(id);
      const { x, y } = own ?? { x: at?.x ?? 0, y: (at?.y ?? 0) + 160 * stacked++ };
      const moved = own === undefined ? { x, y } : { x: x + shift.x, y: y + shift.y };
      return [newId, { x: Math.round(moved.x), y: Math.round(moved.y) }];
    }),
  );
}

/** False of a text with no components at all; what is wrong inside of them shows on the canvas. */
function holdsComponents(value: unknown): boolean {
  if (!isRecord(value) || !isRecord(value['tasks']) || Object.keys(value['tasks']).length === 0) return false;
  return Object.entries(value['tasks']).every(
    ([id, task]) =>
      /^[a-z][a-z0-9_]{0,62}$/.test(id) &&
      isRecord(task) &&
      typeof task['type'] === 'string' &&
      (task['type'] !== 'Query' || typeof task['query'] === 'string') &&
      (task['params'] === undefined || isRecord(task['params'])) &&
      (task['input'] === undefined || isRecord(task['input'])) &&
      (task['after'] === undefined || Array.isArray(task['after'])),
  );
}
