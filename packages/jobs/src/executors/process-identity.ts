import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * What tells a process from a later one with the same pid: on Linux the boot and the start time in clock ticks, else
 * the start time that `ps` prints. Undefined when there is no such process (a zombie counts as none).
 */
export function processIdentity(pid: number): string | undefined {
  return process.platform === 'linux' ? linuxIdentity(pid) : psIdentity(pid);
}

function linuxIdentity(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name in parentheses may hold anything; fields after it are separated by spaces, from state (3) on.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    return `${bootId()}:${fields[19]}`;
  } catch {
    return undefined;
  }
}

let boot: string | undefined;
function bootId(): string {
  boot ??= readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
  return boot;
}

function psIdentity(pid: number): string | undefined {
  try {
    const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return line === '' || line.startsWith('Z') ? undefined : line.replace(/^\S+\s+/, '');
  } catch {
    return undefined;
  }
}

/**
 * Ends a process with SIGKILL if it is still the one with that identity, and waits until it is gone.
 * @returns whether it was alive
 */
export async function endProcess(pid: number, identity: string, boundMs = 10_000): Promise<boolean> {
  if (processIdentity(pid) !== identity) return false;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
  const until = Date.now() + boundMs;
  while (processIdentity(pid) === identity && Date.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return true;
}
