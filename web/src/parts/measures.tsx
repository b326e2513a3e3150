import { qualityOf } from '../looks.ts'
import { t } from '../words.ts'

const DOTS: Readonly<Record<string, string>> = { success: 'ok', failed: 'bad', incomplete: 'warn' }

/** An outcome: a dot and its word. */
export function Outcome({ outcome }: { readonly outcome: string }) {
  const isFailed = outcome === 'failed'
  return (
    <span className={isFailed ? 'outcome bad' : 'outcome'} title={outcome === 'unread' ? t('unread.means') : undefined}>
      <i className={`dot ${DOTS[outcome] ?? ''}`} />
      {t(`outcome.${outcome}`)}
    </span>
  )
}

/** A mean opinion score: the number and its colour. */
export function Mos({ mos }: { readonly mos: number | undefined }) {
  if (mos === undefined) return <Unknown />
  return (
    <span className={`mos ${qualityOf(mos)}`}>
      {mos.toFixed(2)}
      <i />
    </span>
  )
}

export function Unknown() {
  return <span className="dim">–</span>
}
