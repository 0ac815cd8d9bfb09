import type { Case, Check } from './cases.ts';
import { CPP, type PeerTime } from './peers.ts';

/** Peers add up in other orders, some in single precision. */
const TOLERANCE = 1e-6;

export interface Measured {
  readonly of: Case;
  readonly seconds: number;
  /** Stored edges, each direction one, of all rounds. */
  readonly edges: number;
  readonly check: Check;
  readonly peers: readonly PeerTime[];
}

const figures = (seconds: number): string => Number(seconds.toPrecision(3)).toString();

const ratio = (ours: number, theirs: number): string => (ours / theirs).toFixed(ours < theirs / 10 ? 3 : 2);

/** What ours and the peers' answers say of each other: equal, or both figures. */
function agreement({ of, check, peers }: Measured): string {
  const parts: string[] = [];
  for (const [key, value] of Object.entries(check)) {
    if (of.isQuality === true) {
      const theirs = peers.map((peer) => `${peer.peer} ${peer.check[key]?.toFixed(4) ?? 'none'}`);
      parts.push([`${key} ${value.toFixed(4)}`, ...theirs].join('; '));
      continue;
    }
    for (const peer of peers) {
      const theirs = peer.check[key];
      if (theirs === undefined) continue;
      const isEqual = Math.abs(theirs - value) <= TOLERANCE * Math.max(1, Math.abs(value));
      parts.push(isEqual ? `${key} as ${peer.peer}` : `**${key} ${value}, ${peer.peer} ${theirs}**`);
    }
  }
  return parts.join('; ');
}

/** Rows of markdown; the ratios are our seconds over those of the best peer, and over those of C++. */
export function table(rows: readonly Measured[]): string[] {
  return [
    '| algorithm | seconds | million edges/s | best peer | its seconds | ratio | C++ kernel | ratio | answers |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows.map((row) => {
      const { of, seconds, edges, peers } = row;
      const rounds = of.rounds ?? 1;
      const best = peers.filter(({ peer }) => peer !== CPP).toSorted((a, b) => a.seconds - b.seconds)[0];
      const cpp = peers.find(({ peer }) => peer === CPP);
      const notes = [of.rounds === undefined ? '' : 'a round', of.size === 'full' ? '' : `${of.size} size`];
      const note = notes.filter((text) => text !== '').join(', ');
      const cells = [
        `${of.name}${note === '' ? '' : `, ${note}`}`,
        figures(seconds / rounds),
        (edges / seconds / 1e6).toFixed(edges / seconds < 1e7 ? 1 : 0),
        best?.peer ?? 'none',
        best === undefined ? '' : figures(best.seconds / rounds),
        best === undefined ? '' : ratio(seconds, best.seconds),
        cpp === undefined ? '' : figures(cpp.seconds / rounds),
        cpp === undefined ? '' : ratio(seconds, cpp.seconds),
        agreement(row),
      ];
      return `| ${cells.join(' | ')} |`;
    }),
  ];
}
