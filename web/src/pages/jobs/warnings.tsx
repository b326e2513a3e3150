import { CircleAlert } from 'lucide-react'
import type { Coverage } from '../../client/records.ts'
import { count } from '../../numbers.ts'
import { known, t } from '../../words.ts'

type Warning = Coverage['capture']['warnings'][number]

/** What is wrong with a capture: one line each. */
export function Warnings({ coverage }: { readonly coverage: Coverage | undefined }) {
  const warnings = coverage?.capture.warnings ?? []
  return warnings.map((warning, i) => (
    // Warnings have no identity but their place.
    <div key={`${i} ${String(warning['code'])}`} className="warn small">
      <CircleAlert className="icon" aria-hidden="true" /> {words(warning)}
    </div>
  ))
}

function words(warning: Warning): string {
  const { code, count: times, ...rest } = warning
  // `CODE:what` says what it is about.
  const [name = '', about = ''] = String(code).split(':')
  const own = `warning.${name}_${about}`
  const key = known(own) ? own : `warning.${name}`
  const details = Object.entries(rest)
    .filter(([, value]) => typeof value === 'string' || typeof value === 'number')
    .map(([detail, value]) => `${detail} ${String(value)}`)
    .concat(about === '' ? [] : [about])
    .join(', ')
  const number = typeof times === 'number' ? count(times) : ''
  return known(key) ? t(key, { count: number, details }) : [name, number, details].filter(Boolean).join(' · ')
}
