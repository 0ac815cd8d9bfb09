// Runs a script of this checkout under the pinned Node, after installing and building what is missing.
// Plain JavaScript without dependencies: it is the one file that the machine's own Node runs (any from 18).
//
//   node tools/with-install.mjs <script.ts> [arguments]
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const windows = process.platform === 'win32';
const pinnedNode = join(root, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node');
const marker = join(root, 'node_modules', '.orrery-installed');

function installIfMissing() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(pinnedNode) && existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return;
  process.stderr.write('orrery: installing dependencies (npm ci), once per change of package-lock.json\n');
  // npm prints to stderr here, so that a script's own output stays clean.
  const result = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: windows,
  });
  if (result.status !== 0) {
    process.stderr.write(
      'orrery: npm ci failed. It needs npm on the path and the npm registry; the reason is in the lines above.\n',
    );
    process.exit(1);
  }
  writeFileSync(marker, wanted);
}

function run(script, args) {
  const child = spawn(pinnedNode, [script, ...args], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // A signal for `npm start` ends npm and its shell, which tell nobody: the program would go on, and hold its port.
  if (process.env.npm_lifecycle_event !== undefined) {
    const shell = process.ppid;
    const watch = setInterval(() => {
      if (process.ppid === shell) return;
      clearInterval(watch);
      child.kill('SIGTERM');
    }, 500);
  }
  child.on('error', (error) => {
    process.stderr.write(`orrery: could not start ${pinnedNode}: ${error.message}\n`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(signal ? 128 + (signal === 'SIGINT' ? 2 : 15) : code));
}

const [script, ...args] = process.argv.slice(2);
if (!script) {
  process.stderr.write('usage: node tools/with-install.mjs <script.ts> [arguments]\n');
  process.exit(2);
}
installIfMissing();
const buildScript = join(root, 'tools', 'build.ts');
if (join(root, script) !== buildScript) {
  const build = spawnSync(pinnedNode, [buildScript], { cwd: root, stdio: ['ignore', 2, 2] });
  if (build.status !== 0) process.exit(build.status ?? 1);
}
run(join(root, script), args);
