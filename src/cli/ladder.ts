import { drawLadder } from '../export/ladder.ts'
import type { ResultReader } from '../store/results/reader.ts'
import { checkInputs, isResult, read, withAnalysis } from './analysis.ts'
import { BadInput } from './failure.ts'
import { lines, openOutput } from './output.ts'

/** Columns of a ladder that goes to no terminal. */
const WIDTH = 120

export interface LadderOptions {
  readonly session?: string
  readonly output?: string
}

/** `callflowd ladder`: one session of a capture, or of a result that `analyze --store` kept, as a ladder of text. */
export async function ladderCommand(file: string, options: LadderOptions): Promise<void> {
  checkInputs([file])
  const output = openOutput(options.output, [file])
  const draw = async (result: ResultReader): Promise<void> => {
    const session = result.session(chosen(result, options.session))
    if (session) await output.write(lines(drawLadder(session, { width: output.width ?? WIDTH, paint: output.paint })))
  }
  await (isResult(file) ? read(file, draw) : withAnalysis([file], {}, draw))
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
