import { parseDefinitionText } from '@orrery/workflow';
import type { WorkflowDefinition } from '@orrery/contracts';

export interface Example {
  readonly name: string;
  readonly description: string;
  readonly algorithms: readonly string[];
  /** What must be there for it to run: the sample graph, or files below a configured folder. */
  readonly needs: 'graph' | 'files';
  readonly definition: WorkflowDefinition;
}

const FILES: Readonly<Record<string, string>> = import.meta.glob('../../../../examples/*.yaml', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** The examples of the repository, built into this page. */
export const EXAMPLES: readonly Example[] = Object.values(FILES).map((text) => {
  const parsed = parseDefinitionText(text, 'yaml');
  if (!parsed.ok) throw new Error(`an example is no YAML: ${parsed.faults[0]?.message}`);
  const definition = parsed.value as unknown as WorkflowDefinition;
  const tasks = Object.values(definition.tasks);
  const comment = /^#\s*(.*)$/m.exec(text)?.[1] ?? '';
  return {
    name: definition.name ?? '',
    description: definition.description ?? comment.replace(/:\s*orrery run .*$/, ''),
    algorithms: [...new Set(tasks.map((task) => task.type))].filter((type) => type !== 'Query'),
    needs: tasks.some((task) => 'input' in task && 'file' in task.input) ? 'files' : 'graph',
    definition,
  };
});
