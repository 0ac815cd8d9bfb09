import type { HttpCaller } from './http-caller.ts';
import type { Body, Data } from './operation-types.ts';

/** The graph that the client is connected to. */
export class Graph {
  readonly #caller: HttpCaller;

  constructor(caller: HttpCaller) {
    this.#caller = caller;
  }

  /** A statement that only reads; ints come as decimal text. */
  query(body: Body<'queryGraph'>, signal?: AbortSignal): Promise<Data<'queryGraph'>> {
    return this.#caller.data('POST', '/api/v1/graph/query', { body, signal });
  }

  async spaces(): Promise<readonly string[]> {
    return (await this.#caller.data<Data<'listSpaces'>>('GET', '/api/v1/graph/spaces')).items;
  }

  space(name: string): Promise<Data<'getSpace'>> {
    return this.#caller.data('GET', `/api/v1/graph/spaces/${encodeURIComponent(name)}`);
  }

  neighbourhood(body: Body<'getNeighbourhood'>, signal?: AbortSignal): Promise<Data<'getNeighbourhood'>> {
    return this.#caller.data('POST', '/api/v1/graph/neighbourhood', { body, signal });
  }
}
