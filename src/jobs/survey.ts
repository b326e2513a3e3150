import { InputFile } from '../input/file.ts'
import type { TapClock } from '../model/clocks.ts'
import type { Hints } from '../model/hints.ts'
import { ClockSurvey } from '../pipeline/clock-survey.ts'
import { ClockWatch } from '../pipeline/clock-watch.ts'
import { feed } from './feed.ts'

const PCAPNG = 0x0a0d0d0a

/** Which clocks of a job's captures, and of their interfaces, differ, from their beginnings to their ends. */
export function surveyClocks(paths: readonly string[], hints: Hints = {}): TapClock[] {
  if (paths.length === 1 && !isPcapng(paths[0]!)) return []
  const survey = new ClockSurvey(paths.length, hints)
  feed(survey, paths)
  const clocks = survey.clocks()
  if (paths.length === 1 && !survey.sightings.isMatched(0)) return clocks
  const watch = new ClockWatch(paths.length, { hints, clocks })
  feed(watch, paths)
  return watch.clocks()
}

/** Only such a capture has interfaces. */
function isPcapng(path: string): boolean {
  const file = new InputFile(path)
  const start = new Uint8Array(4)
  try {
    return file.read(start, 0, 4) === 4 && new DataView(start.buffer).getUint32(0) === PCAPNG
  } finally {
    file.close()
  }
}
