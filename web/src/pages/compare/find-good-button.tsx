import { Search } from 'lucide-react'
import type { Session } from '../../client/records.ts'
import { useFindGood } from './use-find-good.ts'

export function FindGood({ session }: { readonly session: Session }) {
  const { find, isIdle, words } = useFindGood(session)
  return (
    <button type="button" className="button wide" disabled={!isIdle} onClick={find}>
      <Search className="icon" aria-hidden="true" />
      <span aria-live="polite">{words}</span>
    </button>
  )
}
