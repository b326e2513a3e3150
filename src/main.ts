import { run } from './cli/program.ts'

// Whoever reads what is printed, as `head` does, may have read enough; a server goes on without a reader of its log.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
}

process.exitCode = await run(process.argv.slice(2))
