import { CircleAlert, MessageSquareText } from 'lucide-react'
import { DOUBTS_MEDIA, warningText } from '../../../../src/model/warning-words.ts'
import type { Coverage } from '../../client/records.ts'
import { count } from '../../numbers.ts'
import { visible } from '../../text.ts'

/** What is wrong with a capture: one line each; of its media alone, where that is meant. */
export function Warnings({
  coverage,
  ofMedia = false,
}: {
  readonly coverage: Coverage | undefined
  readonly ofMedia?: boolean
}) {
  const warnings = (coverage?.capture.warnings ?? []).filter(({ code }) => !ofMedia || DOUBTS_MEDIA.has(code))
  return warnings.map((warning, i) => (
    // Warnings have no identity but their place.
    <div key={`${i} ${warning.code}`} className="warn small">
      <CircleAlert className="icon" aria-hidden="true" /> {warningText(warning, count)}
    </div>
  ))
}

/** What somebody wrote on the capture. */
export function Remarks({ coverage }: { readonly coverage: Coverage | undefined }) {
  return (coverage?.capture.comments ?? []).map((comment) => (
    <div key={comment} className="small">
      <MessageSquareText className="icon" aria-hidden="true" /> <bdi>{visible(comment)}</bdi>
    </div>
  ))
}
