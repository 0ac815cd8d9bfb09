import type { Fault, WorkflowDefinition } from '@orrery/contracts';
import { locateFields, parseDefinitionText, shortened, validateDefinition } from '@orrery/workflow';
import type { Catalogue } from '@orrery/contracts';

/** A fault with its place in the file; line and column from 1, undefined where it has none. */
export interface PlacedFault extends Fault {
  readonly line: number | undefined;
  readonly column: number | undefined;
}

export type ReadFile =
  | { readonly ok: true; readonly definition: WorkflowDefinition }
  | { readonly ok: false; readonly faults: readonly PlacedFault[] };

/** Reads and checks a workflow's file as the server would, so that its faults are shown with their lines. */
export function readWorkflowFile(text: string, catalogue: Catalogue): ReadFile {
  const parsed = parseDefinitionText(text);
  if (!parsed.ok) return { ok: false, faults: parsed.faults.map((fault) => ({ path: '', ...fault })) };
  const checked = validateDefinition(parsed.value, catalogue);
  return checked.ok ? checked : { ok: false, faults: placedFaults(text, checked.faults) };
}

/** Faults of the API's checks with their places in the text that was sent. */
export function placedFaults(text: string, faults: readonly Fault[]): PlacedFault[] {
  const places = locateFields(
    text,
    faults.map((fault) => fault.path),
  );
  return faults.map((fault, at) => ({ ...fault, line: places[at]?.line, column: places[at]?.column }));
}

/** A file's name as the name of a workflow: `my flow.yaml` gives `my flow`. */
export function nameOfFile(fileName: string): string {
  const name = fileName.replace(/\.(ya?ml|json)$/i, '').trim();
  return shortened(name === '' ? 'workflow' : name, 127);
}
