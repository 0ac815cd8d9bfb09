import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'packages/*/{src,test}/**/*.test.ts',
      'apps/*/{src,test}/**/*.test.ts',
      'test/**/*.test.ts',
      'tools/**/*.test.ts',
    ],
    pool: 'forks',
    maxWorkers: 2,
    // Longer than what a test itself waits for, so that it says what did not come.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What is polled comes when it is there: the default of a second is a matter of how busy the machine is.
    expect: { poll: { timeout: 10_000 } },
  },
});
