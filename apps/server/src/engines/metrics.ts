import type { ControllerStatistics } from '@orrery/jobs';

/** The controller's state in Prometheus' text format. */
export function metricsText(statistics: ControllerStatistics): string {
  const { executors, threads, memoryBytes } = statistics;
  const gauges: [name: string, help: string, samples: [labels: string, value: number][]][] = [
    [
      'orrery_jobs',
      'Jobs that have not ended.',
      [
        ['{state="waiting"}', statistics.waitingJobs],
        ['{state="running"}', statistics.runningJobs],
      ],
    ],
    ['orrery_tasks_running', 'Tasks that run.', [['', statistics.runningTasks]]],
    [
      'orrery_executors',
      'Executor processes.',
      [
        ['{state="idle"}', executors.idle],
        ['{state="busy"}', executors.busy],
        ['{state="starting"}', executors.starting],
      ],
    ],
    ['orrery_threads_used', 'Threads that running tasks were admitted with.', [['', threads.used]]],
    ['orrery_threads_limit', 'Threads that tasks may use together.', [['', threads.total]]],
    ['orrery_task_memory_bytes', 'Memory that running tasks were admitted with.', [['', memoryBytes.used]]],
    ['orrery_task_memory_limit_bytes', 'Memory that tasks may use together.', [['', memoryBytes.total]]],
  ];
  return gauges
    .map(([name, help, samples]) =>
      [
        `# HELP ${name} ${help}`,
        `# TYPE ${name} gauge`,
        ...samples.map(([labels, value]) => `${name}${labels} ${value}`),
      ].join('\n'),
    )
    .join('\n')
    .concat('\n');
}
