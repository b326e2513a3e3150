/** Of the system: no space on the disk, or none of the user's share of it. */
const SYSTEM: readonly unknown[] = ['ENOSPC', 'EDQUOT']
/** Of SQLite, its first byte: https://www.sqlite.org/rescode.html#full; and that its shared memory cannot grow. */
const SQLITE_FULL = 13
const SQLITE_IOERR_SHMSIZE = 4874

/** Whether an error says that there is no room left to write. */
export function saysFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code, errcode = 0 } = error as Error & { code?: unknown; errcode?: number }
  return SYSTEM.includes(code) || (errcode & 0xff) === SQLITE_FULL || errcode === SQLITE_IOERR_SHMSIZE
}
