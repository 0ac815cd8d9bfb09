import type {
  Catalogue,
  Estimator,
  GraphGateway,
  Health,
  InputFiles,
  MetricsSource,
  Settings,
} from '@orrery/contracts';
import type { JobController, SessionStore, WorkflowStore } from '@orrery/jobs';
import type { TableReader } from '@orrery/tables';
import type { TaskDefaults } from '@orrery/workflow';
import type { Logger } from 'pino';

export interface ApiLimits {
  /** Largest request body. */
  readonly bodyBytes: number;
  /** How long a token of connect is valid. */
  readonly sessionLifetimeMs: number;
  /** Rows and time of the read-only query. */
  readonly queryMaxRows: number;
  readonly queryTimeoutMs: number;
  /** How often the graph is asked, per token in use, whether it still accepts the password. */
  readonly passwordCheckMs: number;
  /** Longest `?wait`; longer ones are cut to it. */
  readonly maxWaitMs: number;
}

export const DEFAULT_API_LIMITS: ApiLimits = {
  bodyBytes: 8 * 1024 * 1024,
  sessionLifetimeMs: 3 * 24 * 3_600_000,
  queryMaxRows: 1000,
  queryTimeoutMs: 30_000,
  passwordCheckMs: 60_000,
  maxWaitMs: 600_000,
};

/** Everything that the API stands on; the composition root passes it in. */
export interface ApiDependencies {
  readonly controller: JobController;
  readonly workflows: WorkflowStore;
  readonly sessions: SessionStore;
  readonly tables: TableReader;
  readonly gateway: GraphGateway;
  readonly catalogue: Catalogue;
  readonly estimator: Estimator;
  readonly inputFiles: InputFiles;
  readonly settings: Settings;
  readonly health: Health;
  /** 32 bytes that tokens are encrypted with. */
  readonly tokenKey: Uint8Array;
  readonly taskDefaults: TaskDefaults;
  readonly limits?: Partial<ApiLimits>;
  /**
   * Names that a request's Host may have, beside localhost and addresses (see hostCheck); undefined: any, for a server
   * whose names nobody told.
   */
  readonly allowedHosts?: readonly string[];
  /** Origins of other web pages that may call the API from a browser (`https://tools.example.com`). */
  readonly allowedOrigins?: readonly string[];
  /** Folder with the built web app; without it `/` is a page that links to the reference. */
  readonly staticRoot?: string;
  /** Metrics of the engines, appended to the API's own. */
  readonly metrics?: MetricsSource;
  readonly logger?: Logger;
}
