import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GraphCredentials } from '@orrery/contracts';
import { startGraphd, type Graphd } from '@orrery/graphd';
import { NebulaPool } from '@orrery/nebula';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { graphAddresses } from '../src/engines/graph-addresses.ts';
import { createGraphGateway } from '../src/engines/graph-gateway.ts';

describe('the gateway to the graphs', () => {
  let folder: string;
  let graph: Graphd;
  let pool: NebulaPool;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'orrery-gateway-'));
    graph = await startGraphd({ dataDir: folder, port: 0 });
    pool = new NebulaPool({ maxIdlePerAccount: 1 });
  });
  afterEach(async () => {
    await pool.close();
    await graph.close();
    await rm(folder, { recursive: true });
  });

  it('keeps a session until its last answer: more callers at once than sessions are kept unused', async () => {
    const gateway = createGraphGateway(pool, graphAddresses({ host: '127.0.0.1', port: graph.port }, []));
    const root: GraphCredentials = { address: '127.0.0.1', port: graph.port, user: 'root', password: 'nebula' };
    const limits = { timeoutMs: 10_000, maxRows: 1 };
    await gateway.query(root, { ...limits, statement: 'CREATE SPACE one(vid_type=INT64)' });
    const callers = Array.from({ length: 8 }, () => [gateway.spaces(root), gateway.schema(root, 'one')]).flat();
    const answers = await Promise.all(callers);
    expect(answers.filter((answer) => Array.isArray(answer))).toEqual(Array.from({ length: 8 }, () => ['one']));
    expect(answers.filter((answer) => 'space' in answer).map(({ space }) => space)).toEqual(Array(8).fill('one'));
  });
});
