/** Keys of everything that is cached, from the general to the particular: invalidating a prefix reaches all below it. */
export const queryKeys = {
  session: ['session'],
  graphs: ['graphs'],
  catalogue: ['catalogue'],
  workflows: ['workflows'],
  workflow: (id: string, version?: number) => ['workflow', id, version ?? 'newest'],
  versions: (id: string) => ['workflow', id, 'versions'],
  jobs: ['jobs'],
  job: (id: number) => ['job', id],
  spaces: ['spaces'],
  space: (name: string) => ['spaces', name],
  inputFiles: ['input files'],
  settings: ['settings'],
} as const;
