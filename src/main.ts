import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

// What V8 compiled is kept beside what npm installed: a start costs half. Where that may not be written, nothing is kept.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/callflowd', import.meta.url)))
const { run } = await import('./cli/program.ts')

process.exitCode = await run(process.argv.slice(2))
