import { OrreryError } from '@orrery/contracts';
import { TaskError } from '@orrery/jobs';
import { NebulaError } from '@orrery/nebula';
import { NgqlSyntaxError, ParameterError } from '@orrery/ngql';

/**
 * What a task rejects with: the reason of its cancel or timeout when there was one, `lost` where another attempt may
 * help (the graph is not reached, a connection broke), else `failed` with the message for the user. Anything
 * unforeseen stays as it is.
 */
export function taskFailure(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  if (error instanceof TaskError) return error;
  if (error instanceof OrreryError || error instanceof ParameterError || error instanceof NgqlSyntaxError) {
    return new TaskError('failed', error.message, { cause: error });
  }
  if (!(error instanceof NebulaError)) return error;
  if (error.isConnectionFailure) return new TaskError('lost', error.message, { cause: error });
  const hint =
    error.kind === 'refused'
      ? '; if the password was changed after the job was posted, connect again and run the job again'
      : '';
  return new TaskError('failed', error.message + hint, { cause: error });
}
