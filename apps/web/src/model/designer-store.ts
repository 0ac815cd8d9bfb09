import { stringifyLossless, type Catalogue, type Fault } from '@orrery/contracts';
import { canvasGraph, type CanvasGraph } from './canvas-graph.ts';
import { addTask, deleteTasks, moveTasks, renameTask, setField } from './commands.ts';
import { connect, disconnect, type Connection, type ConnectionEnds } from './connect.ts';
import { emptyDraft, type Draft, type Position } from './draft.ts';
import { draftFaults, faultsByTask, type PlacedFault } from './faults.ts';
import { edited, historyOf, redo, seal, undo, type History } from './history.ts';
import { automaticLayout, freePosition, withCompleteLayout } from './layout.ts';
import { copyText, pasteText } from './clipboard.ts';

/** Why a task failed in a job, at the field that it comes from. */
export interface Failure extends PlacedFault {
  readonly jobId: number;
}

export interface DesignerState {
  readonly history: History<Draft>;
  readonly draft: Draft;
  readonly graph: CanvasGraph;
  readonly faults: readonly PlacedFault[];
  readonly faultsByTask: ReadonlyMap<string, readonly PlacedFault[]>;
  readonly selectedTasks: ReadonlySet<string>;
  readonly selectedEdges: ReadonlySet<string>;
  /** What a job came upon, until its component is edited. */
  readonly failure: Failure | undefined;
  /** What the server has. */
  readonly saved: Draft;
  readonly isDirty: boolean;
  /** A place that the view is asked to show; a new object each time. */
  readonly jump: { readonly task: string | undefined; readonly field: readonly string[] } | undefined;
}

const NONE: ReadonlySet<string> = new Set();
const BESIDE = 300;

/**
 * The designer's state: the draft with its history, what follows from it (graph, faults), and the selection. Views
 * subscribe; every change is one method.
 */
export class DesignerStore {
  readonly #catalogue: Catalogue;
  readonly #listeners = new Set<() => void>();
  #state: DesignerState;

  constructor(catalogue: Catalogue, definition: Draft = emptyDraft()) {
    this.#catalogue = catalogue;
    this.#state = this.#opened(definition);
  }

  get catalogue(): Catalogue {
    return this.#catalogue;
  }

  readonly state = (): DesignerState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Another definition, as the server has it: nothing to undo, nothing unsaved. */
  open(definition: Draft): void {
    this.#publish(this.#opened(definition));
  }

