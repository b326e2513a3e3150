import { Check, Link2 } from 'lucide-react'
import { useState } from 'react'
import { t } from '../words.ts'
import { copyText } from './clipboard.ts'

const TOLD_MS = 1500

/** Copies the address of what is seen. */
export function CopyLink() {
  const [copied, setCopied] = useState(false)
  const copy = async (): Promise<void> => {
    await copyText(location.href)
    setCopied(true)
    setTimeout(() => setCopied(false), TOLD_MS)
  }
  return (
    <button type="button" className="button wide" onClick={() => void copy()}>
      {copied ? <Check className="icon" aria-hidden="true" /> : <Link2 className="icon" aria-hidden="true" />}
      {t(copied ? 'export.copied' : 'export.copy')}
    </button>
  )
}
