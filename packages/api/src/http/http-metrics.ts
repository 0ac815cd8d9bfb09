import type { MetricsSource } from '@orrery/contracts';
import type { FastifyInstance } from 'fastify';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** The API's own metrics, by route and not by URL, so that their number stays bounded. */
export class HttpMetrics {
  readonly #registry = new Registry();
  readonly #engines: MetricsSource | undefined;
  readonly #calls = new Counter({
    name: 'orrery_http_requests_total',
    help: 'Answered HTTP requests',
    labelNames: ['method', 'route', 'status', 'error'] as const,
    registers: [this.#registry],
  });
  readonly #seconds = new Histogram({
    name: 'orrery_http_request_duration_seconds',
    help: 'Time from request to answer',
    labelNames: ['method', 'route'] as const,
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [this.#registry],
  });
  readonly #open = new Gauge({
    name: 'orrery_http_requests_in_flight',
    help: 'HTTP requests that are being answered',
    registers: [this.#registry],
  });

  constructor(engines: MetricsSource | undefined) {
    this.#engines = engines;
    collectDefaultMetrics({ register: this.#registry });
  }

  observe(app: FastifyInstance): void {
    app.addHook('onRequest', async () => {
      this.#open.inc();
    });
    app.addHook('onResponse', async (request, reply) => {
      this.#open.dec();
      const route = request.routeOptions.url ?? 'unknown';
      const { method } = request;
      this.#calls.inc({ method, route, status: String(reply.statusCode), error: request.errorName ?? '' });
      this.#seconds.observe({ method, route }, reply.elapsedTime / 1000);
    });
  }

  /** Prometheus' text format. */
  async text(): Promise<string> {
    const own = await this.#registry.metrics();
    const engines = (await this.#engines?.text()) ?? '';
    return `${own.trimEnd()}\n${engines}`;
  }
}
