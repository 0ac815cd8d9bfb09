import { createApi } from './create-api.ts';
import type { ApiDependencies } from './dependencies.ts';

/** The OpenAPI document with the default limits, as a server would answer it at `/api/openapi.json`. */
export async function openApiDocument(): Promise<Record<string, unknown>> {
  // Routes are registered and never called: only what registering itself reads has to be there.
  const dependencies = {
    catalogue: { algorithms: new Map(), engines: [], stores: [] },
    tokenKey: new Uint8Array(32),
  } as unknown as ApiDependencies;
  const app = createApi(dependencies);
  try {
    await app.ready();
    return app.swagger() as unknown as Record<string, unknown>;
  } finally {
    await app.close();
  }
}
