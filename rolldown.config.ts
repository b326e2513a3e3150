import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig, type Plugin } from 'rolldown'

/** Beside the program, and made by a step of its own. */
const SITE = 'web'

/** Removes what an earlier build left, and nothing that this step does not make. */
function cleaned(): Plugin {
  return {
    name: 'cleaned',
    generateBundle({ dir }) {
      if (dir === undefined) return
      for (const name of namesIn(dir)) if (name !== SITE) rmSync(join(dir, name), { recursive: true })
    },
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/**
 * The program in few files: a hundred of them, found and linked one by one, took half of a start's time. Packages stay
 * where npm put them, and threads have a file each beside the program's, where it looks for them.
 */
export default defineConfig({
  input: {
    main: 'src/main.ts',
    'job-thread': 'src/jobs/job-thread.ts',
    'reader-thread': 'src/inspect/reader-thread.ts',
  },
  platform: 'node',
  external: /^[^./]/,
  plugins: [cleaned()],
  output: { dir: 'dist', sourcemap: true, chunkFileNames: '[name]-[hash].js' },
})
