import { t } from '../../words.ts'

const HINTS: readonly (readonly [keys: string, does: string])[] = [
  ['n p', 'difference'],
  ['v', 'swap'],
  ['d', 'only'],
  ['Esc', 'back'],
]

export function CompareHints() {
  return (
    <footer className="hints" aria-hidden="true">
      {HINTS.map(([keys, does]) => (
        <span key={does}>
          {keys.split(' ').map((key) => (
            <kbd key={key}>{key}</kbd>
          ))}
          {t(`compare.hint.${does}`)}
        </span>
      ))}
      <span className="grow" />
      <span>
        <kbd>?</kbd>
        {t('hint.all')}
      </span>
    </footer>
  )
}
