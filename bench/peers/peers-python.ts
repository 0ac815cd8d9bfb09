import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const VENV = join(import.meta.dirname, '../../.venv');
const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt');

/** A Python that has the peers, or why there is none. */
export type PeersPython = { readonly python: string } | { readonly missing: string };

function succeeds(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

/**
 * A Python with NetworKit and igraph: the given one, or that of a virtual environment in the checkout's `.venv`, which is
 * made and filled from PyPI when it is missing.
 */
export function peersPython(given: string | undefined): PeersPython {
  const python = given ?? join(VENV, 'bin/python');
  const isComplete = (): boolean => existsSync(python) && succeeds(python, ['-c', 'import networkit, igraph']);
  if (isComplete()) return { python };
  if (given !== undefined) return { missing: `${given} has no networkit and igraph` };
  if (!succeeds('python3', ['-c', 'import venv, ensurepip'])) {
    return { missing: 'there is no python3 with venv and ensurepip on the path' };
  }
  if (!existsSync(python) && !succeeds('python3', ['-m', 'venv', VENV])) {
    return { missing: `python3 -m venv ${VENV} failed` };
  }
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', REQUIREMENTS];
  const pip = spawnSync(python, install, { encoding: 'utf8' });
  if (pip.status !== 0) return { missing: `pip could not install them: ${pip.stderr.trim().split('\n').at(-1) ?? ''}` };
  return isComplete() ? { python } : { missing: `${VENV} was made, but the packages cannot be imported` };
}
