import type { Coordinate } from '@orrery/contracts';

/**
 * Cells of the S2 geometry: the sphere is the six faces of a cube, each cut 30 times into four along a Hilbert curve.
 * Source: the S2 cell hierarchy (s2geometry.io), with its quadratic projection.
 */
export type Vector = readonly [number, number, number];

export const MAX_LEVEL = 30;
const SIDE = 2 ** MAX_LEVEL;
const RADIANS = Math.PI / 180;
const SWAP = 1;

/** By orientation: where the quarters (i, j) stand on the curve, and which quarter stands at each place. */
const PLACE_OF_QUARTER = [
  [0, 1, 3, 2],
  [0, 3, 1, 2],
  [2, 3, 1, 0],
  [2, 1, 3, 0],
] as const;
/** How the curve is turned within the quarter at each place, against the cell's own turn. */
const TURN_OF_PLACE = [1, 0, 0, 3] as const;

/** A square of cells' own coordinates: `i`, `j` of its lower corner among the 2^30 by 2^30 smallest of the face. */
export interface Cell {
  readonly face: number;
  readonly level: number;
  readonly i: number;
  readonly j: number;
}

/** The sides of a cell in the plane of its face. */
export interface CellBounds {
  readonly u0: number;
  readonly u1: number;
  readonly v0: number;
  readonly v1: number;
}

export function unitVector({ x, y }: Coordinate): Vector {
  const [longitude, latitude] = [x * RADIANS, y * RADIANS];
  return [Math.cos(latitude) * Math.cos(longitude), Math.cos(latitude) * Math.sin(longitude), Math.sin(latitude)];
}

/** A point as a face sees it: to its right, upwards, and towards it. */
export function onFace(face: number, [x, y, z]: Vector): Vector {
  switch (face) {
    case 0:
      return [y, z, x];
    case 1:
      return [-x, z, y];
    case 2:
      return [-x, -y, z];
    case 3:
      return [-z, -y, -x];
    case 4:
      return [-z, x, -y];
    default:
      return [y, x, -z];
  }
}

/** The inverse of {@link onFace}. */
export function fromFace(face: number, [u, v, w]: Vector): Vector {
  switch (face) {
    case 0:
      return [w, u, v];
    case 1:
      return [-u, w, v];
    case 2:
      return [-u, -v, w];
    case 3:
      return [-w, -v, -u];
    case 4:
      return [v, -w, -u];
    default:
      return [v, u, -w];
  }
}

const curved = (u: number): number => (u >= 0 ? 0.5 * Math.sqrt(1 + 3 * u) : 1 - 0.5 * Math.sqrt(1 - 3 * u));
const straight = (s: number): number => (s >= 0.5 ? (4 * s * s - 1) / 3 : (1 - 4 * (1 - s) * (1 - s)) / 3);
const step = (u: number): number => Math.max(0, Math.min(SIDE - 1, Math.floor(SIDE * curved(u))));

/** The smallest cell that holds a point. */
export function leafOf(point: Vector): Cell {
  const sizes = point.map(Math.abs) as [number, number, number];
  const axis = sizes[0] > sizes[1] ? (sizes[0] > sizes[2] ? 0 : 2) : sizes[1] > sizes[2] ? 1 : 2;
  const face = point[axis]! < 0 ? axis + 3 : axis;
  const [u, v, w] = onFace(face, point);
  return { face, level: MAX_LEVEL, i: step(u / w), j: step(v / w) };
}

/** The cell of a level that holds this one. */
export function ancestorOf({ face, i, j }: Cell, level: number): Cell {
  const size = sizeAt(level);
  return { face, level, i: i - (i % size), j: j - (j % size) };
}

export function childrenOf({ face, level, i, j }: Cell): Cell[] {
  const size = sizeAt(level + 1);
  return [0, 1].flatMap((right) =>
    [0, 1].map((up) => ({ face, level: level + 1, i: i + right * size, j: j + up * size })),
  );
}

export const FACES: readonly Cell[] = [0, 1, 2, 3, 4, 5].map((face) => ({ face, level: 0, i: 0, j: 0 }));

export function boundsOf({ level, i, j }: Cell): CellBounds {
  const size = sizeAt(level);
  return {
    u0: straight(i / SIDE),
    u1: straight((i + size) / SIDE),
    v0: straight(j / SIDE),
    v1: straight((j + size) / SIDE),
  };
}

/** 64 bits without a sign: the face, the place on the curve, and a one behind it whose place is the level. */
export function idOf({ face, level, i, j }: Cell): bigint {
  let place = 0n;
  let turn = face & SWAP;
  for (let at = 1; at <= level; at++) {
    const size = sizeAt(at);
    const quarter = (Math.floor(i / size) % 2) * 2 + (Math.floor(j / size) % 2);
    const next = PLACE_OF_QUARTER[turn]![quarter]!;
    place = (place << 2n) | BigInt(next);
    turn ^= TURN_OF_PLACE[next]!;
  }
  const below = BigInt(2 * (MAX_LEVEL - level));
  return (BigInt(face) << 61n) | (((place << 1n) | 1n) << below);
}

function sizeAt(level: number): number {
  return 2 ** (MAX_LEVEL - level);
}
