import { t } from '../words.ts'

/** Keys, and the word for what they do. */
export type KeyHint = readonly [keys: string, does: string]

/** The keys of a page, at its foot. The sheet of all keys says the same to those who cannot see it. */
export function KeyHints({ hints }: { readonly hints: readonly KeyHint[] }) {
  return (
    <footer className="hints" aria-hidden="true">
      {hints.map(([keys, does]) => (
        <span key={does}>
          {keys.split(' ').map((key) => (
            <kbd key={key}>{key}</kbd>
          ))}
          {t(does)}
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