  /** Takes a definition over as an edit: a version that is restored, a draft that was kept. */
  replace(definition: Draft): void {
    const graph = canvasGraph(definition, this.#catalogue);
    this.edit(() => withCompleteLayout(definition, graph));
  }

  /** One step of undo; steps in a row under one `key` join. */
  edit(change: (draft: Draft) => Draft, key?: string): void {
    this.#show(edited(this.#state.history, change(this.#state.draft), key));
  }

  /** The next edit is a step of its own. */
  seal(): void {
    this.#state = { ...this.#state, history: seal(this.#state.history) };
  }

  undo(): void {
    this.#show(undo(this.#state.history));
  }

  redo(): void {
    this.#show(redo(this.#state.history));
  }

  /** The draft is now what the server has. Edits since it was sent stay unsaved. */
  markSaved(sent: Draft): void {
    this.#publish({ ...this.#state, saved: sent, isDirty: !isSame(this.#state.draft, sent) });
  }

  select(tasks: ReadonlySet<string>, edges: ReadonlySet<string> = NONE): void {
    const { selectedTasks, selectedEdges } = this.#state;
    if (isEqual(tasks, selectedTasks) && isEqual(edges, selectedEdges)) return;
    this.#publish({ ...this.#state, history: seal(this.#state.history), selectedTasks: tasks, selectedEdges: edges });
  }

  selectAll(): void {
    this.select(new Set(Object.keys(this.#state.draft.tasks)));
  }

  /** A new component at a place, else right of the selected one, which feeds it where it can. @returns its id */
  add(type: string, space: string, at?: Position): string {
    const { draft, selectedTasks } = this.#state;
    const [only] = selectedTasks;
    const anchor = selectedTasks.size === 1 ? draft.layout?.[only!] : undefined;
    const beside = anchor === undefined ? nextPlace(draft) : { x: anchor.x + BESIDE, y: anchor.y };
    const added = addTask(draft, type, at ?? beside, space);
    const { id } = added;
    const graph = canvasGraph(added.draft, this.#catalogue, this.#state.graph);
    const free = at ?? freePosition(added.draft, graph, id, beside);
    this.edit(() => moveTasks(added.draft, new Map([[id, free]])));
    this.select(new Set([id]));
    return id;
  }

  /** Gives a query that has no space yet the one to begin with, as part of the step that added it. */
  fillSpace(id: string, space: string): void {
    const { draft, history } = this.#state;
    const task = draft.tasks[id];
    if (task === undefined || !('space' in task) || task.space !== '') return;
    this.#show({ ...history, present: setField(draft, id, ['space'], space) });
  }

  connect(ends: ConnectionEnds): Connection {
    const connection = connect(this.#state.draft, this.#catalogue, ends);
    if (connection.ok) this.edit(() => connection.draft);
    return connection;
  }

  /** Takes away what is selected. */
  deleteSelection(): void {
    const { selectedTasks, selectedEdges, graph } = this.#state;
    if (selectedTasks.size === 0 && selectedEdges.size === 0) return;
    this.edit((draft) => {
      let next = draft;
      for (const edge of graph.edges) if (selectedEdges.has(edge.id)) next = disconnect(next, edge);
      return selectedTasks.size === 0 ? next : deleteTasks(next, selectedTasks);
    });
    this.select(NONE);
  }

  rename(id: string, newId: string): void {
    this.edit((draft) => renameTask(draft, id, newId));
    this.select(new Set([newId]));
  }

  copy(): string | undefined {
    const { draft, selectedTasks } = this.#state;
    return selectedTasks.size === 0 ? undefined : copyText(draft, selectedTasks);
  }

  /** @returns why the text can't be pasted, or how many components came */
  paste(text: string, at?: Position): { readonly count: number } | { readonly fault: Omit<Fault, 'path'> | undefined } {
    const pasted = pasteText(this.#state.draft, text, this.#catalogue, at);
    if (!pasted.ok) return { fault: pasted.fault };
    this.edit(() => pasted.draft);
    this.select(pasted.ids);
    return { count: pasted.ids.size };
  }

  arrange(): void {
    const { draft, graph } = this.#state;
    this.edit(() => ({ ...draft, layout: Object.fromEntries(automaticLayout(draft, graph)) }));
  }

  /** Selects the component of a fault and asks the view to show the field. */
  jumpTo(task: string | undefined, field: readonly string[]): void {
    if (task !== undefined && Object.hasOwn(this.#state.draft.tasks, task)) this.select(new Set([task]));
    this.#publish({ ...this.#state, jump: { task, field } });
  }

  /** Shows beside the draft's own faults why a task failed; it stops nothing from being saved. */
  showFailure(failure: Failure): void {
    this.#publish({ ...this.#state, failure });
  }

  #opened(definition: Draft): DesignerState {
    const draft = withCompleteLayout(definition, canvasGraph(definition, this.#catalogue));
    const graph = canvasGraph(draft, this.#catalogue);
    const faults = isEmpty(draft) ? [] : draftFaults(draft, this.#catalogue);
    return {
      history: historyOf(draft),
      draft,
      graph,
      faults,
      faultsByTask: faultsByTask(faults),
      selectedTasks: NONE,
      selectedEdges: NONE,
      failure: undefined,
      saved: draft,
      isDirty: false,
      jump: undefined,
    };
  }

  #show(history: History<Draft>): void {
    const before = this.#state;
    const draft = history.present;
    if (history === before.history) return;
    const moved = draft.tasks === before.draft.tasks && draft.name === before.draft.name;
    const faults = moved ? before.faults : isEmpty(draft) ? [] : draftFaults(draft, this.#catalogue);
    const graph = canvasGraph(draft, this.#catalogue, before.graph);
    const failed = before.failure?.task;
    const isStill = failed !== undefined && draft.tasks[failed] === before.draft.tasks[failed];
    this.#publish({
      ...before,
      failure: isStill ? before.failure : undefined,
      history,
      draft,
      graph,
      faults,
      faultsByTask: moved ? before.faultsByTask : faultsByTask(faults, before.faultsByTask),
      selectedTasks: kept(before.selectedTasks, (id) => Object.hasOwn(draft.tasks, id)),
      selectedEdges: kept(before.selectedEdges, (id) => graph.edges.some((edge) => edge.id === id)),
      isDirty: !isSame(draft, before.saved),
    });
  }

  #publish(state: DesignerState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

function isEmpty(draft: Draft): boolean {
  return Object.keys(draft.tasks).length === 0;
}

function isSame(a: Draft, b: Draft): boolean {
  return a === b || stringifyLossless(a) === stringifyLossless(b);
}

function isEqual(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a === b || (a.size === b.size && [...a].every((id) => b.has(id)));
}

/** The same set where nothing falls out. */
function kept(ids: ReadonlySet<string>, stays: (id: string) => boolean): ReadonlySet<string> {
  const left = [...ids].filter(stays);
  return left.length === ids.size ? ids : new Set(left);
}

/** Below the leftmost column of components, or the first place of an empty canvas. */
function nextPlace(draft: Draft): Position {
  const places = Object.values(draft.layout ?? {});
  if (places.length === 0) return { x: 80, y: 120 };
  return { x: Math.max(...places.map(({ x }) => x)) + BESIDE, y: Math.min(...places.map(({ y }) => y)) };
}
