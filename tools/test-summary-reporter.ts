import type { Reporter, SerializedError, TestCase, TestModule } from 'vitest/node';

/** Prints every skipped test with its reason, and as the last line the counts of the whole run. */
export default class TestSummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    let passed = 0;
    let failed = 0;
    const skipped: string[] = [];
    for (const module of modules) {
      const tests: TestCase[] = [...module.children.allTests()];
      for (const test of tests) {
        const { state } = test.result();
        if (state === 'passed') passed++;
        else if (state === 'failed') failed++;
        else skipped.push(`${module.relativeModuleId}: ${test.fullName}`);
      }
      if (module.state() === 'failed' && !tests.some((test) => test.result().state === 'failed')) failed++;
    }
    failed += unhandledErrors.length;
    if (passed + failed + skipped.length === 0) failed = 1;
    const lines = skipped.map((name) => `skipped: ${name}\n`).join('');
    process.stdout.write(`\n${lines}${passed} passed, ${failed} failed, ${skipped.length} skipped\n`);
  }
}
