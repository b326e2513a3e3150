import { Upload } from 'lucide-react'
import { useMay } from '../../client/account.ts'
import { type Look, SHAPES } from '../../looks.ts'
import { t } from '../../words.ts'
import { DemoButton } from './drop.tsx'
import { KeyFiles } from './key-files.tsx'
import { chooseFiles } from './uploading.ts'

const PROMISES = ['ladder', 'failure', 'unseen'] as const

/** What is shown while there is no job. */
export function FirstRun() {
  const may = useMay('jobs:write')
  return (
    <div className="first-run">
      <section className="drop" aria-label={t('drop.label')}>
        <div className="big">
          <Upload aria-hidden="true" />
        </div>
        <h1 className="page-title">{t('first.title')}</h1>
        <p className="mid">{t('first.text')}</p>
        {may ? (
          <div className="first-actions">
            <button type="button" className="button primary large" onClick={chooseFiles}>
              {t('drop.choose')}
            </button>
            <DemoButton className="button large" />
          </div>
        ) : (
          <p className="dim small">{t('needs', { scope: 'jobs:write' })}</p>
        )}
        {may && <KeyFiles />}
        <p className="dim small">
          {t('first.terminal')} <span className="mono">callflowd analyze trace.pcap</span>
        </p>
      </section>
      <div className="promises">
        {PROMISES.map((promise) => (
          <div key={promise}>
            <h2>{t(`first.${promise}.title`)}</h2>
            <p>{t(`first.${promise}.text`)}</p>
          </div>
        ))}
      </div>
      <Peek />
    </div>
  )
}

const NODES = ['UE', 'eNB', 'MME', 'SGW', 'PGW', 'PCRF', 'P-CSCF', 'S-CSCF', 'UE'] as const
const LEFT = 60.5
const COLUMN = 80

interface Step {
  readonly name: string
  readonly look: Look
  readonly from: number
  readonly to: number
  readonly answers?: boolean
  readonly fails?: boolean
}

const STEPS: readonly Step[] = [
  { name: 'INVITE', look: 'sip', from: 0, to: 6 },
  { name: '183 Session Progress', look: 'sip', from: 6, to: 0, answers: true },
  { name: 'AAR', look: 'diameter', from: 6, to: 5 },
  { name: 'Create Bearer Request', look: 'gtp', from: 4, to: 3 },
  { name: 'E-RAB Setup Request', look: 's1ap', from: 2, to: 1 },
  { name: 'E-RAB Setup Response', look: 's1ap', from: 1, to: 2, answers: true, fails: true },
  { name: 'Create Bearer Response', look: 'gtp', from: 2, to: 3, answers: true, fails: true },
  { name: '503 Service Unavailable', look: 'sip', from: 6, to: 0, answers: true, fails: true },
]

/** A ladder that fades: what is to come. */
function Peek() {
  return (
    <svg className="peek" viewBox="0 0 760 270" aria-hidden="true">
      <path d="M20 34.5H740" stroke="var(--line-2)" />
      {NODES.map((name, i) => {
        const x = LEFT + i * COLUMN
        return (
          <g key={x}>
            <text x={x} y="22" textAnchor="middle" fontSize="12" fontWeight="700" fill="var(--ink)">
              {name}
            </text>
            <path d={`M${x} 35V270`} stroke="var(--lifeline)" />
          </g>
        )
      })}
      {STEPS.map((step, i) => (
        <PeekStep key={step.name} step={step} y={66 + i * 28} />
      ))}
    </svg>
  )
}

function PeekStep({ step, y }: { readonly step: Step; readonly y: number }) {
  const { name, look, from, to, answers = false, fails = false } = step
  const x0 = LEFT + from * COLUMN
  const x1 = LEFT + to * COLUMN
  const way = Math.sign(x1 - x0)
  const color = fails ? 'var(--bad)' : `var(--${look})`
  const wide = Math.abs(to - from) > 2
  const x = wide ? (x0 + x1) / 2 : Math.min(x0, x1) + 8
  const head = answers
    ? `M${x1 - way * 7} ${y - 4}L${x1 - way} ${y}L${x1 - way * 7} ${y + 4}`
    : `M${x1 - way} ${y}L${x1 - way * 9} ${y - 4}V${y + 4}z`
  return (
    <g>
      <text x={x} y={y - 6} textAnchor={wide ? 'middle' : 'start'} fontSize="11.5" fontWeight="600" fill={color}>
        {name}
      </text>
      <path
        d={`M${x0} ${y}H${x1 - way * 2}`}
        stroke={color}
        strokeWidth="1.5"
        strokeDasharray={answers ? '4 3' : undefined}
      />
      <path d={head} stroke={answers ? color : 'none'} strokeWidth="1.5" fill={answers ? 'none' : color} />
      <path d={SHAPES[look]} transform={`translate(${x0 - 4} ${y - 4}) scale(.8)`} fill={`var(--${look})`} />
    </g>
  )
}
