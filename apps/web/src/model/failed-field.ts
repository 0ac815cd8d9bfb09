import type { TaskDefinition } from '@orrery/contracts';
import { inputOf } from './draft.ts';

/**
 * The field of a component that the reason of its failure leads to, as a path below the task (`params.ROOT`): the
 * parameter that is named, the space, edge type, file or tag that is not there, else the statement or the input.
 */
export function failedField(task: TaskDefinition, reason: string): string {
  const names = Object.keys(task.params ?? {});
  const [, parameter] = /^parameter ([A-Za-z_]\w*):/.exec(reason) ?? [];
  if (parameter !== undefined) return `params.${parameter}`;
  const [, place] = /^(result\.\w+):/.exec(reason) ?? [];
  if (place !== undefined) return place;
  const isNoSpace = reason.startsWith('SpaceNotFound');
  if (task.type === 'Query') return isNoSpace ? 'space' : 'query';
  const named = names.find((name) => new RegExp(`(^|[\\s(,;])${name}([\\s),:;]|$)`).test(reason));
  if (named !== undefined) return `params.${named}`;
  if (/^(tag `|the graph took none of)/.test(reason) && task.result?.store === 'nebula') return 'result.tag';
  const input = inputOf(task);
  const stored = task.result?.store === 'nebula' ? task.result.space : undefined;
  const isRead = input !== undefined && 'space' in input && input.space === stored;
  if (isNoSpace && stored !== undefined && !isRead && reason.includes(`\`${stored}\``)) return 'result.space';
  if (input === undefined || 'from' in input) return 'input';
  if ('file' in input) return 'input.file';
  if (reason.startsWith('edge type `')) return 'input.edges';
  return isNoSpace ? 'input.space' : 'input';
}
