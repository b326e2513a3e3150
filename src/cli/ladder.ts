import { drawLadder } from '../export/ladder.ts'
import { subscriberStory } from '../export/subscriber.ts'
import { findSubscribers } from '../inspect/subscribers.ts'
import { LARGEST_DETAIL, type SessionDetail } from '../store/results/records.ts'
import type { ResultReader } from '../store/results/reader.ts'
import { aliasesOf } from './aliases.ts'
import { calling, checkInputs, checkKeys, isResult, type KeyOptions, read, withAnalysis } from './analysis.ts'
import { BadInput } from './failure.ts'
import { lines, openOutput } from './output.ts'

const IDENTITIES = ['imsi', 'supi', 'impi', 'msisdn', 'impu', 'ip'] as const

/** Columns of a ladder that goes to no terminal. */
const WIDTH = 120

export interface LadderOptions extends KeyOptions {
  readonly session?: string
  readonly subscriber?: string
  readonly output?: string
  readonly aliases?: string
}

/** `callflowd ladder`: one session of a capture, or of a result that `analyze --store` kept, as a ladder of text. */
export async function ladderCommand(file: string, options: LadderOptions): Promise<void> {
  checkInputs([file])
  const keys = checkKeys(options)
  const aliases = await aliasesOf(options.aliases)
  const output = openOutput(options.output, [file])
  const draw = async (result: ResultReader): Promise<void> => {
    const { subscriber } = options
    const session =
      subscriber === undefined ? result.session(chosen(result, options.session)) : storyOf(result, subscriber)
    if (session) await output.write(lines(drawLadder(session, { width: output.width ?? WIDTH, paint: output.paint })))
  }
  const use = calling(aliases, draw)
  await (isResult(file) ? read(file, use) : withAnalysis([file], { keys }, use))
}

/** All sessions of the one subscriber who has this identity. */
function storyOf(result: ResultReader, identity: string): SessionDetail {
  const found = new Set(
    IDENTITIES.flatMap((kind) => {
      const { subscribers } = findSubscribers(result, { identities: { [kind]: identity }, from: 0, limit: 2 })
      return subscribers.map(({ subscriber_id }) => subscriber_id)
    }),
  )
  const [subscriber_id, other] = found
  if (subscriber_id === undefined) throw new BadInput(`no subscriber has the identity '${identity}'`)
  if (other !== undefined) throw new BadInput(`'${identity}' is of several subscribers`)
  const events = result.subscribers.ladder({ subscriber_id, from: 0, limit: LARGEST_DETAIL })!
  return subscriberStory(result.subscribers.detail(subscriber_id)!, events)
}

/** The session asked for, or else the first call, or the first session that has anything to draw. */
function chosen(result: ResultReader, key: string | undefined): string {
  if (key !== undefined) return onlyOne(result.find(key), key)
  const first = result.first()
  if (first === undefined) throw new BadInput('there is no session with messages in this capture')
  return first
}

function onlyOne(found: readonly string[], key: string): string {
  const [first, second] = found
  if (first === undefined) throw new BadInput(`no session has the key '${key}'; 'callflowd analyze' lists them`)
  if (second !== undefined) throw new BadInput(`'${key}' stands for several sessions: ${found.join(', ')}`)
  return first
}
