import { startVitest } from 'vitest/node';

/**
 * `npm test [-- --unit] [-- filter…]`: runs the tests; the last line is `N passed, N failed, N skipped`.
 * `--unit` leaves out what starts servers, browsers or builds (`*.integration.test.ts` and the root `test/`).
 */
const args = process.argv.slice(2);
const unknown = args.filter((arg) => arg.startsWith('-') && arg !== '--unit');
if (unknown.length > 0) {
  process.stderr.write(`npm test: unknown option ${unknown.join(' ')}; it takes --unit and filters of file names\n`);
  process.exit(2);
}
const filters = args.filter((arg) => !arg.startsWith('-'));
const exclude = args.includes('--unit') ? ['test/**', '**/*.integration.test.ts'] : [];

const vitest = await startVitest(filters, {
  watch: false,
  reporters: ['default', './tools/test-summary-reporter.ts'],
  ...(exclude.length > 0 ? { exclude: ['**/node_modules/**', ...exclude] } : {}),
});
await vitest?.close();
process.exit(process.exitCode ?? 0);
