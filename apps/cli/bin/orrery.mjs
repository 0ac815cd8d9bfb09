#!/usr/bin/env node
// Plain JavaScript, so that an old Node can still say what is wrong.
const NEEDED = [24, 0];
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1])) {
  process.stderr.write(
    `orrery needs Node ${NEEDED.join('.')} or newer, and this is ${process.version}. ` +
      'In a checkout, `npm run orrery -- <command>` uses the pinned one.\n',
  );
  process.exit(1);
}
await import('../src/main.ts');
