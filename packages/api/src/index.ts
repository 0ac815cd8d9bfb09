export { createApi } from './create-api.ts';
export { DEFAULT_API_LIMITS } from './dependencies.ts';
export type { ApiDependencies, ApiLimits } from './dependencies.ts';
export { openApiDocument } from './open-api-document.ts';
