import type { Coordinate, GeographyValue } from '@orrery/contracts';
import { unitVector } from './s2-cell.ts';
import type { Vector } from './s2-cell.ts';

/**
 * Distances and containment of shapes on a sphere. Edges are great circles for distances; containment and crossing
 * are decided in the plane of longitude and latitude, which differs from great circles only for shapes of continental size.
 */
export const EARTH_RADIUS_METERS = 6_371_010;

export function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

export function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/** Between unit vectors, in radians. */
export function angle(a: Vector, b: Vector): number {
  const normal = cross(a, b);
  return Math.atan2(Math.sqrt(dot(normal, normal)), dot(a, b));
}

export function angleToSegment(point: Vector, from: Vector, to: Vector): number {
  const normal = cross(from, to);
  const length = Math.sqrt(dot(normal, normal));
  const ends = Math.min(angle(point, from), angle(point, to));
  if (length === 0) return ends;
  const inside = dot(cross(normal, from), point) >= 0 && dot(cross(to, normal), point) >= 0;
  return inside ? Math.asin(Math.min(1, Math.abs(dot(point, normal)) / length)) : ends;
}

/** Between the nearest points of two edges, 0 where they cross. */
export function angleBetweenSegments([p, q]: readonly [Vector, Vector], [r, s]: readonly [Vector, Vector]): number {
  const [ofFirst, ofSecond] = [cross(p, q), cross(r, s)];
  const cuts = dot(ofFirst, r) * dot(ofFirst, s) < 0 && dot(ofSecond, p) * dot(ofSecond, q) < 0;
  const meeting = cross(ofFirst, ofSecond);
  const side = Math.sign(dot(meeting, p) + dot(meeting, q));
  if (cuts && side !== 0 && side === Math.sign(dot(meeting, r) + dot(meeting, s))) return 0;
  return Math.min(angleToSegment(p, r, s), angleToSegment(q, r, s), angleToSegment(r, p, q), angleToSegment(s, p, q));
}

type Segment = readonly [Coordinate, Coordinate];

function segments({ shape }: GeographyValue): Segment[] {
  const lines =
    shape.kind === 'point' ? [[shape.point, shape.point]] : shape.kind === 'linestring' ? [shape.points] : shape.rings;
  return lines.flatMap((line) => line.slice(1).map((point, i): Segment => [line[i]!, point]));
}

/** Meters along the surface between the nearest points; 0 when they intersect. */
export function distanceMeters(a: GeographyValue, b: GeographyValue): number {
  if (intersects(a, b)) return 0;
  let least = Infinity;
  for (const [from, to] of segments(a)) {
    for (const [start, end] of segments(b)) {
      const first = [unitVector(from), unitVector(to)] as const;
      least = Math.min(least, angleBetweenSegments(first, [unitVector(start), unitVector(end)]));
    }
  }
  return least * EARTH_RADIUS_METERS;
}

function side(a: Coordinate, b: Coordinate, p: Coordinate): number {
  return Math.sign((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x));
}

function isBetween(a: Coordinate, b: Coordinate, p: Coordinate): boolean {
  return (
    p.x >= Math.min(a.x, b.x) && p.x <= Math.max(a.x, b.x) && p.y >= Math.min(a.y, b.y) && p.y <= Math.max(a.y, b.y)
  );
}

function cross2([a, b]: Segment, [c, d]: Segment): boolean {
  const [s1, s2, s3, s4] = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)];
  if (s1 !== s2 && s3 !== s4) return true;
  return (
    (s1 === 0 && isBetween(a, b, c)) ||
    (s2 === 0 && isBetween(a, b, d)) ||
    (s3 === 0 && isBetween(c, d, a)) ||
    (s4 === 0 && isBetween(c, d, b))
  );
}

/** Whether a polygon's interior or border holds the point, by the even-odd rule over all its rings. */
function polygonHolds(polygon: GeographyValue, point: Coordinate): boolean {
  let inside = false;
  for (const [a, b] of segments(polygon)) {
    if (side(a, b, point) === 0 && isBetween(a, b, point)) return true;
    if (a.y > point.y !== b.y > point.y) {
      if (point.x < ((b.x - a.x) * (point.y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
    }
  }
  return inside;
}

export function intersects(a: GeographyValue, b: GeographyValue): boolean {
  const [first, second] = [segments(a), segments(b)];
  if (first.some((x) => second.some((y) => cross2(x, y)))) return true;
  if (a.shape.kind === 'polygon' && polygonHolds(a, second[0]![0])) return true;
  return b.shape.kind === 'polygon' && polygonHolds(b, first[0]![0]);
}

/** Whether every point of `b` lies in `a`. */
export function contains(a: GeographyValue, b: GeographyValue): boolean {
  const corners = segments(b).flat();
  if (a.shape.kind === 'polygon') return corners.every((corner) => polygonHolds(a, corner));
  if (b.shape.kind === 'polygon') return false;
  return corners.every((p) => segments(a).some(([from, to]) => side(from, to, p) === 0 && isBetween(from, to, p)));
}
