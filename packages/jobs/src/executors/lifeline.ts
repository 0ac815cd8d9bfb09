import { Socket } from 'node:net';
import { LIFELINE_FD } from './protocol.ts';

/**
 * Runs in a worker thread of an executor, with an event loop of its own: however busy the task keeps the main thread,
 * the process ends in the moment in which the kernel closes the server's end of the pipe.
 * Rejected: looking at the parent's pid from a timer (half a second late, and blind to a channel closed on purpose).
 */
const lifeline = new Socket({ fd: LIFELINE_FD, readable: true, writable: false });
lifeline.on('error', end);
lifeline.on('close', end);
lifeline.resume();

function end(): void {
  process.kill(process.pid, 'SIGKILL');
}
