import { t } from '../../words.ts'

const HINTS: readonly (readonly [keys: string, does: string])[] = [
  ['j k', 'move'],
  ['e', 'error'],
  ['Esc', 'back'],
  ['r', 'raw'],
  ['d', 'sdp'],
  ['m', 'media'],
  ['s', 'columns'],
  ['c', 'color'],
  ['t', 'time'],
  ['f', 'filter'],
]

export function Hints() {
  return (
    <footer className="hints" aria-hidden="true">
      {HINTS.map(([keys, does]) => (
        <span key={does}>
          {keys.split(' ').map((key) => (
            <kbd key={key}>{key}</kbd>
          ))}
          {t(`hint.${does}`)}
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
