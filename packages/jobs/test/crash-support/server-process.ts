import { createController, openMetadata, type Controller, type MetadataLocation } from '@orrery/jobs';
import { testTaskTypes } from '../fixtures/test-task-types.ts';

/**
 * A server made for being killed: a controller, called over the channel of child_process.fork. Its argument is
 * `CrashServerOptions` as JSON.
 */
const options = JSON.parse(process.argv[2]!) as { dataDir: string; location: MetadataLocation; mark: string };

const metadata = await openMetadata(options.location);
const controller = await createController({
  metadata,
  dataDir: options.dataDir,
  key: Buffer.alloc(32, 7),
  taskTypes: testTaskTypes,
  executorEntry: new URL('../fixtures/executor.ts', import.meta.url),
  executorExecArgv: [`--title=${options.mark}`],
  // Two executors are enough to be killed, and start quickly.
  limits: { warmExecutors: 0, maxRunningTasks: 2, retryPauseMs: 10, cancelGraceMs: 300, minFreeDiskBytes: 0 },
});

type Method = 'submit' | 'get' | 'list' | 'cancel' | 'delete' | 'wait' | 'logs' | 'stop';
process.on('message', ({ n, method, args }: { n: number; method: Method; args: unknown[] }) => {
  const call = controller[method] as (...values: unknown[]) => Promise<unknown>;
  call.apply(controller as Controller, args).then(
    (value) => process.send!({ n, value }),
    (error: Error) => process.send!({ n, error: { name: error.name, message: error.message } }),
  );
});
process.on('disconnect', () => process.exit(1));
process.send!({ n: 0, value: 'ready' });
