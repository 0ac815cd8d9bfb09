/** The peer: an edge list of small non-negative ids and PageRank over it in plain typed-array JavaScript, one thread. */
import { readFileSync } from 'node:fs';

export interface PlainEdges {
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  /** Ids are below this. */
  readonly idRange: number;
  /** By id: 1 where an edge has it. */
  readonly present: Uint8Array;
}

/** Reads "src,dst" rows of digits after a header line. */
export function readPlain(path: string): PlainEdges {
  const bytes = readFileSync(path);
  let rows = 0;
  for (let i = 0; i < bytes.length; i++) if (bytes[i] === 10) rows++;
  const sources = new Uint32Array(rows - 1);
  const targets = new Uint32Array(rows - 1);
  let most = 0;
  let at = bytes.indexOf(10) + 1;
  for (let row = 0; row < rows - 1; row++) {
    let id = 0;
    for (; bytes[at] !== 44; at++) id = id * 10 + bytes[at]! - 48;
    sources[row] = id;
    if (id > most) most = id;
    at++;
    id = 0;
    for (; bytes[at] !== 10; at++) id = id * 10 + bytes[at]! - 48;
    targets[row] = id;
    if (id > most) most = id;
    at++;
  }
  const present = new Uint8Array(most + 1);
  for (let row = 0; row < rows - 1; row++) present[sources[row]!] = present[targets[row]!] = 1;
  return { sources, targets, idRange: most + 1, present };
}

export interface PlainCsr {
  readonly offsets: Uint32Array;
  readonly neighbours: Uint32Array;
  readonly outDegrees: Uint32Array;
}

/** In-edges by counting sort. */
export function plainCsr({ sources, targets, idRange }: PlainEdges): PlainCsr {
  const offsets = new Uint32Array(idRange + 1);
  const outDegrees = new Uint32Array(idRange);
  for (let e = 0; e < targets.length; e++) {
    offsets[targets[e]! + 1]!++;
    outDegrees[sources[e]!]!++;
  }
  for (let v = 0; v < idRange; v++) offsets[v + 1]! += offsets[v]!;
  const places = offsets.slice();
  const neighbours = new Uint32Array(targets.length);
  for (let e = 0; e < targets.length; e++) neighbours[places[targets[e]!]!++] = sources[e]!;
  return { offsets, neighbours, outDegrees };
}

/** The raw form with damping 0.85. */
export function plainPageRank(
  { offsets, neighbours, outDegrees }: PlainCsr,
  rounds: number,
): Float64Array<ArrayBuffer> {
  const n = outDegrees.length;
  const rank = new Float64Array(n).fill(1);
  const gives = new Float64Array(n);
  for (let round = 0; round < rounds; round++) {
    for (let v = 0; v < n; v++) gives[v] = outDegrees[v] === 0 ? 0 : rank[v]! / outDegrees[v]!;
    for (let v = 0; v < n; v++) {
      let sum = 0;
      const stop = offsets[v + 1]!;
      for (let e = offsets[v]!; e < stop; e++) sum += gives[neighbours[e]!]!;
      rank[v] = 0.15 + 0.85 * sum;
    }
  }
  return rank;
}
