import { NotACapture } from '../model/capture.ts'
import { FolderInUse } from '../store/folder-lock.ts'
import { UnreadableResult } from '../store/results/reader.ts'
import { saysFull } from '../store/storage-full.ts'

/** Exit codes: something of ours went wrong; what was asked for or given is no good. */
export const BROKEN = 1
export const BAD_INPUT = 2

/** What the user can mend: said in one line, with exit code 2. */
export class BadInput extends Error {}

/** What system errors mean for a file that the user named. */
const SYSTEM: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'is a folder, not a file',
  ENOTDIR: 'is a file, not a folder',
  EEXIST: 'is a file, not a folder',
  EROFS: 'the file system is read-only',
}

/** Exit code and one line for whatever was thrown. */
export function explain(error: unknown): { code: number; line: string } {
  if (!(error instanceof Error)) return { code: BROKEN, line: String(error) }
  const line = error.message.replace(/\s*\n\s*/g, ' ')
  if (error instanceof BadInput || error instanceof NotACapture || error instanceof UnreadableResult) {
    return { code: BAD_INPUT, line }
  }
  if (error instanceof FolderInUse) return { code: BROKEN, line: `${line}: is one running already?` }
  if (saysFull(error)) return { code: BROKEN, line: 'no space left on the disk' }
  const { code, path, port } = error as NodeJS.ErrnoException & { port?: number }
  if (code === 'EADDRINUSE') return { code: BROKEN, line: `port ${port} is in use: is the server running already?` }
  const meaning = code === undefined ? undefined : SYSTEM[code]
  return meaning === undefined || path === undefined
    ? { code: BROKEN, line }
    : { code: BAD_INPUT, line: `${path}: ${meaning}` }
}
