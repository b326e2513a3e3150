import { CircleAlert } from 'lucide-react'
import { warningText } from '../../../../src/model/warning-words.ts'
import type { Coverage } from '../../client/records.ts'
import { count } from '../../numbers.ts'

/** What is wrong with a capture: one line each. */
export function Warnings({ coverage }: { readonly coverage: Coverage | undefined }) {
  const warnings = coverage?.capture.warnings ?? []
  return warnings.map((warning, i) => (
    // Warnings have no identity but their place.
    <div key={`${i} ${warning.code}`} className="warn small">
      <CircleAlert className="icon" aria-hidden="true" /> {warningText(warning, count)}
    </div>
  ))
}
