import { stat } from 'node:fs/promises';
import type { AlgorithmInput } from '@orrery/contracts';
import type { UpstreamResult } from '@orrery/jobs';

/**
 * What tells one input from another, without its weight or time: an upstream result is immutable and known by its folder; a
 * file by path, time of change and size; a space by its name and edge types only, because it changes unseen: whoever
 * caches by it adds the job.
 */
export function inputAffinity(
  input: AlgorithmInput,
  upstream: ReadonlyMap<string, UpstreamResult>,
): string | undefined {
  if ('from' in input) {
    const dir = upstream.get(input.from)?.resultDir;
    return dir === undefined ? undefined : key('table', dir, input.src, input.dst);
  }
  if ('space' in input) return key('space', input.space, input.edges.toSorted());
  return key('file', input.file, input.src, input.dst, input.vidType, input.header, input.delimiter);
}

/** The identity under which a projection may be used again by this job's tasks. `path`: of a file, as resolved. */
export async function inputIdentity(
  input: AlgorithmInput,
  upstream: ReadonlyMap<string, UpstreamResult>,
  scope: { readonly jobId: number; readonly account: string },
  path: string | undefined,
): Promise<string> {
  const affinity = inputAffinity(input, upstream)!;
  if ('space' in input) return key(affinity, scope.jobId, scope.account);
  if (path === undefined) return affinity;
  const { mtimeMs, size, ino } = await stat(path);
  return key(affinity, path, mtimeMs, size, ino);
}

function key(...parts: unknown[]): string {
  return JSON.stringify(parts.map((part) => part ?? null));
}
