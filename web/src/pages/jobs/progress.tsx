import { visible } from '../../text.ts'
import { t } from '../../words.ts'

export function Progress({ name, percent }: { readonly name: string; readonly percent: number }) {
  return (
    <div
      className="bar"
      role="progressbar"
      aria-label={t('progress.of', { name: visible(name) })}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      <i style={{ width: `${percent}%` }} />
    </div>
  )
}
