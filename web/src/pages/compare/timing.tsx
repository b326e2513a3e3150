import type { Pair } from '../../compare/align.ts'
import { duration } from '../../numbers.ts'
import { visible } from '../../text.ts'
import { t } from '../../words.ts'
import { pairId } from './pair-id.ts'
import type { Change } from './state.ts'

const MOST = 4
/** Less is how networks are. */
const LEAST_MS = 5
const LONG_MS = 1000

/** The steps that took most longer on one side. */
export function Timing({ pairs, change }: { readonly pairs: readonly Pair[]; readonly change: Change }) {
  const steps = stepsOf(pairs)
  if (steps.length === 0) return null
  return (
    <section className="evidence">
      <h3>{t('compare.timing')}</h3>
      <ul>
        {steps.map(({ before, pair, left, right }) => (
          <li key={pairId(pair)}>
            <button type="button" className="link cut" onClick={() => change({ message: pairId(pair) })}>
              {t('compare.step', { from: nameOf(before), to: nameOf(pair) })}
            </button>
            <span className={Math.abs(left - right) >= LONG_MS ? 'mono warn strong' : 'mono dim'}>
              {duration(left)} / {duration(right)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

interface Step {
  readonly before: Pair
  readonly pair: Pair
  /** Milliseconds since the pair before. */
  readonly left: number
  readonly right: number
}

function stepsOf(pairs: readonly Pair[]): Step[] {
  const whole = pairs.filter(({ left, right }) => left && right)
  return whole
    .slice(1)
    .map((pair, i): Step => {
      const before = whole[i]!
      return { before, pair, left: pair.left!.at - before.left!.at, right: pair.right!.at - before.right!.at }
    })
    .filter(({ left, right }) => Math.abs(left - right) >= LEAST_MS)
    .sort((one, other) => Math.abs(other.left - other.right) - Math.abs(one.left - one.right))
    .slice(0, MOST)
}

function nameOf({ left }: Pair): string {
  return visible(left?.name ?? '', 32)
}
