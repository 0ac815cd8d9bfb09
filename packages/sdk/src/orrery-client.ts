import type { GraphCredentials } from '@orrery/contracts';
import { Graph } from './graph.ts';
import { HttpCaller, type CallerOptions } from './http-caller.ts';
import { Jobs } from './jobs.ts';
import type { Body, Data } from './operation-types.ts';
import { Workflows } from './workflows.ts';

/**
 * A client of an Orrery server, for Node and browsers, on nothing but fetch.
 *
 *     const client = new OrreryClient({ baseUrl: 'http://127.0.0.1:7002' });
 *     await client.connect({ address: '127.0.0.1', port: 9669, user: 'root', password });
 *     const { id } = await client.jobs.post('4216617528', { query_1: { name: 'Tim Duncan' } });
 *     for await (const event of client.jobs.events(id)) show(event);
 *     const { rows } = await client.jobs.result(id, 'pagerank_1');
 *
 * What the server refuses is thrown as contracts' OrreryError with its name, code and faults.
 */
export class OrreryClient {
  readonly workflows: Workflows;
  readonly jobs: Jobs;
  readonly graph: Graph;
  readonly #caller: HttpCaller;

  constructor(options: CallerOptions) {
    this.#caller = new HttpCaller(options);
    this.workflows = new Workflows(this.#caller);
    this.jobs = new Jobs(this.#caller);
    this.graph = new Graph(this.#caller);
  }

  /** Undefined before connect, and in browsers, where the cookie carries it out of sight. */
  get token(): string | undefined {
    return this.#caller.token;
  }

  /** Logs in at a graph; later calls carry the token. @throws OrreryError ErrSession, ErrForbidden, ErrTooManyRequests */
  async connect({ address, port, user, password }: GraphCredentials): Promise<void> {
    const headers = { Authorization: `Bearer ${base64(JSON.stringify([user, password]))}` };
    this.#caller.token = undefined;
    const answer = await this.#caller.envelope('POST', '/api-open/v1/connect', { body: { address, port }, headers });
    this.#keepToken(answer.headers);
  }

  /** Where one can log in; needs no token. */
  async graphs(): Promise<Data<'listGraphs'>['items']> {
    return (await this.#caller.data<Data<'listGraphs'>>('GET', '/api/v1/graphs')).items;
  }

  session(): Promise<Data<'getSession'>> {
    return this.#caller.data('GET', '/api/v1/session');
  }

  async logout(): Promise<void> {
    await this.#caller.data('DELETE', '/api/v1/session');
    this.#caller.token = undefined;
  }

  /** Other tokens of the account are void afterwards; this client goes on with a new one. */
  async changePassword(oldPassword: string, newPassword: string): Promise<void> {
    const body = { oldPassword, newPassword };
    this.#keepToken((await this.#caller.envelope('PUT', '/api/v1/session/password', { body })).headers);
  }

  /** Component types that the server can run. */
  catalogue(): Promise<Data<'getCatalogue'>> {
    return this.#caller.data('GET', '/api/v1/catalogue');
  }

  /** Parameters and output columns of a statement. */
  parse(query: string): Promise<Data<'parseQuery'>> {
    return this.#caller.data('POST', '/api/v1/parse', { body: { query } });
  }

  /** Memory and rough time that the algorithms of a definition or a saved workflow are expected to need. */
  async estimate(body: Body<'estimate'>, signal?: AbortSignal): Promise<Data<'estimate'>['items']> {
    return (await this.#caller.data<Data<'estimate'>>('POST', '/api/v1/estimates', { body, signal })).items;
  }

  /** CSV and Parquet files that workflows can read, as `input.file` names them. */
  inputFiles(signal?: AbortSignal): Promise<Data<'listInputFiles'>> {
    return this.#caller.data('GET', '/api/v1/files', { signal });
  }

  /** Names of a file's columns. @throws OrreryError ErrNotFound, ErrForbidden, ErrParam */
  async fileColumns(
    format: { readonly file: string; readonly header?: boolean; readonly delimiter?: string },
    signal?: AbortSignal,
  ): Promise<readonly string[]> {
    const query = format;
    return (await this.#caller.data<Data<'listFileColumns'>>('GET', '/api/v1/files/columns', { query, signal })).items;
  }

  async settings(): Promise<Data<'listSettings'>['items']> {
    return (await this.#caller.data<Data<'listSettings'>>('GET', '/api/v1/settings')).items;
  }

  checkSettings(): Promise<Data<'checkSettings'>> {
    return this.#caller.data('POST', '/api/v1/settings/check');
  }

  validateSettings(text: string): Promise<Data<'validateSettings'>> {
    return this.#caller.data('POST', '/api/v1/settings/validate', { body: { text } });
  }

  health(signal?: AbortSignal): Promise<Data<'getHealth'>> {
    return this.#caller.data('GET', '/api/v1/health', { signal });
  }

  /** Browsers hide Set-Cookie; there the cookie itself does the work. */
  #keepToken(headers: Headers): void {
    for (const cookie of headers.getSetCookie()) {
      const token = /^explorer_token=([^;]+)/.exec(cookie)?.[1];
      if (token !== undefined) this.#caller.token = token;
    }
  }
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
