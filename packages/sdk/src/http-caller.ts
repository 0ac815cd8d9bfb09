import {
  ERROR_CATALOGUE,
  OrreryError,
  parseLossless,
  stringifyLossless,
  type ErrorName,
  type Fault,
} from '@orrery/contracts';

/** The server was not reached, or what answered is no Orrery server. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
}

export type QueryValue = string | number | boolean | readonly (string | number)[] | undefined;

export interface CallOptions {
  readonly query?: object;
  /** JSON; bigints and lossless doubles keep their digits. */
  readonly body?: unknown;
  /** Another body than JSON. */
  readonly text?: { readonly type: string; readonly content: string };
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

export interface CallerOptions {
  /** `http://127.0.0.1:7002`; in a browser `''` for the page's own server. */
  readonly baseUrl: string;
  /** Where there is none, a browser's cookie is sent. */
  readonly token?: string;
  readonly fetch?: typeof fetch;
}

/** Calls with a token, the envelope taken off, refusals thrown as OrreryError with the name and code of the API. */
export class HttpCaller {
  readonly #baseUrl: string;
  readonly #fetch: typeof fetch;
  token: string | undefined;

  constructor(options: CallerOptions) {
    this.#baseUrl = options.baseUrl.replace(/\/+$/, '');
    this.#fetch = options.fetch ?? globalThis.fetch.bind(globalThis);
    this.token = options.token;
  }

  /** `data` of the answer. @throws OrreryError, ConnectionError */
  async data<T>(method: string, path: string, options: CallOptions = {}): Promise<T> {
    return (await this.envelope(method, path, options)).data as T;
  }

  /** The same with numbers as they were written: see contracts' parseLossless. @throws OrreryError, ConnectionError */
  async lossless<T>(method: string, path: string, options: CallOptions = {}): Promise<T> {
    const { text } = await this.envelope(method, path, options);
    return (parseLossless(text) as { data: unknown }).data as T;
  }

  async envelope(
    method: string,
    path: string,
    options: CallOptions = {},
  ): Promise<{ data: unknown; text: string; headers: Headers }> {
    const response = await this.response(method, path, options);
    const text = await response.text();
    return { data: (JSON.parse(text) as { data: unknown }).data, text, headers: response.headers };
  }

  /** The raw answer, for files and streams. @throws OrreryError when it is a refusal, ConnectionError */
  async response(method: string, path: string, options: CallOptions = {}): Promise<Response> {
    const { query = {}, body, text, headers, signal } = options;
    const url = `${this.#baseUrl}${path}${queryText(query as Record<string, QueryValue>)}`;
    const type = text?.type ?? (body === undefined ? undefined : 'application/json');
    let response: Response;
    try {
      response = await this.#fetch(url, {
        method,
        credentials: 'same-origin',
        headers: {
          ...(type === undefined ? {} : { 'Content-Type': type }),
          ...(this.token === undefined ? {} : { explorer_token: this.token }),
          ...headers,
        },
        ...(type === undefined ? {} : { body: text?.content ?? stringifyLossless(body) }),
        ...(signal === undefined ? {} : { signal }),
      });
    } catch (error) {
      if (signal?.aborted === true) throw error;
      const { cause } = error as { cause?: { message?: string } };
      const why = cause?.message ?? (error as Error).message;
      throw new ConnectionError(`the server at ${this.#baseUrl || 'this address'} was not reached: ${why}`, {
        cause: error,
      });
    }
    if (response.ok) return response;
    throw await refusal(response, `${method} ${path}`);
  }
}

function queryText(query: Readonly<Record<string, QueryValue>>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined) parameters.append(name, String(item));
    }
  }
  return parameters.size === 0 ? '' : `?${parameters}`;
}

async function refusal(response: Response, call: string): Promise<Error> {
  const text = await response.text();
  let envelope: { code?: unknown; message?: unknown; data?: { faults?: readonly Fault[] } };
  try {
    envelope = JSON.parse(text) as typeof envelope;
  } catch {
    envelope = {};
  }
  const [, name = '', message = ''] = /^(\w+)::(.*)$/s.exec(String(envelope.message ?? '')) ?? [];
  if (!Object.hasOwn(ERROR_CATALOGUE, name)) {
    return new ConnectionError(`${call} was answered with ${response.status} and no message of an Orrery server`);
  }
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
  return new OrreryError(name as ErrorName, message, {
    faults: envelope.data?.faults ?? [],
    ...(Number.isFinite(retryAfter) ? { retryAfterSeconds: retryAfter } : {}),
  });
}
