import type { Coordinate, GeographyValue } from '@orrery/contracts';
import { boundsOf, childrenOf, FACES, fromFace, idOf, MAX_LEVEL, onFace, unitVector } from './s2-cell.ts';
import type { Cell, Vector } from './s2-cell.ts';
import { angle, angleBetweenSegments, angleToSegment, cross, dot, EARTH_RADIUS_METERS } from './sphere.ts';

/**
 * Cells that cover a shape, as S2's RegionCoverer finds them: the largest are cut into those of their quarters that the
 * shape touches, as long as there are no more than are wanted.
 */
export interface CoveringOptions {
  readonly minimumLevel: number;
  readonly maximumLevel: number;
  /** Kept where the shape and the minimum level allow it. */
  readonly maximumCells: number;
  /** The shape is taken to be larger by so much all round. */
  readonly bufferMeters: number;
}

/** Told how many sides are looked at, and may throw when these are too many. */
export type Spend = (items: number) => void;

/** What S2 allows for rounding when it clips an edge to a cell. */
const CLIP_ERROR = (9 * Math.SQRT1_2 + 3 * Math.SQRT2) * Number.EPSILON;

type Segment = readonly [Vector, Vector];

/** A shape of great circles. */
class Region {
  readonly segments: readonly Segment[];
  /** Borders of a polygon: of its outside, then of its holes. */
  readonly #rings: readonly (readonly Vector[])[];
  readonly #radius: number;
  readonly #isPoint: boolean;

  constructor({ shape }: GeographyValue, radius: number) {
    const lines: (readonly Coordinate[])[] =
      shape.kind === 'point' ? [[shape.point]] : shape.kind === 'linestring' ? [shape.points] : [...shape.rings];
    const vectors = lines.map((line) => line.map(unitVector));
    this.segments = vectors.flatMap((line) =>
      line.length === 1 ? [[line[0]!, line[0]!] as const] : line.slice(1).map((to, i) => [line[i]!, to] as const),
    );
    this.#rings = shape.kind === 'polygon' ? vectors : [];
    this.#radius = radius;
    this.#isPoint = shape.kind === 'point';
  }

