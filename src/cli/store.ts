import { accessSync, constants } from 'node:fs'
import { join } from 'node:path'
import { BadConfig, type Config, type Flags, loadConfig } from '../config.ts'
import { BlobFolders } from '../store/blobs/folders.ts'
import { openCatalogue } from '../store/catalogue/catalogue.ts'
import type { Catalogue } from '../store/catalogue/contract.ts'
import { sqliteDialect } from '../store/catalogue/sqlite.ts'
import { holdFolder } from '../store/folder-lock.ts'
import { makeFolder } from '../store/folders.ts'
import { saysFull } from '../store/storage-full.ts'
import { BadInput } from './failure.ts'

/** Permissions that files and folders are made without: those of group and world. */
const OTHERS = 0o077

/** The configuration in force. Throws BadInput. */
export function readConfig(flags: Flags): Config {
  try {
    return loadConfig(flags, process.env)
  } catch (error) {
    if (error instanceof BadConfig) throw new BadInput(error.message)
    throw error
  }
}

/** The folders of a server, held for it alone until `letGo`. Throws FolderInUse. */
export function openFolders({ storage: { upload_dir, output_dir } }: Config): {
  blobs: BlobFolders
  letGo: () => void
} {
  process.umask(OTHERS)
  const blobs = new BlobFolders(upload_dir, output_dir)
  const letGo = [upload_dir, output_dir].map((folder) => {
    accessSync(folder, constants.W_OK)
    return holdFolder(folder)
  })
  return { blobs, letGo: () => letGo.forEach((one) => one()) }
}

/** The catalogue that a configuration names; made where there is none. All that is stored is for its owner alone. */
export async function openStore({ storage }: Config): Promise<Catalogue> {
  process.umask(OTHERS)
  makeFolder(storage.output_dir)
  const path = cataloguePath(storage)
  try {
    return await openCatalogue(sqliteDialect(path))
  } catch (error) {
    // SQLite tells what is wrong, but not with which file.
    if (saysFull(error) || !(error instanceof Error)) throw error
    throw new BadInput(`${path}: ${error.message}`)
  }
}

export function cataloguePath({ output_dir }: Config['storage']): string {
  return join(output_dir, 'catalogue.db')
}
