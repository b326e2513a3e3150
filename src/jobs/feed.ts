import { InputFile } from '../input/file.ts'
import type { CaptureReader } from '../model/capture.ts'

/** Works until it wants bytes of one of its captures, and names that; −1 once no more are wanted. */
interface Fed {
  readonly memory: { readonly bytes: Uint8Array }
  readonly captures: readonly CaptureReader[]
  run(): number
}

/** How far the captures are read, in bytes. */
interface Reading {
  readonly done: number
  readonly size: number
}

/**
 * Brings captures to whoever reads them, until no more is wanted; gives the bytes that were read.
 * @param afterEach told between reads; what it throws ends the work
 */
export function feed(reader: Fed, paths: readonly string[], afterEach?: (reading: Reading) => void): number {
  const files = paths.map((path) => new InputFile(path))
  const size = files.reduce((sum, file) => sum + file.size, 0)
  let done = 0
  try {
    for (let wants = reader.run(); wants >= 0; wants = reader.run()) {
      done += files[wants]!.bring(reader.captures[wants]!, reader.memory.bytes)
      afterEach?.({ done, size })
    }
    return done
  } finally {
    for (const file of files) file.close()
  }
}
