import { defineConfig } from 'rolldown'

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
  output: { dir: 'dist', cleanDir: true, sourcemap: true, chunkFileNames: '[name]-[hash].js' },
})
