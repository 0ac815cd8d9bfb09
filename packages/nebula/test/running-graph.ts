import { afterEach, beforeEach } from 'vitest';
import type { GraphCredentials } from '@orrery/contracts';
import { graphService, WireServer } from '@orrery/wire';
import { NebulaPool, type NebulaPoolOptions } from '../src/index.ts';
import { SmallGraph } from './small-graph.ts';

/** A graph on a port of its own for each test, with a pool and its accounts. */
export class RunningGraph {
  graph!: SmallGraph;
  server!: WireServer;
  pool!: NebulaPool;
  readonly errors: unknown[] = [];

  get root(): GraphCredentials {
    return { address: '127.0.0.1', port: this.server.port, user: 'root', password: 'nebula' };
  }

  newPool(options: NebulaPoolOptions): NebulaPool {
    const pool = new NebulaPool(options);
    this.#pools.push(pool);
    return pool;
  }
  readonly #pools: NebulaPool[] = [];

  /** Ends every connection and session, and listens at the same port again. */
  async restart(): Promise<void> {
    const { port } = this.server;
    await this.server.close();
    this.graph.sessions.clear();
    this.server = await this.#listen(port);
  }

  #listen(port: number): Promise<WireServer> {
    return WireServer.listen({ service: graphService(this.graph), port, onError: (error) => this.errors.push(error) });
  }

  constructor() {
    beforeEach(async () => {
      this.graph = new SmallGraph();
      this.server = await this.#listen(0);
      this.pool = this.newPool({});
    });
    afterEach(async () => {
      await Promise.all(this.#pools.splice(0).map((pool) => pool.close()));
      await this.server.close();
      if (this.errors.length > 0) throw new AggregateError(this.errors.splice(0), 'the graph failed');
    });
  }
}
