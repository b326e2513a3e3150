import { mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/**
 * Makes a folder and those that it is in, where they are not there yet. Node's own way of it never ends where the system
 * says that a folder is not there although it is (ENOENT: `/proc` takes no folders).
 * @throws the system's error, naming the folder that could not be made
 */
export function makeFolder(path: string): void {
  const missing: string[] = []
  for (
    let folder = resolve(path);
    statSync(folder, { throwIfNoEntry: false }) === undefined;
    folder = dirname(folder)
  ) {
    missing.push(folder)
  }
  for (const folder of missing.reverse()) made(folder)
  // What stands there may be a file.
  if (missing.length === 0) made(resolve(path))
}

function made(folder: string): void {
  try {
    mkdirSync(folder)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'EEXIST' || !statSync(folder).isDirectory()) throw error
  }
}
