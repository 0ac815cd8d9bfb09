import { OrreryError, type VertexId, type VidColumn } from '@orrery/contracts';

/**
 * Index of a vertex by its id; undefined: the graph has none such. An integer given as text finds an int64 vertex, and
 * an integer finds the string vertex of its digits. Cost: logarithmic, since indexes follow the order of ids.
 */
export function findVertex(vids: VidColumn, id: VertexId): number | undefined {
  if (vids.type === 'int64') {
    if (typeof id === 'string' && !/^(-?[1-9]\d{0,18}|0)$/.test(id)) return undefined;
    const wanted = BigInt(id);
    const at = lowerBound(vids.values.length, (i) => vids.values[i]! < wanted);
    return vids.values[at] === wanted ? at : undefined;
  }
  const wanted = new TextEncoder().encode(String(id));
  const count = vids.offsets.length - 1;
  const textAt = (i: number): Uint8Array => vids.bytes.subarray(vids.offsets[i], vids.offsets[i + 1]);
  const at = lowerBound(count, (i) => Buffer.compare(textAt(i), wanted) < 0);
  return at < count && Buffer.compare(textAt(at), wanted) === 0 ? at : undefined;
}

function lowerBound(count: number, isBefore: (i: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The vertex that a parameter names. @throws OrreryError ErrParam naming parameter and id */
export function requireVertex(vids: VidColumn, parameter: string, id: VertexId): number {
  const index = findVertex(vids, id);
  if (index !== undefined) return index;
  const shown = typeof id === 'string' ? JSON.stringify(id) : String(id);
  const hint =
    vids.type === 'int64' && typeof id === 'string' && !/^-?\d+$/.test(id)
      ? "the graph's ids are integers"
      : 'no edge of the input has it at an end';
  throw new OrreryError('ErrParam', `${parameter} ${shown} is no vertex of the graph: ${hint}`, {
    faults: [{ path: parameter, message: `no vertex ${shown}` }],
  });
}
