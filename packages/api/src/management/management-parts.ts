import type { ApiDependencies, ApiLimits } from '../dependencies.ts';
import type { HttpMetrics } from '../http/http-metrics.ts';
import type { JobPosting } from '../jobs/job-posting.ts';
import type { PasswordWatch } from '../sessions/password-watch.ts';
import type { SessionTokens } from '../sessions/session-token.ts';

/** What the management routes are made of. */
export interface ManagementParts {
  readonly dependencies: ApiDependencies;
  readonly limits: ApiLimits;
  readonly posting: JobPosting;
  readonly tokens: SessionTokens;
  readonly watch: PasswordWatch;
  readonly metrics: HttpMetrics;
}
