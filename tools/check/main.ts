import { join } from 'node:path';
import { checkImports } from './imports.ts';

/** `npm run check`: the import table. Types, lint and format have their own tests in test/house. */
const violations = checkImports(join(import.meta.dirname, '../..'));
for (const violation of violations) process.stderr.write(`${violation}\n`);
process.stdout.write(violations.length === 0 ? 'imports: in order\n' : `imports: ${violations.length} violations\n`);
process.exit(violations.length === 0 ? 0 : 1);