  touches(cell: Cell): boolean {
    if (this.segments.some((segment) => meetsCell(segment, cell)) || this.#holds(centerOf(cell))) return true;
    return this.#radius > 0 && this.#distanceTo(cell) <= this.#radius;
  }

  /** Of shapes with a buffer, only where the circle around the cell is within it. */
  contains(cell: Cell): boolean {
    if (!this.segments.some((segment) => meetsCell(segment, cell)) && this.#holds(centerOf(cell))) return true;
    if (this.#radius === 0) return false;
    const corners = cornersOf(cell);
    if (this.#isPoint) return corners.every((corner) => angle(corner, this.segments[0]![0]) <= this.#radius);
    const center = centerOf(cell);
    const around = Math.max(...corners.map((corner) => angle(center, corner)));
    return this.segments.some(([from, to]) => angleToSegment(center, from, to) + around <= this.#radius);
  }

  #distanceTo(cell: Cell): number {
    const corners = cornersOf(cell);
    const sides = corners.map((corner, i): Segment => [corner, corners[(i + 1) % 4]!]);
    return Math.min(...this.segments.flatMap((segment) => sides.map((side) => angleBetweenSegments(segment, side))));
  }

  #holds(point: Vector): boolean {
    return this.#rings.length > 0 && this.#rings.filter((ring) => turnsAround(ring, point)).length % 2 === 1;
  }
}

/**
 * Whether any point of an edge lies in a cell or on its border. Each side of a cell is a plane through the center of the
 * sphere, and so is one inequality along the chord of the edge.
 */
function meetsCell([from, to]: Segment, cell: Cell): boolean {
  const { u0, u1, v0, v1 } = boundsOf(cell);
  const [a, b] = [onFace(cell.face, from), onFace(cell.face, to)];
  let first = 0;
  let last = 1;
  const keep = (atFrom: number, atTo: number): boolean => {
    if (atFrom < 0 && atTo < 0) return false;
    if (atFrom < 0) first = Math.max(first, atFrom / (atFrom - atTo));
    else if (atTo < 0) last = Math.min(last, atFrom / (atFrom - atTo));
    return first <= last;
  };
  const above = (axis: 0 | 1, bound: number): boolean => keep(a[axis] - bound * a[2], b[axis] - bound * b[2]);
  const below = (axis: 0 | 1, bound: number): boolean => keep(bound * a[2] - a[axis], bound * b[2] - b[axis]);
  return (
    above(0, u0 - CLIP_ERROR) && below(0, u1 + CLIP_ERROR) && above(1, v0 - CLIP_ERROR) && below(1, v1 + CLIP_ERROR)
  );
}

/** Whether a ring that is smaller than a hemisphere has a point on its inside, whichever way round it goes. */
function turnsAround(ring: readonly Vector[], point: Vector): boolean {
  let turned = 0;
  let middle: Vector = [0, 0, 0];
  let normal: Vector = [0, 0, 0];
  for (let i = 1; i < ring.length; i++) {
    const [from, to] = [ring[i - 1]!, ring[i]!];
    const [a, b] = [cross(point, from), cross(point, to)];
    turned += Math.atan2(dot(point, cross(a, b)), dot(a, b));
    middle = sum(middle, to);
    normal = sum(normal, cross(from, to));
  }
  return turned * Math.sign(dot(normal, middle)) > Math.PI;
}

function sum(a: Vector, b: Vector): Vector {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}

function directionOf(face: number, u: number, v: number): Vector {
  const size = Math.hypot(u, v, 1);
  return fromFace(face, [u / size, v / size, 1 / size]);
}

function cornersOf(cell: Cell): Vector[] {
  const { u0, u1, v0, v1 } = boundsOf(cell);
  return (
    [
      [u0, v0],
      [u1, v0],
      [u1, v1],
      [u0, v1],
    ] as const
  ).map(([u, v]) => directionOf(cell.face, u, v));
}

function centerOf(cell: Cell): Vector {
  if (cell.level === MAX_LEVEL) {
    const { u0, u1, v0, v1 } = boundsOf(cell);
    return directionOf(cell.face, (u0 + u1) / 2, (v0 + v1) / 2);
  }
  const { u0, v0 } = boundsOf(childrenOf(cell)[3]!);
  return directionOf(cell.face, u0, v0);
}

interface Candidate {
  readonly cell: Cell;
  readonly isTerminal: boolean;
  readonly children: readonly Candidate[];
  /** Larger cells first; of the same level those with fewer quarters, then those with fewer that are final. */
  readonly priority: number;
}

/** Ids, ascending without a sign. */
export function coveringCells(value: GeographyValue, options: CoveringOptions, spend: Spend): bigint[] {
  const { minimumLevel, maximumLevel, maximumCells, bufferMeters } = options;
  const region = new Region(value, bufferMeters / EARTH_RADIUS_METERS);
  const found: Cell[] = [];
  const queue = new CandidateQueue();

  const candidateOf = (cell: Cell): Omit<Candidate, 'children' | 'priority'> | undefined => {
    spend(region.segments.length);
    if (!region.touches(cell)) return undefined;
    const isTerminal = cell.level >= minimumLevel && (cell.level >= maximumLevel || region.contains(cell));
    return { cell, isTerminal };
  };
  const add = (candidate: ReturnType<typeof candidateOf>): void => {
    if (!candidate) return;
    const { cell, isTerminal } = candidate;
    if (isTerminal) {
      found.push(cell);
      return;
    }
    const children: Candidate[] = [];
    for (const child of childrenOf(cell)) {
      const made = candidateOf(child);
      if (made) children.push({ ...made, children: [], priority: 0 });
    }
    const terminals = children.filter((child) => child.isTerminal).length;
    if (terminals === 4 && cell.level >= minimumLevel) found.push(cell);
    else if (children.length > 0) {
      const priority = (cell.level * 4 + children.length) * 4 + terminals;
      queue.add({ cell, isTerminal, children, priority });
    }
  };

  for (const face of FACES) add(candidateOf(face));
  while (queue.length > 0) {
    const { cell, children } = queue.take();
    const fits = found.length + queue.length + children.length <= maximumCells;
    if (cell.level < minimumLevel || children.length === 1 || fits) for (const child of children) add(child);
    else found.push(cell);
  }
  return merged(found, minimumLevel);
}

/** A stack for each priority, of which there are some five hundred. */
class CandidateQueue {
  length = 0;
  readonly #byPriority: Candidate[][] = [];
  #first = 0;

  add(candidate: Candidate): void {
    (this.#byPriority[candidate.priority] ??= []).push(candidate);
    this.#first = Math.min(this.#first, candidate.priority);
    this.length++;
  }

  take(): Candidate {
    while (!this.#byPriority[this.#first]?.length) this.#first++;
    this.length--;
    return this.#byPriority[this.#first]!.pop()!;
  }
}

/** Four quarters of one cell become that cell, unless it is larger than allowed. */
function merged(cells: readonly Cell[], minimumLevel: number): bigint[] {
  const byId = new Map(cells.map((cell) => [idOf(cell), cell]));
  const levels = cells.toSorted((a, b) => b.level - a.level);
  for (let i = 0; i < levels.length; i++) {
    const { face, level, i: x, j: y } = levels[i]!;
    if (level <= minimumLevel) break;
    const size = 2 ** (MAX_LEVEL - level + 1);
    const parent: Cell = { face, level: level - 1, i: x - (x % size), j: y - (y % size) };
    const quarters = childrenOf(parent).map(idOf);
    if (!quarters.every((id) => byId.has(id))) continue;
    for (const id of quarters) byId.delete(id);
    byId.set(idOf(parent), parent);
    levels.push(parent);
  }
  return [...byId.keys()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
