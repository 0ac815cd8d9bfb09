import { GeographyValue, type Coordinate } from '@orrery/contracts';

const NUMBER = '[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?';
const COORDINATE = new RegExp(`^\\s*(${NUMBER})\\s+(${NUMBER})\\s*$`);

function coordinateText({ x, y }: Coordinate): string {
  return `${x} ${y}`;
}

function lineText(points: readonly Coordinate[]): string {
  return `(${points.map(coordinateText).join(', ')})`;
}

/** OGC well-known text: `POINT(3 8)`, `LINESTRING(0 1, 2 3)`, `POLYGON((0 1, 1 2, 2 3, 0 1))`. */
export function wellKnownText({ shape }: GeographyValue): string {
  switch (shape.kind) {
    case 'point':
      return `POINT(${coordinateText(shape.point)})`;
    case 'linestring':
      return `LINESTRING${lineText(shape.points)}`;
    case 'polygon':
      return `POLYGON(${shape.rings.map(lineText).join(', ')})`;
  }
}

function parseCoordinate(text: string): Coordinate | undefined {
  const match = COORDINATE.exec(text);
  return match ? { x: Number(match[1]), y: Number(match[2]) } : undefined;
}

function parseLine(text: string): Coordinate[] | undefined {
  const points = text.split(',').map(parseCoordinate);
  return points.every((point) => point !== undefined) ? points : undefined;
}

/** Longitude within ±180, latitude within ±90. */
export function isOnEarth({ x, y }: Coordinate): boolean {
  return Math.abs(x) <= 180 && Math.abs(y) <= 90;
}

/** The shape a text describes; undefined when it is not well-known text of a point, linestring or polygon. */
export function parseWellKnownText(text: string): GeographyValue | undefined {
  const match = /^\s*(POINT|LINESTRING|POLYGON)\s*\((.*)\)\s*$/is.exec(text);
  if (!match) return undefined;
  const body = match[2]!;
  switch (match[1]!.toUpperCase()) {
    case 'POINT': {
      const point = parseCoordinate(body);
      return point && new GeographyValue({ kind: 'point', point });
    }
    case 'LINESTRING': {
      const points = parseLine(body);
      return points && points.length >= 2 ? new GeographyValue({ kind: 'linestring', points }) : undefined;
    }
    default: {
      if (!/^\s*\([^()]*\)(\s*,\s*\([^()]*\))*\s*$/.test(body)) return undefined;
      const rings = [...body.matchAll(/\(([^()]*)\)/g)].map((ring) => parseLine(ring[1]!));
      const closed = rings.every((ring) => {
        const [first, last] = [ring?.[0], ring?.at(-1)];
        return ring && ring.length >= 4 && first!.x === last!.x && first!.y === last!.y;
      });
      return closed ? new GeographyValue({ kind: 'polygon', rings: rings as Coordinate[][] }) : undefined;
    }
  }
}
