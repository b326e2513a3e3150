import { InputFile } from '../input/file.ts'
import type { TapClock } from '../model/clocks.ts'
import { ClockSurvey } from '../pipeline/clock-survey.ts'

/** Which clocks of a job's captures, and of their interfaces, differ: told by the beginning of each. */
export function surveyClocks(paths: readonly string[]): TapClock[] {
  const survey = new ClockSurvey(paths.length)
  const files = paths.map((path) => new InputFile(path))
  try {
    for (let wants = survey.run(); wants >= 0; wants = survey.run()) {
      const capture = survey.captures[wants]!
      capture.room()
      capture.took(files[wants]!.read(survey.memory.bytes, capture.roomFrom, capture.roomTo))
    }
    return survey.clocks()
  } finally {
    for (const file of files) file.close()
  }
}
