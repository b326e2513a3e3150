/**
 * Measures the built program on made captures, beside what it can be measured against. Ratios of one run hold from
 * machine to machine, absolute figures do not.
 */
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Options, Question } from './question.ts'
import { apiLoad } from './questions/api-load.ts'
import { browser } from './questions/browser.ts'
import { core } from './questions/core.ts'
import { correct } from './questions/correct.ts'
import { media } from './questions/media.ts'
import { memory } from './questions/memory.ts'
import { mix } from './questions/mix.ts'
import { network } from './questions/network.ts'
import { radio } from './questions/radio.ts'
import { signalling } from './questions/signalling.ts'
import { tunnelled } from './questions/tunnelled.ts'
import { upload } from './questions/upload.ts'

const QUESTIONS: readonly Question[] = [
  correct,
  network,
  media,
  tunnelled,
  signalling,
  mix,
  radio,
  core,
  memory,
  upload,
  apiLoad,
  browser,
]

const HELP = `npm run bench -- [options] [question...]

Questions: ${QUESTIONS.map(({ name }) => name).join(', ')} (default: all)

  --size MB      size of a capture (default 200)
  --times N      how many times longer the longer one is, for memory (default 10)
  --floor PATH   a program that takes a capture, as the lower bound of time
  --folder PATH  where captures are kept (default: in the folder for temporary files)
  --smoke        a few megabytes, without peers: only whether it works`

const SMOKE_SIZE = 3

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      size: { type: 'string' },
      times: { type: 'string' },
      floor: { type: 'string' },
      folder: { type: 'string' },
      smoke: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return console.log(HELP)
  const options: Options = {
    size: Number(values.size ?? (values.smoke ? SMOKE_SIZE : 200)) * 1e6,
    times: Number(values.times ?? (values.smoke ? 2 : 10)),
    floor: values.floor,
    folder: values.folder ?? join(tmpdir(), 'callflowd-bench'),
    smoke: values.smoke,
  }
  if (!(options.size > 0 && options.times > 0)) throw new Error('--size and --times are numbers above 0')
  const unknown = positionals.find((name) => !QUESTIONS.some((question) => question.name === name))
  if (unknown !== undefined) throw new Error(`no question is called ${unknown}\n\n${HELP}`)
  process.chdir(join(import.meta.dirname, '..'))
  for (const question of QUESTIONS) {
    if (positionals.length > 0 && !positionals.includes(question.name)) continue
    console.log(`\n${question.asks}`)
    for (const line of await question.answer(options)) console.log(`  ${line}`)
  }
}

try {
  await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
