import { expect, it } from 'vitest';
import { GeographyValue, type Coordinate } from '@orrery/contracts';
import { ancestorOf, idOf, leafOf, unitVector } from '../../src/values/s2-cell.ts';
import { coveringCells } from '../../src/values/s2-covering.ts';
import { randomSource } from './random-source.ts';

const SEED = 20_261_122;

/** Whether one of the cells, each told by its id, holds the point. */
function isCovered(cells: ReadonlySet<bigint>, point: Coordinate): boolean {
  const leaf = leafOf(unitVector(point));
  return Array.from({ length: 31 }, (_, level) => idOf(ancestorOf(leaf, level))).some((id) => cells.has(id));
}

it(`covers every point of random polygons and their buffers, by no more cells than are wanted (seed ${SEED})`, () => {
  const random = randomSource(SEED);
  const between = (low: number, high: number): number => low + random() * (high - low);
  for (let round = 0; round < 200; round++) {
    const center = { x: between(-170, 170), y: between(-75, 75) };
    const size = 10 ** between(-4, 0.9);
    const angles = Array.from({ length: 3 + Math.floor(between(0, 5)) }, () => between(0, 2 * Math.PI)).toSorted(
      (a, b) => (round % 2 === 0 ? a - b : b - a),
    );
    const corners = angles.map((a) => ({ x: center.x + size * Math.cos(a), y: center.y + size * Math.sin(a) }));
    const polygon = new GeographyValue({ kind: 'polygon', rings: [[...corners, corners[0]!]] });
    const maximumCells = Math.floor(between(4, 40));
    const bufferMeters = round % 3 === 0 ? size * between(0, 50_000) : 0;
    const options = { minimumLevel: 0, maximumLevel: 30, maximumCells, bufferMeters };
    const cells = new Set(coveringCells(polygon, options, () => {}));
    const about = JSON.stringify({ round, corners, options });
    expect(cells.size, about).toBeLessThanOrEqual(maximumCells);
    for (const corner of corners) expect(isCovered(cells, corner), about).toBe(true);
    for (let i = 0; i < 20; i++) {
      // A point within a triangle of corners is within the polygon, whose corners lie on a circle; the sides of the
      // triangle bend towards the pole by less than the points keep away from them.
      const three = [0, 1, 2].map(() => corners[Math.floor(between(0, corners.length))]!);
      const shares = three.map(() => between(0.2, 1));
      const sum = shares[0]! + shares[1]! + shares[2]!;
      const mean = (axis: 'x' | 'y'): number => three.reduce((total, c, k) => total + (c[axis] * shares[k]!) / sum, 0);
      const inside = { x: mean('x'), y: mean('y') };
      if (new Set(three).size === 3 && size < 1) expect(isCovered(cells, inside), about).toBe(true);
      const away = ((bufferMeters * 0.99) / 6_371_010) * (180 / Math.PI);
      const near = { x: corners[0]!.x, y: corners[0]!.y + (i % 2 === 0 ? away : -away) };
      if (Math.abs(near.y) < 90) expect(isCovered(cells, near), about).toBe(true);
    }
  }
});
