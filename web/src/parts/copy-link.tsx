import { Check, Link2 } from 'lucide-react'
import { useState } from 'react'
import { t } from '../words.ts'
import { copyText } from './clipboard.ts'

const TOLD_MS = 1500

/** Copies a text, and tells for a while that it did. */
export function useCopied(): readonly [copied: boolean, copy: (text: string) => Promise<void>] {
  const [copied, setCopied] = useState(false)
  const copy = async (text: string): Promise<void> => {
    await copyText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), TOLD_MS)
  }
  return [copied, copy]
}

/** A link, or that it was copied just now. */
export function LinkIcon({ copied }: { readonly copied: boolean }) {
  return copied ? <Check className="icon" aria-hidden="true" /> : <Link2 className="icon" aria-hidden="true" />
}

/** Copies the address of what is seen. */
export function CopyLink() {
  const [copied, copy] = useCopied()
  return (
    <button type="button" className="button wide" onClick={() => void copy(location.href)}>
      <LinkIcon copied={copied} />
      {t(copied ? 'export.copied' : 'export.copy')}
    </button>
  )
}
