/* Generated from the OpenAPI document by packages/sdk/generate.ts; do not edit. */
export interface paths {
  readonly '/api-open/v1/connect': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Log in at a graph
     * @description `Authorization: Bearer <base64>` of `["user","password"]` or of `user:password`. The token comes as the cookie `explorer_token`.
     */
    readonly post: operations['connect'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api-open/v1/jobs': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** List the jobs of all workflows */
    readonly get: operations['listJobs'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api-open/v1/jobs/{job_id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** A job with its tasks */
    readonly get: operations['getJob'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api-open/v1/jobs/{job_id}/cancel': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    /**
     * Cancel a job
     * @description A waiting job is Interrupted at once, a running one Stopping first. A final one is refused with 40004000.
     */
    readonly put: operations['cancelJob'];
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api-open/v1/jobs/{job_id}/tasks/{task_id}/sample_result': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** The first rows of a result */
    readonly get: operations['sampleResult'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api-open/v1/workflows/{workflow_id}/jobs': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * List the jobs of a workflow
     * @description A workflow that was deleted keeps its jobs.
     */
    readonly get: operations['listWorkflowJobs'];
    readonly put?: never;
    /**
     * Run a workflow as a job
     * @description Answers once the job is stored. With the header `Idempotency-Key`, the same body gets the same id for 24 hours.
     */
    readonly post: operations['postJob'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/catalogue': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Component types with their parameters and columns */
    readonly get: operations['getCatalogue'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/estimates': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Memory and time that the algorithms of a workflow are expected to need
     * @description Give a definition, or the id of a saved workflow with a version.
     */
    readonly post: operations['estimate'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/files': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** CSV and Parquet files below the configured folders */
    readonly get: operations['listInputFiles'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/files/columns': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Names of a file’s columns, by its header or schema */
    readonly get: operations['listFileColumns'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/graph/neighbourhood': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** Vertices and edges around some vertices */
    readonly post: operations['getNeighbourhood'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/graph/query': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Run a statement that only reads
     * @description At most 1000 rows (query.maxRows) and 30000 ms (query.timeout). Ints come as decimal text.
     */
    readonly post: operations['queryGraph'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/graph/spaces': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Spaces of the graph */
    readonly get: operations['listSpaces'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/graph/spaces/{space}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Schema of a space */
    readonly get: operations['getSpace'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/graphs': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Graphs that one can log in at
     * @description The embedded one first, then those of graph.addresses.
     */
    readonly get: operations['listGraphs'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/health': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Whether the server works */
    readonly get: operations['getHealth'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/jobs': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** List jobs */
    readonly get: operations['findJobs'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/jobs/{job_id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** A job with its tasks, their progress and results */
    readonly get: operations['readJob'];
    readonly put?: never;
    readonly post?: never;
    /** Delete a job that has ended, with its results */
    readonly delete: operations['deleteJob'];
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/jobs/{job_id}/cancel': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    /** Cancel a job */
    readonly put: operations['stopJob'];
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/jobs/{job_id}/events': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Changes of a job as server-sent events
     * @description Events `job` ({sequence, job}), `task` ({sequence, task}) and `log` ({sequence, taskKey, line}), then `end` after the final status. `Last-Event-ID` (or the query parameter lastEventId) goes on after that event, where it is still known; else the present state comes first. 204 when a job that has ended has nothing more to tell. The stream breaks off when its token expires or is revoked.
     */
    readonly get: operations['jobEvents'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/jobs/{job_id}/rerun': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Run a job again, from the start
     * @description With the same version (also of a workflow that was deleted) and input, unless the body says otherwise.
     */
    readonly post: operations['rerunJob'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/jobs/{job_id}/resume': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Go on from the tasks that failed
     * @description Makes a new job that takes over the results of the tasks that succeeded and would run the same again. With another input or version only what that leaves untouched is taken over; `redo` names tasks to run again anyway.
     */
    readonly post: operations['resumeJob'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/jobs/{job_id}/tasks/{task_id}/logs': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Log lines of a task */
    readonly get: operations['readLogs'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/jobs/{job_id}/tasks/{task_id}/result': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Rows of a result */
    readonly get: operations['readResult'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/jobs/{job_id}/tasks/{task_id}/result/download': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** A result as a file */
    readonly get: operations['downloadResult'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/jobs/{job_id}/tasks/{task_id}/result/rejected': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** The rows that the graph refused when the result was written back, each with the reason */
    readonly get: operations['downloadRejectedRows'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/jobs/{job_id}/tasks/{task_id}/result/statistics': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Statistics of a column */
    readonly get: operations['resultStatistics'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/metrics': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Metrics in Prometheus' text format */
    readonly get: operations['getMetrics'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/parse': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** Parameters and output columns of a statement */
    readonly post: operations['parseQuery'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/session': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Who is logged in */
    readonly get: operations['getSession'];
    readonly put?: never;
    readonly post?: never;
    /**
     * Log out: the token is void from now on
     * @description Jobs that were accepted run on.
     */
    readonly delete: operations['logout'];
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/session/password': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    /**
     * Change the password at the graph
     * @description All tokens of the account are void afterwards; this caller gets a new one as the cookie.
     */
    readonly put: operations['changePassword'];
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/settings': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** The configuration in force */
    readonly get: operations['listSettings'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/settings/check': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** Try out what the configuration names */
    readonly post: operations['checkSettings'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/settings/validate': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** Check the text of a configuration file without applying it */
    readonly post: operations['validateSettings'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/validate': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** Check a definition without saving it */
    readonly post: operations['validateDefinition'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/workflows': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** List workflows */
    readonly get: operations['listWorkflows'];
    readonly put?: never;
    /**
     * Save a new workflow
     * @description The definition is checked as a whole; every fault comes with the path of its field.
     */
    readonly post: operations['createWorkflow'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/workflows/{workflow_id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** A workflow with its definition */
    readonly get: operations['getWorkflow'];
    /**
     * Save a new version
     * @description Jobs keep the version that they ran. With ifVersion, a save that somebody else made in between is not overwritten.
     */
    readonly put: operations['updateWorkflow'];
    readonly post?: never;
    /**
     * Delete a workflow
     * @description Its jobs and their results stay, and it can be restored.
     */
    readonly delete: operations['deleteWorkflow'];
    readonly options?: never;
    readonly head?: never;
    /** Rename a workflow */
    readonly patch: operations['renameWorkflow'];
    readonly trace?: never;
  };
  readonly '/api/v1/workflows/{workflow_id}/clone': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** Copy a workflow */
    readonly post: operations['cloneWorkflow'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/workflows/{workflow_id}/definition': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** The definition as a file */
    readonly get: operations['downloadDefinition'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/workflows/{workflow_id}/diff': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * What differs between two versions or two workflows
     * @description `to` is a version of `with`, or of the same workflow where that is left out. Without versions, the newest ones.
     */
    readonly get: operations['diffWorkflow'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/workflows/{workflow_id}/jobs': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Run a workflow as a job
     * @description Answers once the job is stored. With the header `Idempotency-Key`, the same body gets the same id for 24 hours.
     */
    readonly post: operations['runWorkflow'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/workflows/{workflow_id}/restore': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Take the deletion of a workflow back
     * @description With its id, name and every version. A workflow that is not deleted stays as it is.
     */
    readonly post: operations['restoreWorkflow'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/workflows/{workflow_id}/versions': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Versions of a workflow, the newest first */
    readonly get: operations['listVersions'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: never;
  responses: {
    /** @description 40004000 ErrBadRequest: malformed body, or the call is not possible in this state */
    readonly ErrBadRequest: {
      headers: {
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': {
          /** @enum {number} */
          readonly code: 40004000;
          readonly data?: {
            readonly faults: readonly {
              /** @description What the words of the code take; nested phrases are {code, args} again */
              readonly args?: {
                readonly [key: string]: unknown;
              };
              /** @description What is wrong, for texts in other languages: parameter.mustBe */
              readonly code?: string;
              /** @description In English */
              readonly message: string;
              /** @description Field: tasks.pagerank_1.params.ITERATIONS */
              readonly path: string;
            }[];
          };
          readonly message: string;
        };
      };
    };
    /**
     * @description 40004000 ErrBadRequest: malformed body, or the call is not possible in this state
     *
     *     40004001 ErrParam: a parameter of the wrong type, out of range, or unknown
     */
    readonly ErrBadRequest_ErrParam: {
      headers: {
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': {
          /** @enum {number} */
          readonly code: 40004000 | 40004001;
          readonly data?: {
            readonly faults: readonly {
              /** @description What the words of the code take; nested phrases are {code, args} again */
              readonly args?: {
                readonly [key: string]: unknown;
              };
              /** @description What is wrong, for texts in other languages: parameter.mustBe */
              readonly code?: string;
              /** @description In English */
              readonly message: string;
              /** @description Field: tasks.pagerank_1.params.ITERATIONS */
              readonly path: string;
            }[];
          };
          readonly message: string;
        };
      };
    };
    /** @description 40304000 ErrForbidden: the account may not do this, or the graph address is not allowed */
    readonly ErrForbidden: {
      headers: {
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': {
          /** @enum {number} */
          readonly code: 40304000;
          readonly data?: {
            readonly faults: readonly {
              /** @description What the words of the code take; nested phrases are {code, args} again */
              readonly args?: {
                readonly [key: string]: unknown;
              };
              /** @description What is wrong, for texts in other languages: parameter.mustBe */
              readonly code?: string;
              /** @description In English */
              readonly message: string;
              /** @description Field: tasks.pagerank_1.params.ITERATIONS */
              readonly path: string;
            }[];
          };
          readonly message: string;
        };
      };
    };
    /**
     * @description 50004002 ErrInternalController: the job could not be scheduled
     *
     *     50004000 ErrInternalServer: anything unforeseen
     *
     *     50004001 ErrInternalDatabase: the metadata database failed
     */
    readonly ErrInternalController_ErrInternalServer_ErrInternalDatabase: {
      headers: {
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': {
          /** @enum {number} */
          readonly code: 50004002 | 50004000 | 50004001;
          readonly data?: {
            readonly faults: readonly {
              /** @description What the words of the code take; nested phrases are {code, args} again */
              readonly args?: {
                readonly [key: string]: unknown;
              };
              /** @description What is wrong, for texts in other languages: parameter.mustBe */
              readonly code?: string;
              /** @description In English */
              readonly message: string;
              /** @description Field: tasks.pagerank_1.params.ITERATIONS */
              readonly path: string;
            }[];
          };
          readonly message: string;
        };
      };
    };
    /**
     * @description 50004000 ErrInternalServer: anything unforeseen
     *
     *     50004001 ErrInternalDatabase: the metadata database failed
     */
    readonly ErrInternalServer_ErrInternalDatabase: {
      headers: {
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': {
          /** @enum {number} */
          readonly code: 50004000 | 50004001;
          readonly data?: {
            readonly faults: readonly {
              /** @description What the words of the code take; nested phrases are {code, args} again */
              readonly args?: {
                readonly [key: string]: unknown;
              };
              /** @description What is wrong, for texts in other languages: parameter.mustBe */
              readonly code?: string;
              /** @description In English */
              readonly message: string;
              /** @description Field: tasks.pagerank_1.params.ITERATIONS */
              readonly path: string;
            }[];
          };
          readonly message: string;
        };
      };
    };
    /** @description 40404000 ErrNotFound: no such workflow, job, task or route, or it belongs to somebody else */
    readonly ErrNotFound: {
      headers: {
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': {
          /** @enum {number} */
          readonly code: 40404000;
          readonly data?: {
            readonly faults: readonly {
              /** @description What the words of the code take; nested phrases are {code, args} again */
              readonly args?: {
                readonly [key: string]: unknown;
              };
              /** @description What is wrong, for texts in other languages: parameter.mustBe */
              readonly code?: string;
              /** @description In English */
              readonly message: string;
              /** @description Field: tasks.pagerank_1.params.ITERATIONS */
              readonly path: string;
            }[];
          };
          readonly message: string;
        };
      };
    };
    /** @description 40004001 ErrParam: a parameter of the wrong type, out of range, or unknown */
    readonly ErrParam: {
      headers: {
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': {
          /** @enum {number} */
          readonly code: 40004001;
          readonly data?: {
            readonly faults: readonly {
              /** @description What the words of the code take; nested phrases are {code, args} again */
              readonly args?: {
                readonly [key: string]: unknown;
              };
              /** @description What is wrong, for texts in other languages: parameter.mustBe */
              readonly code?: string;
              /** @description In English */
              readonly message: string;
              /** @description Field: tasks.pagerank_1.params.ITERATIONS */
              readonly path: string;
            }[];
          };
          readonly message: string;
        };
      };
    };
    /** @description 42904000 ErrTooManyRequests: too many jobs waiting, or too many failed logins */
    readonly ErrTooManyRequests: {
      headers: {
        /** @description Seconds */
        readonly 'Retry-After'?: number;
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': {
          /** @enum {number} */
          readonly code: 42904000;
          readonly data?: {
            readonly faults: readonly {
              /** @description What the words of the code take; nested phrases are {code, args} again */
              readonly args?: {
                readonly [key: string]: unknown;
              };
              /** @description What is wrong, for texts in other languages: parameter.mustBe */
              readonly code?: string;
              /** @description In English */
              readonly message: string;
              /** @description Field: tasks.pagerank_1.params.ITERATIONS */
              readonly path: string;
            }[];
          };
          readonly message: string;
        };
      };
    };
    /**
     * @description 40104000 ErrUnauthorized: no token, or a malformed Authorization
     *
     *     40104001 ErrSession: expired or revoked token; the graph refused the account or was not reached
     */
    readonly ErrUnauthorized_ErrSession: {
      headers: {
        readonly [name: string]: unknown;
      };
      content: {
        readonly 'application/json': {
          /** @enum {number} */
          readonly code: 40104000 | 40104001;
          readonly data?: {
            readonly faults: readonly {
              /** @description What the words of the code take; nested phrases are {code, args} again */
              readonly args?: {
                readonly [key: string]: unknown;
              };
              /** @description What is wrong, for texts in other languages: parameter.mustBe */
              readonly code?: string;
              /** @description In English */
              readonly message: string;
              /** @description Field: tasks.pagerank_1.params.ITERATIONS */
              readonly path: string;
            }[];
          };
          readonly message: string;
        };
      };
    };
  };
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  readonly connect: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          /** @example 127.0.0.1 */
          readonly address: string;
          /** @example 9669 */
          readonly port: number;
        };
      };
    };
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {number} */
            readonly code: 0;
            readonly data: {
              /** @enum {boolean} */
              readonly success: true;
            };
            /** @enum {string} */
            readonly message: 'Success';
          };
        };
      };
      readonly 400: components['responses']['ErrBadRequest_ErrParam'];
      readonly 401: components['responses']['ErrUnauthorized_ErrSession'];
      readonly 403: components['responses']['ErrForbidden'];
      readonly 429: components['responses']['ErrTooManyRequests'];
      readonly 500: components['responses']['ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly listJobs: {
    readonly parameters: {
      readonly query?: {
        /**
         * @description URL-encoded JSON: name (part of the job name), status (0…5, or a list), fromCreateTime and toCreateTime (milliseconds), orderByCreateTime (desc or asc)
         * @example {"status":2,"orderByCreateTime":"desc"}
         */
        readonly filter?: string;
        readonly page?: number;
        readonly pageSize?: number;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {number} */
            readonly code: 0;
            readonly data: {
              readonly items: readonly {
                /** @description Milliseconds since 1970 */
                readonly createTime: number;
                /** @example 107 */
                readonly id: number;
                /** @example workflow_q745a_20220715092236 */
                readonly name: string;
                /** @description Milliseconds since 1970; null before the first task has started */
                readonly runBeginTime: number | null;
                /** @description Milliseconds since 1970; null before the end */
                readonly runEndTime: number | null;
                /** @description 0 Preparing, 1 Running, 2 Success, 3 Failed, 4 Interrupted, 5 Stopping */
                readonly status: number;
                /** @example 4216617528 */
                readonly workflowId: string;
                /** @example workflow_q745a */
                readonly workflowName: string;
              }[];
              readonly Page: number;
              readonly PageSize: number;
              /** @description Jobs that meet the filter, on all pages */
              readonly total: number;
            };
            /** @enum {string} */
            readonly message: 'Success';
          };
        };
      };
      readonly 400: components['responses']['ErrParam'];
      readonly 401: components['responses']['ErrUnauthorized_ErrSession'];
      readonly 500: components['responses']['ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly getJob: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /** @example 107 */
        readonly job_id: number;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {number} */
            readonly code: 0;
            readonly data: {
              /** @description Milliseconds since 1970 */
              readonly createTime: number;
              /** @example 107 */
              readonly id: number;
              /** @example workflow_q745a_20220715092236 */
              readonly name: string;
              /** @description Milliseconds since 1970; null before the first task has started */
              readonly runBeginTime: number | null;
              /** @description Milliseconds since 1970; null before the end */
              readonly runEndTime: number | null;
              /** @description 0 Preparing, 1 Running, 2 Success, 3 Failed, 4 Interrupted, 5 Stopping */
              readonly status: number;
              readonly tasks: readonly {
                readonly id: string;
                /**
                 * @description Component id
                 * @example query_1
                 */
                readonly name: string;
                /** @description RFC 3339 with offset; null before the start */
                readonly runBeginTime: string | null;
                /** @description RFC 3339 with offset; null before the end */
                readonly runEndTime: string | null;
                /** @description 0 Preparing, 1 Running, 2 Success, 3 Failed, 4 Interrupted, 5 Stopping */
                readonly status: number;
              }[];
              /** @example 4216617528 */
              readonly workflowId: string;
              /** @example workflow_q745a */
              readonly workflowName: string;
            };
            /** @enum {string} */
            readonly message: 'Success';
          };
        };
      };
      readonly 400: components['responses']['ErrParam'];
      readonly 401: components['responses']['ErrUnauthorized_ErrSession'];
      readonly 404: components['responses']['ErrNotFound'];
      readonly 500: components['responses']['ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly cancelJob: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /** @example 107 */
        readonly job_id: number;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {number} */
            readonly code: 0;
            readonly data: {
              /** @enum {boolean} */
              readonly success: true;
            };
            /** @enum {string} */
            readonly message: 'Success';
          };
        };
      };
      readonly 400: components['responses']['ErrBadRequest_ErrParam'];
      readonly 401: components['responses']['ErrUnauthorized_ErrSession'];
      readonly 403: components['responses']['ErrForbidden'];
      readonly 404: components['responses']['ErrNotFound'];
      readonly 500: components['responses']['ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly sampleResult: {
    readonly parameters: {
      readonly query?: {
        readonly limit?: number;
      };
      readonly header?: never;
      readonly path: {
        /** @example 107 */
        readonly job_id: number;
        /**
         * @description 32 hex digits, or the component id
         * @example pagerank_1
         */
        readonly task_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {number} */
            readonly code: 0;
            readonly data: {
              /** @description Rows of texts, doubles with six decimals */
              readonly items: readonly (readonly string[])[];
            };
            /** @enum {string} */
            readonly message: 'Success';
          };
        };
      };
      readonly 400: components['responses']['ErrBadRequest_ErrParam'];
      readonly 401: components['responses']['ErrUnauthorized_ErrSession'];
      readonly 404: components['responses']['ErrNotFound'];
      readonly 500: components['responses']['ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly listWorkflowJobs: {
    readonly parameters: {
      readonly query?: {
        /**
         * @description URL-encoded JSON: name (part of the job name), status (0…5, or a list), fromCreateTime and toCreateTime (milliseconds), orderByCreateTime (desc or asc)
         * @example {"status":2,"orderByCreateTime":"desc"}
         */
        readonly filter?: string;
        readonly page?: number;
        readonly pageSize?: number;
      };
      readonly header?: never;
      readonly path: {
        readonly workflow_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {number} */
            readonly code: 0;
            readonly data: {
              readonly items: readonly {
                /** @description Milliseconds since 1970 */
                readonly createTime: number;
                /** @example 107 */
                readonly id: number;
                /** @example workflow_q745a_20220715092236 */
                readonly name: string;
                /** @description Milliseconds since 1970; null before the first task has started */
                readonly runBeginTime: number | null;
                /** @description Milliseconds since 1970; null before the end */
                readonly runEndTime: number | null;
                /** @description 0 Preparing, 1 Running, 2 Success, 3 Failed, 4 Interrupted, 5 Stopping */
                readonly status: number;
                /** @example 4216617528 */
                readonly workflowId: string;
                /** @example workflow_q745a */
                readonly workflowName: string;
              }[];
              readonly Page: number;
              readonly PageSize: number;
              /** @description Jobs that meet the filter, on all pages */
              readonly total: number;
            };
            /** @enum {string} */
            readonly message: 'Success';
          };
        };
      };
      readonly 400: components['responses']['ErrParam'];
      readonly 401: components['responses']['ErrUnauthorized_ErrSession'];
      readonly 404: components['responses']['ErrNotFound'];
      readonly 500: components['responses']['ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly postJob: {
    readonly parameters: {
      readonly query?: {
        /**
         * @description Wait for the end of the job, at most this long
         * @example 30s
         */
        readonly wait?: string;
      };
      readonly header?: {
        /** @description The same body gets the same id for 24 hours, another one is refused */
        readonly 'Idempotency-Key'?: string;
      };
      readonly path: {
        /** @example 4216617528 */
        readonly workflow_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: {
      readonly content: {
        readonly 'application/json': {
          /**
           * @description Task id -> parameter -> value; numbers keep their digits
           * @example {
           *       "query_1": {
           *         "name": "Tim Duncan"
           *       }
           *     }
           */
          readonly input?: {
            readonly [key: string]: {
              readonly [key: string]: unknown;
            };
          };
        };
      };
    };
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {number} */
            readonly code: 0;
            readonly data: {
              /** @example 107 */
              readonly id: number;
              /** @description Only with wait */
              readonly status?: number;
            };
            /** @enum {string} */
            readonly message: 'Success';
          };
        };
      };
      readonly 400: components['responses']['ErrBadRequest_ErrParam'];
      readonly 401: components['responses']['ErrUnauthorized_ErrSession'];
      readonly 403: components['responses']['ErrForbidden'];
      readonly 404: components['responses']['ErrNotFound'];
      readonly 429: components['responses']['ErrTooManyRequests'];
      readonly 500: components['responses']['ErrInternalController_ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly getCatalogue: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {number} */
            readonly code: 0;
            readonly data: {
              readonly algorithms: readonly {
                readonly category: string;
                readonly citations: readonly {
                  readonly text: string;
                  readonly url?: string;
                }[];
                /** @description Columns where they hang on parameters: those of the first case whose `when` holds */
                readonly columnCases: readonly {
                  readonly columns: readonly {
                    readonly help: string;
                    readonly name: string;
                    readonly type: string;
                  }[];
                  readonly when: {
                    readonly [key: string]: unknown;
                  };
                }[];
                /** @description With the default parameters */
                readonly columns: readonly {
                  readonly help: string;
                  readonly name: string;
                  readonly type: string;
                }[];
                readonly id: string;
                readonly parameters: readonly {
                  /** @description null: must be given */
                  readonly default: unknown;
                  readonly exclusiveMinimum?: number;
                  readonly help: string;
                  readonly maximum?: number;
                  readonly minimum?: number;
                  readonly name: string;
                  /** @description NebulaGraph Analytics does not have it */
                  readonly ours: boolean;
                  /** @description int, double, bool, string, enum, datetime, vid or vids */
                  readonly type: string;
                  readonly values?: readonly string[];
                }[];
                readonly summary: string;
                /** @description ignored or required */
                readonly time: string;
                /** @description ignored or used */
                readonly weight: string;
              }[];
              readonly engines: readonly string[];
              readonly stores: readonly string[];
            };
            /** @enum {string} */
            readonly message: 'Success';
          };
        };
      };
      readonly 401: components['responses']['ErrUnauthorized_ErrSession'];
      readonly 500: components['responses']['ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly estimate: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          readonly definition?: Record<string, never>;
          /**
           * @description Task id -> parameter -> value; numbers keep their digits
           * @example {
           *       "query_1": {
           *         "name": "Tim Duncan"
           *       }
           *     }
           */
          readonly input?: {
            readonly [key: string]: {
              readonly [key: string]: unknown;
            };
          };
          readonly version?: number;
          readonly workflowId?: string;
        };
      };
    };
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {number} */
            readonly code: 0;
            readonly data: {
              readonly items: readonly {
                /** @description What would make it fit; else empty */
                readonly advice: string;
                /** @description Where the figures come from */
                readonly basis: string;
                /**
                 * @description The same, for texts in other languages
                 * @enum {string}
                 */
                readonly basisCode: 'upstream' | 'file' | 'space' | 'unknownSpace';
                readonly edgeCount: number;
                readonly fits: boolean;
                /** @description The size of the input is not known yet: the figures are those of a usual one, for scale */
                readonly isAssumed: boolean;
                readonly memoryBytes: number;
                /** @description How long the task runs, roughly; left out for algorithms that have no figures */
                readonly seconds?: {
                  readonly least: number;
                  readonly most: number;
                };
                readonly task: string;
                readonly vertexCount: number;
              }[];
            };
            /** @enum {string} */
            readonly message: 'Success';
          };
        };
      };
      readonly 400: components['responses']['ErrBadRequest_ErrParam'];
      readonly 401: components['responses']['ErrUnauthorized_ErrSession'];
      readonly 403: components['responses']['ErrForbidden'];
      readonly 404: components['responses']['ErrNotFound'];
      readonly 500: components['responses']['ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly listInputFiles: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {number} */
            readonly code: 0;
            readonly data: {
              /** @description false: there are too many to list all */
              readonly isComplete: boolean;
              /** @description As `input.file` of a task names them */
              readonly items: readonly string[];
            };
            /** @enum {string} */
            readonly message: 'Success';
          };
        };
      };
      readonly 401: components['responses']['ErrUnauthorized_ErrSession'];
      readonly 500: components['responses']['ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly listFileColumns: {
    readonly parameters: {
      readonly query: {
        /** @description Of a CSV */
        readonly delimiter?: string;
        readonly file: string;
        /** @description Of a CSV; without one columns are called "0", "1", … */
        readonly header?: boolean;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {number} */
            readonly code: 0;
            readonly data: {
              readonly items: readonly string[];
            };
            /** @enum {string} */
            readonly message: 'Success';
          };
        };
      };
      readonly 400: components['responses']['ErrParam'];
      readonly 401: components['responses']['ErrUnauthorized_ErrSession'];
      readonly 403: components['responses']['ErrForbidden'];
      readonly 404: components['responses']['ErrNotFound'];
      readonly 500: components['responses']['ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly getNeighbourhood: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          /**
           * @description Only the edges from one of vids to another, whatever direction and steps say
           * @default false
           */
          readonly between?: boolean;
          /**
           * @default both
           * @enum {string}
           */
          readonly direction?: 'out' | 'in' | 'both';
          readonly edges?: readonly string[];
          /**
           * @description Of edges
           * @default 500
           */
          readonly limit?: number;
          readonly space: string;
          /** @default 1 */
          readonly steps?: number;
          readonly vids: readonly (string | number)[];
        };
      };
    };
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {number} */
            readonly code: 0;
            readonly data: {
              readonly edges: readonly {
                /** @description Of an INT64 space as decimal text */
                readonly dst: string;
                /** @enum {string} */
                readonly kind: 'edge';
                readonly props: {
                  readonly [key: string]: unknown;
                };
                readonly rank: string;
                /** @description Of an INT64 space as decimal text */
                readonly src: string;
                readonly type: string;
              }[];
              readonly truncated: boolean;
              readonly vertices: readonly {
                /** @enum {string} */
                readonly kind: 'vertex';
                readonly tags: readonly {
                  readonly name: string;
                  readonly props: {
                    readonly [key: string]: unknown;
                  };
                }[];
                /** @description Of an INT64 space as decimal text */
                readonly vid: string;
              }[];
            };
            /** @enum {string} */
            readonly message: 'Success';
          };
        };
      };
      readonly 400: components['responses']['ErrBadRequest_ErrParam'];
      readonly 401: components['responses']['ErrUnauthorized_ErrSession'];
      readonly 403: components['responses']['ErrForbidden'];
      readonly 404: components['responses']['ErrNotFound'];
      readonly 500: components['responses']['ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly queryGraph: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          readonly maxRows?: number;
          readonly space?: string;
          readonly statement: string;
        };
      };
    };
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {number} */
            readonly code: 0;
            readonly data: {
              readonly columns: readonly string[];
              readonly latencyUs: number;
              readonly rows: readonly (readonly unknown[])[];
              readonly truncated: boolean;
            };
            /** @enum {string} */
            readonly message: 'Success';
          };
        };
      };
      readonly 400: components['responses']['ErrBadRequest_ErrParam'];
      readonly 401: components['responses']['ErrUnauthorized_ErrSession'];
      readonly 403: components['responses']['ErrForbidden'];
      readonly 404: components['responses']['ErrNotFound'];
      readonly 500: components['responses']['ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly listSpaces: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {number} */
            readonly code: 0;
            readonly data: {
              readonly items: readonly string[];
            };
            /** @enum {string} */
            readonly message: 'Success';
          };
        };
      };
      readonly 401: components['responses']['ErrUnauthorized_ErrSession'];
      readonly 500: components['responses']['ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly getSpace: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly space: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {number} */
            readonly code: 0;
            readonly data: {
              readonly edges: readonly {
                readonly name: string;
                readonly properties: readonly {
                  readonly comment?: string;
                  readonly default?: string;
                  readonly name: string;
                  readonly nullable: boolean;
                  readonly type: string;
                }[];
              }[];
              readonly indexes: readonly {
                readonly name: string;
                /** @enum {string} */
                readonly on: 'tag' | 'edge';
                readonly properties: readonly string[];
                readonly schemaName: string;
              }[];
              readonly space: string;
              readonly tags: readonly {
                readonly name: string;
                readonly properties: readonly {
                  readonly comment?: string;
                  readonly default?: string;
                  readonly name: string;
                  readonly nullable: boolean;
                  readonly type: string;
                }[];
              }[];
              /** @enum {string} */
              readonly vidType: 'int64' | 'string';
              /** @example FIXED_STRING(32) */
              readonly vidTypeText: string;
            };
            /** @enum {string} */
            readonly message: 'Success';
          };
        };
      };
      readonly 400: components['responses']['ErrParam'];
      readonly 401: components['responses']['ErrUnauthorized_ErrSession'];
      readonly 404: components['responses']['ErrNotFound'];
      readonly 500: components['responses']['ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly listGraphs: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {number} */
            readonly code: 0;
            readonly data: {
              readonly items: readonly {
                /** @example 127.0.0.1:9669 */
                readonly address: string;
                /** @description This server's own */
                readonly isEmbedded: boolean;
              }[];
            };
            /** @enum {string} */
            readonly message: 'Success';
          };
        };
      };
      readonly 500: components['responses']['ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly getHealth: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {number} */
            readonly code: 0;
            readonly data: {
              readonly components: readonly {
                readonly message: string;
                readonly name: string;
                readonly ok: boolean;
              }[];
              readonly ok: boolean;
              /** @description Milliseconds since 1970 */
              readonly startTime: number;
              readonly version: string;
            };
            /** @enum {string} */
            readonly message: 'Success';
          };
        };
      };
      readonly 500: components['responses']['ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly findJobs: {
    readonly parameters: {
      readonly query?: {
        /** @description Milliseconds since 1970 */
        readonly fromCreateTime?: number;
        /** @description Part of the name */
        readonly name?: string;
        readonly orderByCreateTime?: 'desc' | 'asc';
        readonly page?: number;
        readonly pageSize?: number;
        /** @description May be repeated */
        readonly status?: readonly string[];
        /** @description Milliseconds since 1970 */
        readonly toCreateTime?: number;
        readonly workflowId?: string;
        readonly workflowVersion?: number;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {number} */
            readonly code: 0;
            readonly data: {
              readonly items: readonly {
                /** @description Milliseconds since 1970 */
                readonly createTime: number;
                readonly id: number;
                readonly name: string;
                readonly owner: {
                  readonly graphAddress: string;
                  readonly user: string;
                };
                /** @description Why it failed or was interrupted; else empty */
                readonly reason: string;
                /** @description Milliseconds since 1970 */
                readonly runBeginTime: number | null;
                /** @description Milliseconds since 1970 */
                readonly runEndTime: number | null;
                /** @description The job that this one reruns or resumes */
                readonly sourceJobId: number | null;
                /** @description 0 Preparing, 1 Running, 2 Success, 3 Failed, 4 Interrupted, 5 Stopping */
                readonly status: number;
                readonly taskCount: number;
                readonly workflowId: string;
                readonly workflowName: string;
                readonly workflowVersion: number;
              }[];
              readonly page: number;
              readonly pageSize: number;
              /** @description On all pages */
              readonly total: number;
            };
            /** @enum {string} */
            readonly message: 'Success';
          };
        };
      };
      readonly 400: components['responses']['ErrParam'];
      readonly 401: components['responses']['ErrUnauthorized_ErrSession'];
      readonly 500: components['responses']['ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly readJob: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /** @example 107 */
        readonly job_id: number;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {number} */
            readonly code: 0;
            readonly data: {
              /** @description Milliseconds since 1970 */
              readonly createTime: number;
              readonly id: number;
              /** @description As it was posted; numbers keep their digits */
              readonly input: unknown;
              readonly name: string;
              readonly owner: {
                readonly graphAddress: string;
                readonly user: string;
              };
              /** @description Why it failed or was interrupted; else empty */
              readonly reason: string;
              /** @description Milliseconds since 1970 */
              readonly runBeginTime: number | null;
              /** @description Milliseconds since 1970 */
              readonly runEndTime: number | null;
              /** @description The job that this one reruns or resumes */
              readonly sourceJobId: number | null;
              /** @description 0 Preparing, 1 Running, 2 Success, 3 Failed, 4 Interrupted, 5 Stopping */
              readonly status: number;
              readonly taskCount: number;
              readonly tasks: readonly {
                readonly attempt: number;
                readonly dependsOn: readonly string[];
                readonly id: string;
                /** @description Component id */
                readonly key: string;
                /** @description What is being done */
                readonly phrase: string;
                readonly progress: number;
                readonly reason: string;
                readonly result: {
                  readonly columns: readonly {
                    readonly name: string;
                    /** @description bool, int64, double, string, date, time, datetime or json */
                    readonly type: string;
                  }[];
                  readonly rowCount: number;
                  readonly sizeBytes: number;
                  readonly statistics: {
                    readonly [key: string]: number | string | boolean;
                  };
                } | null;
                /** @description Milliseconds since 1970 */
                readonly runBeginTime: number | null;
                /** @description Milliseconds since 1970 */
                readonly runEndTime: number | null;
                /** @description 0 Preparing, 1 Running, 2 Success, 3 Failed, 4 Interrupted, 5 Stopping */
                readonly status: number;
                readonly taskType: string;
                readonly wait: {
                  /**
                   * @description job: a place for its job in line; tasks: those in dependsOn; retry: its next attempt; limit: fewer tasks running at once; threads, memory: that much of the machine; turn: tasks that have waited longer; executor: a process that starts for it
                   * @enum {string}
                   */
                  readonly for: 'job' | 'tasks' | 'retry' | 'limit' | 'threads' | 'memory' | 'turn' | 'executor';
                  /** @description Threads, or bytes of memory */
                  readonly needs: number | null;
                  /** @description Threads or bytes that the machine has for tasks, or tasks that may run at once */
                  readonly total: number | null;
                  /** @description Milliseconds since 1970 */
                  readonly untilTime: number | null;
                } | null;
              }[];
              readonly workflowId: string;
              readonly workflowName: string;
              readonly workflowVersion: number;
            };
            /** @enum {string} */
            readonly message: 'Success';
          };
        };
      };
      readonly 400: components['responses']['ErrParam'];
      readonly 401: components['responses']['ErrUnauthorized_ErrSession'];
      readonly 404: components['responses']['ErrNotFound'];
      readonly 500: components['responses']['ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly deleteJob: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /** @example 107 */
        readonly job_id: number;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {number} */
            readonly code: 0;
            readonly data: {
              /** @enum {boolean} */
              readonly success: true;
            };
            /** @enum {string} */
            readonly message: 'Success';
          };
        };
      };
      readonly 400: components['responses']['ErrBadRequest_ErrParam'];
      readonly 401: components['responses']['ErrUnauthorized_ErrSession'];
      readonly 403: components['responses']['ErrForbidden'];
      readonly 404: components['responses']['ErrNotFound'];
      readonly 500: components['responses']['ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly stopJob: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /** @example 107 */
        readonly job_id: number;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {number} */
            readonly code: 0;
            readonly data: {
              /** @enum {boolean} */
              readonly success: true;
            };
            /** @enum {string} */
            readonly message: 'Success';
          };
        };
      };
      readonly 400: components['responses']['ErrBadRequest_ErrParam'];
      readonly 401: components['responses']['ErrUnauthorized_ErrSession'];
      readonly 403: components['responses']['ErrForbidden'];
      readonly 404: components['responses']['ErrNotFound'];
      readonly 500: components['responses']['ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly jobEvents: {
    readonly parameters: {
      readonly query?: {
        readonly lastEventId?: number;
      };
      readonly header?: {
        readonly 'Last-Event-ID'?: number;
      };
      readonly path: {
        /** @example 107 */
        readonly job_id: number;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'text/event-stream': string;
        };
      };
      readonly 400: components['responses']['ErrParam'];
      readonly 401: components['responses']['ErrUnauthorized_ErrSession'];
      readonly 404: components['responses']['ErrNotFound'];
      readonly 500: components['responses']['ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly rerunJob: {
    readonly parameters: {
      readonly query?: {
        /**
         * @description Wait for the end of the job, at most this long
         * @example 30s
         */
        readonly wait?: string;
      };
      readonly header?: {
        /** @description The same body gets the same id for 24 hours, another one is refused */
        readonly 'Idempotency-Key'?: string;
      };
      readonly path: {
        /** @example 107 */
        readonly job_id: number;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: {
      readonly content: {
        readonly 'application/json': {
          /**
           * @description Task id -> parameter -> value; numbers keep their digits
           * @example {
           *       "query_1": {
           *         "name": "Tim Duncan"
           *       }
           *     }
           */
          readonly input?: {
            readonly [key: string]: {
              readonly [key: string]: unknown;
            };
          };
          /** @description Version of the workflow; the one that the job ran when left out */
          readonly version?: number | 'newest';
        };
      };
    };
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {number} */
            readonly code: 0;
            readonly data: {
              /** @example 107 */
              readonly id: number;
              /** @description Only with wait */
              readonly status?: number;
            };
            /** @enum {string} */
            readonly message: 'Success';
          };
        };
      };
      readonly 400: components['responses']['ErrBadRequest_ErrParam'];
      readonly 401: components['responses']['ErrUnauthorized_ErrSession'];
      readonly 403: components['responses']['ErrForbidden'];
      readonly 404: components['responses']['ErrNotFound'];
      readonly 429: components['responses']['ErrTooManyRequests'];
      readonly 500: components['responses']['ErrInternalController_ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly resumeJob: {
    readonly parameters: {
      readonly query?: {
        /**
         * @description Wait for the end of the job, at most this long
         * @example 30s
         */
        readonly wait?: string;
      };
      readonly header?: {
        /** @description The same body gets the same id for 24 hours, another one is refused */
        readonly 'Idempotency-Key'?: string;
      };
      readonly path: {
        /** @example 107 */
        readonly job_id: number;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: {
      readonly content: {
        readonly 'application/json': {
          /**
           * @description Task id -> parameter -> value; numbers keep their digits
           * @example {
           *       "query_1": {
           *         "name": "Tim Duncan"
           *       }
           *     }
           */
          readonly input?: {
            readonly [key: string]: {
              readonly [key: string]: unknown;
            };
          };
          /** @description Tasks to run again although they succeeded */
          readonly redo?: readonly string[];
          /** @description Version of the workflow; the one that the job ran when left out */
          readonly version?: number | 'newest';
        };
      };
    };
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {number} */
            readonly code: 0;
            readonly data: {
              /** @example 107 */
              readonly id: number;
              /** @description Only with wait */
              readonly status?: number;
            };
            /** @enum {string} */
            readonly message: 'Success';
          };
        };
      };
      readonly 400: components['responses']['ErrBadRequest_ErrParam'];
      readonly 401: components['responses']['ErrUnauthorized_ErrSession'];
      readonly 403: components['responses']['ErrForbidden'];
      readonly 404: components['responses']['ErrNotFound'];
      readonly 429: components['responses']['ErrTooManyRequests'];
      readonly 500: components['responses']['ErrInternalController_ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly readLogs: {
    readonly parameters: {
      readonly query?: {
        /** @description Sequence of the last line already known */
        readonly after?: number;
        readonly limit?: number;
      };
      readonly header?: never;
      readonly path: {
        /** @example 107 */
        readonly job_id: number;
        /** @example pagerank_1 */
        readonly task_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {number} */
            readonly code: 0;
            readonly data: {
              readonly items: readonly {
                /** @enum {string} */
                readonly level: 'info' | 'warn' | 'error';
                readonly message: string;
                readonly sequence: number;
                /** @description Milliseconds since 1970 */
                readonly time: number;
              }[];
            };
            /** @enum {string} */
            readonly message: 'Success';
          };
        };
      };
      readonly 400: components['responses']['ErrParam'];
      readonly 401: components['responses']['ErrUnauthorized_ErrSession'];
      readonly 404: components['responses']['ErrNotFound'];
      readonly 500: components['responses']['ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly readResult: {
    readonly parameters: {
      readonly query?: {
        /**
         * @description JSON: a list of {column, operator, value} that all hold; operators eq, ne, lt, le, gt, ge, in, contains, startsWith, isNull, notNull
         * @example [{"column":"VALUE","operator":"ge","value":"0.5"}]
         */
        readonly filters?: string;
        readonly limit?: number;
        readonly offset?: number;
        /**
         * @description JSON: a list of {column, descending}
         * @example [{"column":"VALUE","descending":true}]
         */
        readonly sort?: string;
      };
      readonly header?: never;
      readonly path: {
        /** @example 107 */
        readonly job_id: number;
        /** @example pagerank_1 */
        readonly task_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {number} */
            readonly code: 0;
            readonly data: {
              readonly columns: readonly {
                readonly name: string;
                /** @description bool, int64, double, string, date, time, datetime or json */
                readonly type: string;
              }[];
              readonly rows: readonly (readonly (string | number | boolean | null)[])[];
              /** @description Rows that meet the filters */
              readonly total: number;
            };
            /** @enum {string} */
            readonly message: 'Success';
          };
        };
      };
      readonly 400: components['responses']['ErrBadRequest_ErrParam'];
      readonly 401: components['responses']['ErrUnauthorized_ErrSession'];
      readonly 404: components['responses']['ErrNotFound'];
      readonly 500: components['responses']['ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly downloadResult: {
    readonly parameters: {
      readonly query?: {
        /**
         * @description JSON: a list of {column, operator, value} that all hold; operators eq, ne, lt, le, gt, ge, in, contains, startsWith, isNull, notNull
         * @example [{"column":"VALUE","operator":"ge","value":"0.5"}]
         */
        readonly filters?: string;
        readonly format?: 'csv' | 'parquet';
        /**
         * @description JSON: a list of {column, descending}
         * @example [{"column":"VALUE","descending":true}]
         */
        readonly sort?: string;
      };
      readonly header?: never;
      readonly path: {
        /** @example 107 */
        readonly job_id: number;
        /** @example pagerank_1 */
        readonly task_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/vnd.apache.parquet': string;
          readonly 'text/csv': string;
        };
      };
      readonly 400: components['responses']['ErrBadRequest_ErrParam'];
      readonly 401: components['responses']['ErrUnauthorized_ErrSession'];
      readonly 404: components['responses']['ErrNotFound'];
      readonly 500: components['responses']['ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly downloadRejectedRows: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /** @example 107 */
        readonly job_id: number;
        /** @example pagerank_1 */
        readonly task_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'text/csv': string;
        };
      };
      readonly 400: components['responses']['ErrBadRequest_ErrParam'];
      readonly 401: components['responses']['ErrUnauthorized_ErrSession'];
      readonly 404: components['responses']['ErrNotFound'];
      readonly 500: components['responses']['ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly resultStatistics: {
    readonly parameters: {
      readonly query: {
        readonly bins?: number;
        readonly column: string;
        /** @description log: bins of equal ratio over the values above 0 */
        readonly scale?: 'linear' | 'log';
        /** @description How many frequent values */
        readonly top?: number;
      };
      readonly header?: never;
      readonly path: {
        /** @example 107 */
        readonly job_id: number;
        /** @example pagerank_1 */
        readonly task_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {number} */
            readonly code: 0;
            readonly data: {
              readonly column: string;
              readonly count: number;
              readonly distinctApprox: number;
              readonly histogram?: readonly {
                readonly count: number;
                readonly from: number;
                readonly to: number;
              }[];
              /** @description int64 as decimal text, doubles as numbers (not finite ones as text), dates as ISO text */
              readonly max: string | number | boolean | null;
              readonly mean?: number;
              /** @description int64 as decimal text, doubles as numbers (not finite ones as text), dates as ISO text */
              readonly min: string | number | boolean | null;
              readonly nullCount: number;
              readonly quantiles?: readonly {
                readonly q: number;
                readonly value: number;
              }[];
              readonly standardDeviation?: number;
              readonly top: readonly {
                readonly count: number;
                /** @description int64 as decimal text, doubles as numbers (not finite ones as text), dates as ISO text */
                readonly value: string | number | boolean | null;
              }[];
            };
            /** @enum {string} */
            readonly message: 'Success';
          };
        };
      };
      readonly 400: components['responses']['ErrBadRequest_ErrParam'];
      readonly 401: components['responses']['ErrUnauthorized_ErrSession'];
      readonly 404: components['responses']['ErrNotFound'];
      readonly 500: components['responses']['ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly getMetrics: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'text/plain': string;
        };
      };
      readonly 500: components['responses']['ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly parseQuery: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          readonly query: string;
        };
      };
    };
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {number} */
            readonly code: 0;
            readonly data: {
              /** @description null where they are known only when it has run */
              readonly columns: readonly string[] | null;
              readonly faults: readonly {
                readonly column: number;
                readonly line: number;
                readonly message: string;
              }[];
              readonly parameters: readonly {
                readonly name: string;
                /** @description Stands inside a quoted string, where it takes one value */
                readonly quoted: boolean;
              }[];
              /** @description Changes nothing */
              readonly readOnly: boolean;
            };
            /** @enum {string} */
            readonly message: 'Success';
          };
        };
      };
      readonly 400: components['responses']['ErrBadRequest_ErrParam'];
      readonly 401: components['responses']['ErrUnauthorized_ErrSession'];
      readonly 403: components['responses']['ErrForbidden'];
      readonly 500: components['responses']['ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly getSession: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {number} */
            readonly code: 0;
            readonly data: {
              /** @description Milliseconds since 1970 */
              readonly expiresTime: number;
              readonly graphAddress: string;
              /** @description Sees the workflows and jobs of all accounts of the graph */
              readonly isRoot: boolean;
              readonly user: string;
            };
            /** @enum {string} */
            readonly message: 'Success';
          };
        };
      };
      readonly 401: components['responses']['ErrUnauthorized_ErrSession'];
      readonly 500: components['responses']['ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly logout: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {number} */
            readonly code: 0;
            readonly data: {
              /** @enum {boolean} */
              readonly success: true;
            };
            /** @enum {string} */
            readonly message: 'Success';
          };
        };
      };
      readonly 401: components['responses']['ErrUnauthorized_ErrSession'];
      readonly 403: components['responses']['ErrForbidden'];
      readonly 500: components['responses']['ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly changePassword: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          readonly newPassword: string;
          readonly oldPassword: string;
        };
      };
    };
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {number} */
            readonly code: 0;
            readonly data: {
              /** @enum {boolean} */
              readonly success: true;
            };
            /** @enum {string} */
            readonly message: 'Success';
          };
        };
      };
      readonly 400: components['responses']['ErrBadRequest_ErrParam'];
      readonly 401: components['responses']['ErrUnauthorized_ErrSession'];
      readonly 403: components['responses']['ErrForbidden'];
      readonly 429: components['responses']['ErrTooManyRequests'];
      readonly 500: components['responses']['ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly listSettings: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {number} */
            readonly code: 0;
            readonly data: {
              readonly items: readonly {
                readonly default: string | number | boolean | readonly unknown[];
                readonly environmentVariable: string;
                readonly help: string;
                readonly path: string;
                readonly source: string;
                readonly value: string | number | boolean | readonly unknown[];
              }[];
            };
            /** @enum {string} */
            readonly message: 'Success';
          };
        };
      };
      readonly 401: components['responses']['ErrUnauthorized_ErrSession'];
      readonly 403: components['responses']['ErrForbidden'];
      readonly 500: components['responses']['ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly checkSettings: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {number} */
            readonly code: 0;
            readonly data: {
              readonly items: readonly {
                readonly message: string;
                readonly name: string;
                readonly ok: boolean;
                readonly setting?: string;
              }[];
              readonly ok: boolean;
            };
            /** @enum {string} */
            readonly message: 'Success';
          };
        };
      };
      readonly 401: components['responses']['ErrUnauthorized_ErrSession'];
      readonly 403: components['responses']['ErrForbidden'];
      readonly 500: components['responses']['ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly validateSettings: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          readonly text: string;
        };
      };
    };
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {number} */
            readonly code: 0;
            readonly data: {
              readonly faults: readonly {
                /** @description What the words of the code take; nested phrases are {code, args} again */
                readonly args?: {
                  readonly [key: string]: unknown;
                };
                /** @description What is wrong, for texts in other languages: parameter.mustBe */
                readonly code?: string;
                /** @description In English */
                readonly message: string;
                /** @description Field: tasks.pagerank_1.params.ITERATIONS */
                readonly path: string;
              }[];
              readonly valid: boolean;
            };
            /** @enum {string} */
            readonly message: 'Success';
          };
        };
      };
      readonly 400: components['responses']['ErrBadRequest_ErrParam'];
      readonly 401: components['responses']['ErrUnauthorized_ErrSession'];
      readonly 403: components['responses']['ErrForbidden'];
      readonly 500: components['responses']['ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly validateDefinition: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          readonly description?: string;
          readonly layout?: {
            readonly [key: string]: {
              readonly x: number;
              readonly y: number;
            };
          };
          readonly name?: string;
          readonly tasks: {
            readonly [key: string]:
              | {
                  /** @description Order without data */
                  readonly after?: readonly string[];
                  readonly params?: {
                    readonly [key: string]: unknown;
                  };
                  readonly query: string;
                  readonly result?:
                    | {
                        /** @enum {string} */
                        readonly store: 'local';
                      }
                    | {
                        /**
                         * @default insert
                         * @enum {string}
                         */
                        readonly mode?: 'insert' | 'update';
                        readonly property: string;
                        readonly space: string;
                        /** @enum {string} */
                        readonly store: 'nebula';
                        readonly tag: string;
                        /** @description Result column to write; default: the second column */
                        readonly value?: string;
                        /** @description Result column with the vertex ids; default: the first column */
                        readonly vid?: string;
                      };
                  /** @default 3 */
                  readonly retry?: 'never' | number;
                  readonly space: string;
                  /** @description 30s, 5m, 1h */
                  readonly timeout?: string;
                  /** @enum {string} */
                  readonly type: 'Query';
                }
              | {
                  /** @description Order without data */
                  readonly after?: readonly string[];
                  readonly execution?: {
                    /** @default local */
                    readonly engine?: string;
                    readonly threads?: number;
                  };
                  readonly input:
                    | {
                        /** @default true */
                        readonly directed?: boolean;
                        readonly dst: string;
                        /** @description Id of a task, unique in its workflow */
                        readonly from: string;
                        readonly src: string;
                        readonly time?: string;
                        readonly weight?: string;
                      }
                    | {
                        /** @default true */
                        readonly directed?: boolean;
                        readonly edges: readonly string[];
                        readonly space: string;
                        readonly time?: string;
                        readonly weight?: string;
                      }
                    | {
                        /** @default , */
                        readonly delimiter?: string;
                        /** @default true */
                        readonly directed?: boolean;
                        readonly dst: string;
                        /** @description CSV or Parquet below a configured folder */
                        readonly file: string;
                        /**
                         * @description Without a header, columns are named by position: "0", "1", …
                         * @default true
                         */
                        readonly header?: boolean;
                        readonly src: string;
                        readonly time?: string;
                        /** @enum {string} */
                        readonly vidType?: 'int64' | 'string';
                        readonly weight?: string;
                      };
                  readonly params?: {
                    readonly [key: string]: unknown;
                  };
                  readonly result?:
                    | {
                        /** @enum {string} */
                        readonly store: 'local';
                      }
                    | {
                        /**
                         * @default insert
                         * @enum {string}
                         */
                        readonly mode?: 'insert' | 'update';
                        readonly property: string;
                        readonly space: string;
                        /** @enum {string} */
                        readonly store: 'nebula';
                        readonly tag: string;
                        /** @description Result column to write; default: the second column */
                        readonly value?: string;
                        /** @description Result column with the vertex ids; default: the first column */
                        readonly vid?: string;
                      };
                  /** @default 3 */
                  readonly retry?: 'never' | number;
                  /** @description 30s, 5m, 1h */
                  readonly timeout?: string;
                  /** @description An algorithm of the catalogue */
                  readonly type: string;
                };
          };
        };
        readonly 'application/yaml': {
          readonly description?: string;
          readonly layout?: {
            readonly [key: string]: {
              readonly x: number;
              readonly y: number;
            };
          };
          readonly name?: string;
          readonly tasks: {
            readonly [key: string]:
              | {
                  /** @description Order without data */
                  readonly after?: readonly string[];
                  readonly params?: {
                    readonly [key: string]: unknown;
                  };
                  readonly query: string;
                  readonly result?:
                    | {
                        /** @enum {string} */
                        readonly store: 'local';
                      }
                    | {
                        /**
                         * @default insert
                         * @enum {string}
                         */
                        readonly mode?: 'insert' | 'update';
                        readonly property: string;
                        readonly space: string;
                        /** @enum {string} */
                        readonly store: 'nebula';
                        readonly tag: string;
                        /** @description Result column to write; default: the second column */
                        readonly value?: string;
                        /** @description Result column with the vertex ids; default: the first column */
                        readonly vid?: string;
                      };
                  /** @default 3 */
                  readonly retry?: 'never' | number;
                  readonly space: string;
                  /** @description 30s, 5m, 1h */
                  readonly timeout?: string;
                  /** @enum {string} */
                  readonly type: 'Query';
                }
              | {
                  /** @description Order without data */
                  readonly after?: readonly string[];
                  readonly execution?: {
                    /** @default local */
                    readonly engine?: string;
                    readonly threads?: number;
                  };
                  readonly input:
                    | {
                        /** @default true */
                        readonly directed?: boolean;
                        readonly dst: string;
                        /** @description Id of a task, unique in its workflow */
                        readonly from: string;
                        readonly src: string;
                        readonly time?: string;
                        readonly weight?: string;
                      }
                    | {
                        /** @default true */
                        readonly directed?: boolean;
                        readonly edges: readonly string[];
                        readonly space: string;
                        readonly time?: string;
                        readonly weight?: string;
                      }
                    | {
                        /** @default , */
                        readonly delimiter?: string;
                        /** @default true */
                        readonly directed?: boolean;
                        readonly dst: string;
                        /** @description CSV or Parquet below a configured folder */
                        readonly file: string;
                        /**
                         * @description Without a header, columns are named by position: "0", "1", …
                         * @default true
                         */
                        readonly header?: boolean;
                        readonly src: string;
                        readonly time?: string;
                        /** @enum {string} */
                        readonly vidType?: 'int64' | 'string';
                        readonly weight?: string;
                      };
                  readonly params?: {
                    readonly [key: string]: unknown;
                  };
                  readonly result?:
                    | {
                        /** @enum {string} */
                        readonly store: 'local';
                      }
                    | {
                        /**
                         * @default insert
                         * @enum {string}
                         */
                        readonly mode?: 'insert' | 'update';
                        readonly property: string;
                        readonly space: string;
                        /** @enum {string} */
                        readonly store: 'nebula';
                        readonly tag: string;
                        /** @description Result column to write; default: the second column */
                        readonly value?: string;
                        /** @description Result column with the vertex ids; default: the first column */
                        readonly vid?: string;
                      };
                  /** @default 3 */
                  readonly retry?: 'never' | number;
                  /** @description 30s, 5m, 1h */
                  readonly timeout?: string;
                  /** @description An algorithm of the catalogue */
                  readonly type: string;
                };
          };
        };
      };
    };
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {number} */
            readonly code: 0;
            readonly data: {
              readonly faults: readonly {
                /** @description What the words of the code take; nested phrases are {code, args} again */
                readonly args?: {
                  readonly [key: string]: unknown;
                };
                /** @description What is wrong, for texts in other languages: parameter.mustBe */
                readonly code?: string;
                /** @description In English */
                readonly message: string;
                /** @description Field: tasks.pagerank_1.params.ITERATIONS */
                readonly path: string;
              }[];
              readonly valid: boolean;
            };
            /** @enum {string} */
            readonly message: 'Success';
          };
        };
      };
      readonly 400: components['responses']['ErrBadRequest'];
      readonly 401: components['responses']['ErrUnauthorized_ErrSession'];
      readonly 403: components['responses']['ErrForbidden'];
      readonly 500: components['responses']['ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly listWorkflows: {
    readonly parameters: {
      readonly query?: {
        readonly direction?: 'desc' | 'asc';
        readonly orderBy?: 'createTime' | 'updateTime' | 'name';
        readonly page?: number;
        readonly pageSize?: number;
        /** @description Part of the name, or an id */
        readonly search?: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {number} */
            readonly code: 0;
            readonly data: {
              readonly items: readonly {
                /** @description That its newest version uses */
                readonly algorithms: readonly string[];
                /** @description Milliseconds since 1970 */
                readonly createTime: number;
                readonly description: string;
                /** @example 4216617528 */
                readonly id: string;
                /** @description The newest of its jobs that the caller may see */
                readonly lastJob: {
                  /** @description Milliseconds since 1970 */
                  readonly createTime: number;
                  readonly id: number;
                  readonly name: string;
                  readonly owner: {
                    readonly graphAddress: string;
                    readonly user: string;
                  };
                  /** @description Why it failed or was interrupted; else empty */
                  readonly reason: string;
                  /** @description Milliseconds since 1970 */
                  readonly runBeginTime: number | null;
                  /** @description Milliseconds since 1970 */
                  readonly runEndTime: number | null;
                  /** @description The job that this one reruns or resumes */
                  readonly sourceJobId: number | null;
                  /** @description 0 Preparing, 1 Running, 2 Success, 3 Failed, 4 Interrupted, 5 Stopping */
                  readonly status: number;
                  readonly taskCount: number;
                  readonly workflowId: string;
                  readonly workflowName: string;
                  readonly workflowVersion: number;
                } | null;
                readonly name: string;
                readonly owner: {
                  readonly graphAddress: string;
                  readonly user: string;
                };
                readonly taskCount: number;
                /** @description Milliseconds since 1970 */
                readonly updateTime: number;
                readonly version: number;
              }[];
              readonly page: number;
              readonly pageSize: number;
              /** @description On all pages */
              readonly total: number;
            };
            /** @enum {string} */
            readonly message: 'Success';
          };
        };
      };
      readonly 400: components['responses']['ErrParam'];
      readonly 401: components['responses']['ErrUnauthorized_ErrSession'];
      readonly 500: components['responses']['ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly createWorkflow: {
    readonly parameters: {
      readonly query?: {
        /** @description Stands in the version history */
        readonly comment?: string;
        /** @description up to 10 digits; a free one when left out */
        readonly id?: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          readonly description?: string;
          readonly layout?: {
            readonly [key: string]: {
              readonly x: number;
              readonly y: number;
            };
          };
          readonly name?: string;
          readonly tasks: {
            readonly [key: string]:
              | {
                  /** @description Order without data */
                  readonly after?: readonly string[];
                  readonly params?: {
                    readonly [key: string]: unknown;
                  };
                  readonly query: string;
                  readonly result?:
                    | {
                        /** @enum {string} */
                        readonly store: 'local';
                      }
                    | {
                        /**
                         * @default insert
                         * @enum {string}
                         */
                        readonly mode?: 'insert' | 'update';
                        readonly property: string;
                        readonly space: string;
                        /** @enum {string} */
                        readonly store: 'nebula';
                        readonly tag: string;
                        /** @description Result column to write; default: the second column */
                        readonly value?: string;
                        /** @description Result column with the vertex ids; default: the first column */
                        readonly vid?: string;
                      };
                  /** @default 3 */
                  readonly retry?: 'never' | number;
                  readonly space: string;
                  /** @description 30s, 5m, 1h */
                  readonly timeout?: string;
                  /** @enum {string} */
                  readonly type: 'Query';
                }
              | {
                  /** @description Order without data */
                  readonly after?: readonly string[];
                  readonly execution?: {
                    /** @default local */
                    readonly engine?: string;
                    readonly threads?: number;
                  };
                  readonly input:
                    | {
                        /** @default true */
                        readonly directed?: boolean;
                        readonly dst: string;
                        /** @description Id of a task, unique in its workflow */
                        readonly from: string;
                        readonly src: string;
                        readonly time?: string;
                        readonly weight?: string;
                      }
                    | {
                        /** @default true */
                        readonly directed?: boolean;
                        readonly edges: readonly string[];
                        readonly space: string;
                        readonly time?: string;
                        readonly weight?: string;
                      }
                    | {
                        /** @default , */
                        readonly delimiter?: string;
                        /** @default true */
                        readonly directed?: boolean;
                        readonly dst: string;
                        /** @description CSV or Parquet below a configured folder */
                        readonly file: string;
                        /**
                         * @description Without a header, columns are named by position: "0", "1", …
                         * @default true
                         */
                        readonly header?: boolean;
                        readonly src: string;
                        readonly time?: string;
                        /** @enum {string} */
                        readonly vidType?: 'int64' | 'string';
                        readonly weight?: string;
                      };
                  readonly params?: {
                    readonly [key: string]: unknown;
                  };
                  readonly result?:
                    | {
                        /** @enum {string} */
                        readonly store: 'local';
                      }
                    | {
                        /**
                         * @default insert
                         * @enum {string}
                         */
                        readonly mode?: 'insert' | 'update';
                        readonly property: string;
                        readonly space: string;
                        /** @enum {string} */
                        readonly store: 'nebula';
                        readonly tag: string;
                        /** @description Result column to write; default: the second column */
                        readonly value?: string;
                        /** @description Result column with the vertex ids; default: the first column */
                        readonly vid?: string;
                      };
                  /** @default 3 */
                  readonly retry?: 'never' | number;
                  /** @description 30s, 5m, 1h */
                  readonly timeout?: string;
                  /** @description An algorithm of the catalogue */
                  readonly type: string;
                };
          };
        };
        readonly 'application/yaml': {
          readonly description?: string;
          readonly layout?: {
            readonly [key: string]: {
              readonly x: number;
              readonly y: number;
            };
          };
          readonly name?: string;
          readonly tasks: {
            readonly [key: string]:
              | {
                  /** @description Order without data */
                  readonly after?: readonly string[];
                  readonly params?: {
                    readonly [key: string]: unknown;
                  };
                  readonly query: string;
                  readonly result?:
                    | {
                        /** @enum {string} */
                        readonly store: 'local';
                      }
                    | {
                        /**
                         * @default insert
                         * @enum {string}
                         */
                        readonly mode?: 'insert' | 'update';
                        readonly property: string;
                        readonly space: string;
                        /** @enum {string} */
                        readonly store: 'nebula';
                        readonly tag: string;
                        /** @description Result column to write; default: the second column */
                        readonly value?: string;
                        /** @description Result column with the vertex ids; default: the first column */
                        readonly vid?: string;
                      };
                  /** @default 3 */
                  readonly retry?: 'never' | number;
                  readonly space: string;
                  /** @description 30s, 5m, 1h */
                  readonly timeout?: string;
                  /** @enum {string} */
                  readonly type: 'Query';
                }
              | {
                  /** @description Order without data */
                  readonly after?: readonly string[];
                  readonly execution?: {
                    /** @default local */
                    readonly engine?: string;
                    readonly threads?: number;
                  };
                  readonly input:
                    | {
                        /** @default true */
                        readonly directed?: boolean;
                        readonly dst: string;
                        /** @description Id of a task, unique in its workflow */
                        readonly from: string;
                        readonly src: string;
                        readonly time?: string;
                        readonly weight?: string;
                      }
                    | {
                        /** @default true */
                        readonly directed?: boolean;
                        readonly edges: readonly string[];
                        readonly space: string;
                        readonly time?: string;
                        readonly weight?: string;
                      }
                    | {
                        /** @default , */
                        readonly delimiter?: string;
                        /** @default true */
                        readonly directed?: boolean;
                        readonly dst: string;
                        /** @description CSV or Parquet below a configured folder */
                        readonly file: string;
                        /**
                         * @description Without a header, columns are named by position: "0", "1", …
                         * @default true
                         */
                        readonly header?: boolean;
                        readonly src: string;
                        readonly time?: string;
                        /** @enum {string} */
                        readonly vidType?: 'int64' | 'string';
                        readonly weight?: string;
                      };
                  readonly params?: {
                    readonly [key: string]: unknown;
                  };
                  readonly result?:
                    | {
                        /** @enum {string} */
                        readonly store: 'local';
                      }
                    | {
                        /**
                         * @default insert
                         * @enum {string}
                         */
                        readonly mode?: 'insert' | 'update';
                        readonly property: string;
                        readonly space: string;
                        /** @enum {string} */
                        readonly store: 'nebula';
                        readonly tag: string;
                        /** @description Result column to write; default: the second column */
                        readonly value?: string;
                        /** @description Result column with the vertex ids; default: the first column */
                        readonly vid?: string;
                      };
                  /** @default 3 */
                  readonly retry?: 'never' | number;
                  /** @description 30s, 5m, 1h */
                  readonly timeout?: string;
                  /** @description An algorithm of the catalogue */
                  readonly type: string;
                };
          };
        };
      };
    };
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {number} */
            readonly code: 0;
            readonly data: {
              /** @example 4216617528 */
              readonly id: string;
              readonly version: number;
            };
            /** @enum {string} */
            readonly message: 'Success';
          };
        };
      };
      readonly 400: components['responses']['ErrBadRequest_ErrParam'];
      readonly 401: components['responses']['ErrUnauthorized_ErrSession'];
      readonly 403: components['responses']['ErrForbidden'];
      readonly 500: components['responses']['ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly getWorkflow: {
    readonly parameters: {
      readonly query?: {
        /** @description The newest when left out */
        readonly version?: number;
      };
      readonly header?: never;
      readonly path: {
        /** @example 4216617528 */
        readonly workflow_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {number} */
            readonly code: 0;
            readonly data: {
              /** @description Milliseconds since 1970 */
              readonly createTime: number;
              /** @description The workflow definition; numbers keep their digits */
              readonly definition: Record<string, never>;
              readonly description: string;
              /** @example 4216617528 */
              readonly id: string;
              readonly name: string;
              readonly owner: {
                readonly graphAddress: string;
                readonly user: string;
              };
              /** @description Milliseconds since 1970 */
              readonly updateTime: number;
              readonly version: number;
            };
            /** @enum {string} */
            readonly message: 'Success';
          };
        };
      };
      readonly 400: components['responses']['ErrParam'];
      readonly 401: components['responses']['ErrUnauthorized_ErrSession'];
      readonly 404: components['responses']['ErrNotFound'];
      readonly 500: components['responses']['ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly updateWorkflow: {
    readonly parameters: {
      readonly query?: {
        /** @description Stands in the version history */
        readonly comment?: string;
        readonly ifVersion?: number;
      };
      readonly header?: never;
      readonly path: {
        /** @example 4216617528 */
        readonly workflow_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          readonly description?: string;
          readonly layout?: {
            readonly [key: string]: {
              readonly x: number;
              readonly y: number;
            };
          };
          readonly name?: string;
          readonly tasks: {
            readonly [key: string]:
              | {
                  /** @description Order without data */
                  readonly after?: readonly string[];
                  readonly params?: {
                    readonly [key: string]: unknown;
                  };
                  readonly query: string;
                  readonly result?:
                    | {
                        /** @enum {string} */
                        readonly store: 'local';
                      }
                    | {
                        /**
                         * @default insert
                         * @enum {string}
                         */
                        readonly mode?: 'insert' | 'update';
                        readonly property: string;
                        readonly space: string;
                        /** @enum {string} */
                        readonly store: 'nebula';
                        readonly tag: string;
                        /** @description Result column to write; default: the second column */
                        readonly value?: string;
                        /** @description Result column with the vertex ids; default: the first column */
                        readonly vid?: string;
                      };
                  /** @default 3 */
                  readonly retry?: 'never' | number;
                  readonly space: string;
                  /** @description 30s, 5m, 1h */
                  readonly timeout?: string;
                  /** @enum {string} */
                  readonly type: 'Query';
                }
              | {
                  /** @description Order without data */
                  readonly after?: readonly string[];
                  readonly execution?: {
                    /** @default local */
                    readonly engine?: string;
                    readonly threads?: number;
                  };
                  readonly input:
                    | {
                        /** @default true */
                        readonly directed?: boolean;
                        readonly dst: string;
                        /** @description Id of a task, unique in its workflow */
                        readonly from: string;
                        readonly src: string;
                        readonly time?: string;
                        readonly weight?: string;
                      }
                    | {
                        /** @default true */
                        readonly directed?: boolean;
                        readonly edges: readonly string[];
                        readonly space: string;
                        readonly time?: string;
                        readonly weight?: string;
                      }
                    | {
                        /** @default , */
                        readonly delimiter?: string;
                        /** @default true */
                        readonly directed?: boolean;
                        readonly dst: string;
                        /** @description CSV or Parquet below a configured folder */
                        readonly file: string;
                        /**
                         * @description Without a header, columns are named by position: "0", "1", …
                         * @default true
                         */
                        readonly header?: boolean;
                        readonly src: string;
                        readonly time?: string;
                        /** @enum {string} */
                        readonly vidType?: 'int64' | 'string';
                        readonly weight?: string;
                      };
                  readonly params?: {
                    readonly [key: string]: unknown;
                  };
                  readonly result?:
                    | {
                        /** @enum {string} */
                        readonly store: 'local';
                      }
                    | {
                        /**
                         * @default insert
                         * @enum {string}
                         */
                        readonly mode?: 'insert' | 'update';
                        readonly property: string;
                        readonly space: string;
                        /** @enum {string} */
                        readonly store: 'nebula';
                        readonly tag: string;
                        /** @description Result column to write; default: the second column */
                        readonly value?: string;
                        /** @description Result column with the vertex ids; default: the first column */
                        readonly vid?: string;
                      };
                  /** @default 3 */
                  readonly retry?: 'never' | number;
                  /** @description 30s, 5m, 1h */
                  readonly timeout?: string;
                  /** @description An algorithm of the catalogue */
                  readonly type: string;
                };
          };
        };
        readonly 'application/yaml': {
          readonly description?: string;
          readonly layout?: {
            readonly [key: string]: {
              readonly x: number;
              readonly y: number;
            };
          };
          readonly name?: string;
          readonly tasks: {
            readonly [key: string]:
              | {
                  /** @description Order without data */
                  readonly after?: readonly string[];
                  readonly params?: {
                    readonly [key: string]: unknown;
                  };
                  readonly query: string;
                  readonly result?:
                    | {
                        /** @enum {string} */
                        readonly store: 'local';
                      }
                    | {
                        /**
                         * @default insert
                         * @enum {string}
                         */
                        readonly mode?: 'insert' | 'update';
                        readonly property: string;
                        readonly space: string;
                        /** @enum {string} */
                        readonly store: 'nebula';
                        readonly tag: string;
                        /** @description Result column to write; default: the second column */
                        readonly value?: string;
                        /** @description Result column with the vertex ids; default: the first column */
                        readonly vid?: string;
                      };
                  /** @default 3 */
                  readonly retry?: 'never' | number;
                  readonly space: string;
                  /** @description 30s, 5m, 1h */
                  readonly timeout?: string;
                  /** @enum {string} */
                  readonly type: 'Query';
                }
              | {
                  /** @description Order without data */
                  readonly after?: readonly string[];
                  readonly execution?: {
                    /** @default local */
                    readonly engine?: string;
                    readonly threads?: number;
                  };
                  readonly input:
                    | {
                        /** @default true */
                        readonly directed?: boolean;
                        readonly dst: string;
                        /** @description Id of a task, unique in its workflow */
                        readonly from: string;
                        readonly src: string;
                        readonly time?: string;
                        readonly weight?: string;
                      }
                    | {
                        /** @default true */
                        readonly directed?: boolean;
                        readonly edges: readonly string[];
                        readonly space: string;
                        readonly time?: string;
                        readonly weight?: string;
                      }
                    | {
                        /** @default , */
                        readonly delimiter?: string;
                        /** @default true */
                        readonly directed?: boolean;
                        readonly dst: string;
                        /** @description CSV or Parquet below a configured folder */
                        readonly file: string;
                        /**
                         * @description Without a header, columns are named by position: "0", "1", …
                         * @default true
                         */
                        readonly header?: boolean;
                        readonly src: string;
                        readonly time?: string;
                        /** @enum {string} */
                        readonly vidType?: 'int64' | 'string';
                        readonly weight?: string;
                      };
                  readonly params?: {
                    readonly [key: string]: unknown;
                  };
                  readonly result?:
                    | {
                        /** @enum {string} */
                        readonly store: 'local';
                      }
                    | {
                        /**
                         * @default insert
                         * @enum {string}
                         */
                        readonly mode?: 'insert' | 'update';
                        readonly property: string;
                        readonly space: string;
                        /** @enum {string} */
                        readonly store: 'nebula';
                        readonly tag: string;
                        /** @description Result column to write; default: the second column */
                        readonly value?: string;
                        /** @description Result column with the vertex ids; default: the first column */
                        readonly vid?: string;
                      };
                  /** @default 3 */
                  readonly retry?: 'never' | number;
                  /** @description 30s, 5m, 1h */
                  readonly timeout?: string;
                  /** @description An algorithm of the catalogue */
                  readonly type: string;
                };
          };
        };
      };
    };
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {number} */
            readonly code: 0;
            readonly data: {
              /** @example 4216617528 */
              readonly id: string;
              readonly version: number;
            };
            /** @enum {string} */
            readonly message: 'Success';
          };
        };
      };
      readonly 400: components['responses']['ErrBadRequest_ErrParam'];
      readonly 401: components['responses']['ErrUnauthorized_ErrSession'];
      readonly 403: components['responses']['ErrForbidden'];
      readonly 404: components['responses']['ErrNotFound'];
      readonly 500: components['responses']['ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly deleteWorkflow: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /** @example 4216617528 */
        readonly workflow_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {number} */
            readonly code: 0;
            readonly data: {
              /** @enum {boolean} */
              readonly success: true;
            };
            /** @enum {string} */
            readonly message: 'Success';
          };
        };
      };
      readonly 401: components['responses']['ErrUnauthorized_ErrSession'];
      readonly 403: components['responses']['ErrForbidden'];
      readonly 404: components['responses']['ErrNotFound'];
      readonly 500: components['responses']['ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly renameWorkflow: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /** @example 4216617528 */
        readonly workflow_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': {
          /** @description without control characters, nor blanks around it */
          readonly name: string;
        };
      };
    };
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {number} */
            readonly code: 0;
            readonly data: {
              /** @description That its newest version uses */
              readonly algorithms: readonly string[];
              /** @description Milliseconds since 1970 */
              readonly createTime: number;
              readonly description: string;
              /** @example 4216617528 */
              readonly id: string;
              /** @description The newest of its jobs that the caller may see */
              readonly lastJob: {
                /** @description Milliseconds since 1970 */
                readonly createTime: number;
                readonly id: number;
                readonly name: string;
                readonly owner: {
                  readonly graphAddress: string;
                  readonly user: string;
                };
                /** @description Why it failed or was interrupted; else empty */
                readonly reason: string;
                /** @description Milliseconds since 1970 */
                readonly runBeginTime: number | null;
                /** @description Milliseconds since 1970 */
                readonly runEndTime: number | null;
                /** @description The job that this one reruns or resumes */
                readonly sourceJobId: number | null;
                /** @description 0 Preparing, 1 Running, 2 Success, 3 Failed, 4 Interrupted, 5 Stopping */
                readonly status: number;
                readonly taskCount: number;
                readonly workflowId: string;
                readonly workflowName: string;
                readonly workflowVersion: number;
              } | null;
              readonly name: string;
              readonly owner: {
                readonly graphAddress: string;
                readonly user: string;
              };
              readonly taskCount: number;
              /** @description Milliseconds since 1970 */
              readonly updateTime: number;
              readonly version: number;
            };
            /** @enum {string} */
            readonly message: 'Success';
          };
        };
      };
      readonly 400: components['responses']['ErrBadRequest_ErrParam'];
      readonly 401: components['responses']['ErrUnauthorized_ErrSession'];
      readonly 403: components['responses']['ErrForbidden'];
      readonly 404: components['responses']['ErrNotFound'];
      readonly 500: components['responses']['ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly cloneWorkflow: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /** @example 4216617528 */
        readonly workflow_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: {
      readonly content: {
        readonly 'application/json': {
          /** @description without control characters, nor blanks around it */
          readonly name?: string;
        };
      };
    };
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {number} */
            readonly code: 0;
            readonly data: {
              /** @example 4216617528 */
              readonly id: string;
              readonly version: number;
            };
            /** @enum {string} */
            readonly message: 'Success';
          };
        };
      };
      readonly 400: components['responses']['ErrBadRequest_ErrParam'];
      readonly 401: components['responses']['ErrUnauthorized_ErrSession'];
      readonly 403: components['responses']['ErrForbidden'];
      readonly 404: components['responses']['ErrNotFound'];
      readonly 500: components['responses']['ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly downloadDefinition: {
    readonly parameters: {
      readonly query?: {
        readonly format?: 'yaml' | 'json';
        readonly version?: number;
      };
      readonly header?: never;
      readonly path: {
        /** @example 4216617528 */
        readonly workflow_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': Record<string, never>;
          readonly 'application/yaml': string;
        };
      };
      readonly 400: components['responses']['ErrParam'];
      readonly 401: components['responses']['ErrUnauthorized_ErrSession'];
      readonly 404: components['responses']['ErrNotFound'];
      readonly 500: components['responses']['ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly diffWorkflow: {
    readonly parameters: {
      readonly query?: {
        readonly from?: number;
        readonly to?: number;
        /**
         * @description Another workflow
         * @example 4216617529
         */
        readonly with?: string;
      };
      readonly header?: never;
      readonly path: {
        /** @example 4216617528 */
        readonly workflow_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {number} */
            readonly code: 0;
            readonly data: {
              readonly changes: readonly {
                readonly after?: unknown;
                readonly before?: unknown;
                /** @enum {string} */
                readonly kind: 'added' | 'removed' | 'changed';
                readonly path: string;
              }[];
              readonly from: {
                readonly id: string;
                readonly version: number;
              };
              readonly to: {
                readonly id: string;
                readonly version: number;
              };
            };
            /** @enum {string} */
            readonly message: 'Success';
          };
        };
      };
      readonly 400: components['responses']['ErrParam'];
      readonly 401: components['responses']['ErrUnauthorized_ErrSession'];
      readonly 404: components['responses']['ErrNotFound'];
      readonly 500: components['responses']['ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly runWorkflow: {
    readonly parameters: {
      readonly query?: {
        /**
         * @description Wait for the end of the job, at most this long
         * @example 30s
         */
        readonly wait?: string;
      };
      readonly header?: {
        /** @description The same body gets the same id for 24 hours, another one is refused */
        readonly 'Idempotency-Key'?: string;
      };
      readonly path: {
        /** @example 4216617528 */
        readonly workflow_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: {
      readonly content: {
        readonly 'application/json': {
          /**
           * @description Task id -> parameter -> value; numbers keep their digits
           * @example {
           *       "query_1": {
           *         "name": "Tim Duncan"
           *       }
           *     }
           */
          readonly input?: {
            readonly [key: string]: {
              readonly [key: string]: unknown;
            };
          };
        };
      };
    };
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {number} */
            readonly code: 0;
            readonly data: {
              /** @example 107 */
              readonly id: number;
              /** @description Only with wait */
              readonly status?: number;
            };
            /** @enum {string} */
            readonly message: 'Success';
          };
        };
      };
      readonly 400: components['responses']['ErrBadRequest_ErrParam'];
      readonly 401: components['responses']['ErrUnauthorized_ErrSession'];
      readonly 403: components['responses']['ErrForbidden'];
      readonly 404: components['responses']['ErrNotFound'];
      readonly 429: components['responses']['ErrTooManyRequests'];
      readonly 500: components['responses']['ErrInternalController_ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly restoreWorkflow: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /** @example 4216617528 */
        readonly workflow_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {number} */
            readonly code: 0;
            readonly data: {
              /** @example 4216617528 */
              readonly id: string;
              readonly version: number;
            };
            /** @enum {string} */
            readonly message: 'Success';
          };
        };
      };
      readonly 401: components['responses']['ErrUnauthorized_ErrSession'];
      readonly 403: components['responses']['ErrForbidden'];
      readonly 404: components['responses']['ErrNotFound'];
      readonly 500: components['responses']['ErrInternalServer_ErrInternalDatabase'];
    };
  };
  readonly listVersions: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /** @example 4216617528 */
        readonly workflow_id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Success */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            /** @enum {number} */
            readonly code: 0;
            readonly data: {
              readonly items: readonly {
                readonly comment: string;
                /** @description Milliseconds since 1970 */
                readonly createTime: number;
                readonly version: number;
              }[];
            };
            /** @enum {string} */
            readonly message: 'Success';
          };
        };
      };
      readonly 401: components['responses']['ErrUnauthorized_ErrSession'];
      readonly 404: components['responses']['ErrNotFound'];
      readonly 500: components['responses']['ErrInternalServer_ErrInternalDatabase'];
    };
  };
}
