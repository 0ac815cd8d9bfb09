import type { EdgeScanRequest, GraphCredentials, GraphProperty, VidType } from '@orrery/contracts';
import { NebulaError } from '../nebula-error.ts';
import { describeEdge, describeVidType } from '../schema/space-schema.ts';
import type { NebulaPool } from '../session/nebula-pool.ts';
import type { TimeUnit } from './edge-batches.ts';

/** What graphd says of a scan's space and edge types. */
export interface ScannedSpace {
  readonly vidType: VidType;
  /** Undefined where graphd does not tell it. */
  readonly spaceId: number | undefined;
  readonly types: readonly ScannedType[];
}

export interface ScannedType {
  readonly name: string;
  readonly timeUnit: TimeUnit | undefined;
}

/**
 * Checks a scan's request at graphd, which knows accounts: that this one may read the space, and that its edge types
 * have the properties asked for.
 * @throws NebulaError statement when the space, an edge type or a property does not exist or has the wrong type, permission
 */
export async function describeScannedSpace(
  pool: NebulaPool,
  account: GraphCredentials,
  { space, edges, weight, time }: EdgeScanRequest,
  signal: AbortSignal | undefined,
): Promise<ScannedSpace> {
  if (edges.length === 0) throw new RangeError('a scan needs at least one edge type');
  using loan = await pool.acquire(account, { space, signal });
  const { vidType, spaceId } = await describeVidType(loan.session, space, { signal });
  const types: ScannedType[] = [];
  for (const name of edges) {
    const properties = await describeEdge(loan.session, name, { signal });
    if (weight !== undefined && weight !== '_rank') checkWeight(propertyOf(properties, weight, name), name);
    const timeUnit =
      time === undefined
        ? undefined
        : time === '_rank'
          ? 'milliseconds'
          : timeUnitOf(propertyOf(properties, time, name), name);
    types.push({ name, timeUnit });
  }
  return { vidType, spaceId, types };
}

function propertyOf(properties: readonly GraphProperty[], name: string, edge: string): GraphProperty {
  const property = properties.find((candidate) => candidate.name === name);
  if (property) return property;
  const known = properties.map((candidate) => candidate.name).join(', ') || 'none';
  throw new NebulaError('statement', `edge type ${edge} has no property ${name}; it has ${known}`);
}

function checkWeight(property: GraphProperty, edge: string): void {
  if (/^(int|float|double)/i.test(property.type)) return;
  const text = `property ${property.name} of edge type ${edge} is a ${property.type}; a weight must be a number`;
  throw new NebulaError('statement', text);
}

function timeUnitOf(property: GraphProperty, edge: string): TimeUnit {
  const type = property.type.toLowerCase();
  if (type === 'datetime' || type === 'date') return 'datetime';
  if (type === 'timestamp') return 'seconds';
  if (type.startsWith('int')) return 'milliseconds';
  const text = `property ${property.name} of edge type ${edge} is a ${property.type}; a time must be a datetime, date, timestamp or int`;
  throw new NebulaError('statement', text);
}
