import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  completionStatus,
  moveCompletionSelection,
} from '@codemirror/autocomplete';
import type { CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching } from '@codemirror/language';
import { linter } from '@codemirror/lint';
import { Compartment, EditorState } from '@codemirror/state';
import { EditorView, keymap, lineNumbers, placeholder as placeholderOf } from '@codemirror/view';
import { describeStatement } from '@orrery/ngql';
import { useEffect, useRef } from 'react';
import { ngqlCompletions, type CompletionKind, type SpaceSchema } from '../../model/ngql-completion.ts';
import { ngqlLanguage } from './ngql-language.ts';
import { ngqlTheme } from './ngql-theme.ts';

export interface NgqlEditorProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Focus has left: the edits so far are one step of the undo. */
  readonly onBlur?: () => void;
  readonly schema: SpaceSchema | undefined;
  /** Names that the statement has parameters of. */
  readonly parameters: readonly string[];
  readonly label: string;
  readonly placeholder: string;
  readonly describedBy?: string;
  readonly isInvalid: boolean;
  /** Ctrl+Enter. */
  readonly onTry?: () => void;
}

const TYPES: Readonly<Record<CompletionKind, string>> = {
  keyword: 'keyword',
  function: 'function',
  tag: 'class',
  edge: 'interface',
  property: 'property',
  parameter: 'variable',
};

const LINT_DELAY_MS = 150;

/** An editor of an nGQL statement. Undo inside of it is its own while it has the focus. */
export function NgqlEditor(props: NgqlEditorProps) {
  const { value, label, describedBy, isInvalid } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const attributes = useRef(new Compartment());
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    const complete = ({ state, pos, explicit }: CompletionContext): CompletionResult | null => {
      const text = state.doc.toString();
      const found = ngqlCompletions(text, pos, latest.current.schema, latest.current.parameters);
      if (found === undefined || (!explicit && found.from === pos && !/[.:{\s]/.test(text[pos - 1] ?? ''))) return null;
      if (!explicit && found.from === pos && found.options.length > 60) return null;
      return {
        from: found.from,
        validFor: /^[\p{L}\p{N}_]*$/u,
        options: found.options.map(({ label: text_, apply, kind, detail, boost }) => ({
          label: text_,
          apply,
          type: TYPES[kind],
          ...(detail === undefined ? {} : { detail }),
          ...(boost === undefined ? {} : { boost }),
        })),
      };
    };
    const editor = new EditorView({
      parent: host.current!,
      state: EditorState.create({
        doc: latest.current.value,
        extensions: [
          lineNumbers(),
          history(),
          bracketMatching(),
          closeBrackets(),
          // Enter is a new line until an arrow has chosen something: what was typed is never replaced unasked.
          autocompletion({ override: [complete], icons: false, selectOnOpen: false, interactionDelay: 0 }),
          ngqlLanguage,
          ngqlTheme,
          EditorView.lineWrapping,
          placeholderOf(latest.current.placeholder),
          attributes.current.of([]),
          linter(statementFaults, { delay: LINT_DELAY_MS }),
          keymap.of([
            { key: 'Mod-Enter', run: () => (latest.current.onTry?.(), true) },
            { key: 'Tab', run: acceptFirst },
            ...closeBracketsKeymap,
            ...defaultKeymap,
            ...historyKeymap,
            ...completionKeymap,
          ]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) {
              const text = update.state.doc.toString();
              if (text !== latest.current.value) latest.current.onChange(text);
            }
            if (update.focusChanged && !update.view.hasFocus) latest.current.onBlur?.();
          }),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, []);

  useEffect(() => {
    view.current?.dispatch({
      effects: attributes.current.reconfigure(
        EditorView.contentAttributes.of({
          'aria-label': label,
          'aria-invalid': String(isInvalid),
          ...(describedBy === undefined ? {} : { 'aria-describedby': describedBy }),
        }),
      ),
    });
  }, [label, describedBy, isInvalid]);

  useEffect(() => {
    const editor = view.current;
    if (editor === undefined || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);

  return <div ref={host} data-field="query" />;
}

/** Takes the chosen completion, else the first one shown. */
function acceptFirst(view: EditorView): boolean {
  if (completionStatus(view.state) !== 'active') return false;
  if (acceptCompletion(view)) return true;
  return moveCompletionSelection(true)(view) && acceptCompletion(view);
}

/** The place that the parser refuses, if any; nothing while there is no text. */
function statementFaults(view: EditorView) {
  const text = view.state.doc.toString();
  const { error } = describeStatement(text);
  if (error === undefined || text.trim() === '') return [];
  const to = Math.min(Math.max(error.end, error.offset + 1), text.length);
  return [{ from: Math.min(error.offset, text.length), to, severity: 'error' as const, message: error.message }];
}
