import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const VENV = join(import.meta.dirname, '../../.venv');

function succeeds(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: ['ignore', 'ignore', 'ignore'] }).status === 0;
}

/**
 * A Python that has the peers, of a virtual environment in /.venv that is made when it is missing; undefined, with the
 * reason printed, where that cannot be had.
 */
export function peersPython(given: string | undefined): string | undefined {
  if (given !== undefined) return given;
  const python = join(VENV, 'bin/python');
  if (existsSync(python) && succeeds(python, ['-c', 'import networkit, igraph'])) return python;
  if (!succeeds('python3', ['-c', 'import venv, ensurepip'])) {
    console.log('No peers: there is no python3 with venv on the path.');
    return undefined;
  }
  console.log('Making a virtual environment with the peers in .venv …');
  if (!existsSync(python) && !succeeds('python3', ['-m', 'venv', VENV])) {
    console.log('No peers: python3 -m venv failed.');
    return undefined;
  }
  const pip = [python, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'] as const;
  const list = spawnSync(pip[0], [...pip.slice(1), '-r', join(import.meta.dirname, 'peers.txt')], { encoding: 'utf8' });
  if (list.status !== 0) {
    console.log(`No peers: pip could not install them: ${list.stderr.trim().split('\n').at(-1) ?? ''}`);
    return undefined;
  }
  if (!succeeds(pip[0], [...pip.slice(1), 'python-graphblas[default]'])) {
    console.log('No GraphBLAS: pip could not install python-graphblas.');
  }
  return python;
}
