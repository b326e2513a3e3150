import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

const NAME = 'in-use'
/** https://www.sqlite.org/rescode.html#busy */
const SQLITE_BUSY = 5

/** Another process holds the folder. */
export class FolderInUse extends Error {}

/**
 * Holds a folder for this process alone until it ends, however it ends: by the lock that SQLite sets on a file there.
 * Gives what lets go of it. Throws FolderInUse.
 */
export function holdFolder(folder: string): () => void {
  const file = new DatabaseSync(join(folder, NAME))
  try {
    file.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
  } catch (error) {
    file.close()
    if ((error as { errcode?: number }).errcode !== SQLITE_BUSY) throw error
    throw new FolderInUse(`${folder} is in use by another server`)
  }
  return () => file.close()
}
