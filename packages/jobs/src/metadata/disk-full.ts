/** True when a write failed for want of disk space: of the file system, of SQLite, of PostgreSQL. */
export function isDiskFull(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  // Our own errors have a number there.
  if (typeof code !== 'string') return false;
  return (
    code === 'ENOSPC' ||
    code === 'SQLITE_FULL' ||
    code === '53100' ||
    // What SQLite reports when its log or its index of the log can't grow.
    code.startsWith('SQLITE_IOERR_WRITE') ||
    code.startsWith('SQLITE_IOERR_SHM')
  );
}
