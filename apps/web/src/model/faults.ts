import type { Catalogue, Fault } from '@orrery/contracts';
import { pathKeys, validateDefinition } from '@orrery/workflow';
import type { Draft } from './draft.ts';

/** A fault with the component and the field of its panel that it belongs to. */
export interface PlacedFault extends Fault {
  /** Undefined for faults of the workflow itself. */
  readonly task: string | undefined;
  /** Keys below the task: `['params', 'ITERATIONS']`; empty for faults of the whole component. */
  readonly field: readonly string[];
}

/** Every fault of the draft, in the order of its fields. Empty means that it can be saved. */
export function draftFaults(draft: Draft, catalogue: Catalogue): readonly PlacedFault[] {
  const { layout: _layout, ...content } = draft;
  const checked = validateDefinition(content, catalogue);
  return checked.ok ? [] : placeFaults(checked.faults);
}

/** Faults as a server reports them, placed. */
export function placeFaults(faults: readonly Fault[]): PlacedFault[] {
  return faults.map((fault) => {
    const [head, task, ...field] = pathKeys(fault.path).map(String);
    const isTask = head === 'tasks' && task !== undefined;
    return {
      ...fault,
      task: isTask ? task : undefined,
      field: isTask ? field : head === undefined ? [] : [head],
    };
  });
}

/** Faults of each component; the same list for a component whose faults did not change since `previous`. */
export function faultsByTask(
  faults: readonly PlacedFault[],
  previous?: ReadonlyMap<string, readonly PlacedFault[]>,
): ReadonlyMap<string, readonly PlacedFault[]> {
  const grouped = Map.groupBy(
    faults.filter(({ task }) => task !== undefined),
    ({ task }) => task!,
  );
  return new Map(
    [...grouped].map(([id, own]) => {
      const known = previous?.get(id);
      const same =
        known?.length === own.length &&
        known.every(({ path, message }, i) => path === own[i]!.path && message === own[i]!.message);
      return [id, same ? known : own];
    }),
  );
}

/** The first fault at a field or below it. */
export function faultAt(faults: readonly PlacedFault[], ...field: readonly string[]): PlacedFault | undefined {
  return faults.find((fault) => field.every((key, index) => fault.field[index] === key));
}
