/** What the shell sees. docs/cli.md has the same table. */
export const EXIT = {
  ok: 0,
  /** The job failed, the statement failed, rows were rejected beyond reason, or anything unforeseen. */
  failed: 1,
  /** The command line, a file or a value is wrong; nothing was done. */
  usage: 2,
  /** The server or the graph refused the account, or was not reached. */
  connection: 3,
  /** No such workflow, job or task. */
  notFound: 4,
  /** Ended by Ctrl-C; what was begun is cancelled. */
  interrupted: 130,
} as const;

/** An error whose message is for the user as it is. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: number;
  constructor(message: string, exitCode: number = EXIT.usage) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Exit code of an error of the API or the engines, by its name in the catalogue. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof CommandError) return error.exitCode;
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return EXIT.usage;
  switch ((error as { name?: string }).name) {
    case 'ErrBadRequest':
    case 'ErrParam':
    case 'ConfigError':
      return EXIT.usage;
    case 'ErrUnauthorized':
    case 'ErrSession':
    case 'ErrForbidden':
    case 'NebulaError':
    case 'ConnectionError':
      return EXIT.connection;
    case 'ErrNotFound':
      return EXIT.notFound;
    default:
      return EXIT.failed;
  }
}
