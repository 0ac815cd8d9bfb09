import type { Bin } from './histogram-bins.ts';

export interface Community {
  readonly label: string;
  readonly size: number;
  /** Of all members. */
  readonly share: number;
}

export interface CommunitySizes {
  readonly communities: readonly Community[];
  /** Members of communities that are not listed. */
  readonly restSize: number;
  readonly total: number;
}

/** The largest communities from a label column's frequent values, with what is left over. */
export function communitySizes(
  top: readonly { readonly value: string | number | boolean | null; readonly count: number }[],
  total: number,
): CommunitySizes {
  const communities = top.map(({ value, count }) => ({
    label: String(value),
    size: count,
    share: total === 0 ? 0 : count / total,
  }));
  return { communities, restSize: Math.max(0, total - top.reduce((sum, { count }) => sum + count, 0)), total };
}

/** How many communities have a size of 1, 2–3, 4–7, …: bins by powers of two. */
export function sizeDistribution(sizes: readonly number[]): readonly Bin[] {
  const counts: number[] = [];
  for (const size of sizes) {
    const index = Math.floor(Math.log2(Math.max(1, size)));
    while (counts.length <= index) counts.push(0);
    counts[index]! += 1;
  }
  return counts.map((count, i) => ({ from: 2 ** i, to: 2 ** (i + 1), count }));
}

/** Columns that name a group rather than measure something. */
const LABEL_NAME =
  /^(label|labels|community|communityid|cluster|clusterid|component|group|partition|scc|wcc|color|colour)$/i;

/** True for a column of labels: by its name, or a text column with far fewer values than rows. */
export function isLabelColumn(name: string, type: string): boolean {
  return LABEL_NAME.test(name.replaceAll(/[_\s-]/g, '')) && (type === 'int64' || type === 'string');
}
