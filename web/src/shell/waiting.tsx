import { useEffect, useState } from 'react'
import { useValue } from '../client/listeners.ts'
import { waiting } from '../client/request.ts'
import { t } from '../words.ts'

/** A wait that is over sooner is not worth a word. */
const QUIET_MS = 3000
const TICK_MS = 500

/** Says that requests wait for their turn, once it takes long. */
export function WaitingNote() {
  const wait = useValue(waiting)
  const [now, setNow] = useState(0)
  useEffect(() => {
    if (!wait) return undefined
    const timer = setInterval(() => setNow(Date.now()), TICK_MS)
    return () => clearInterval(timer)
  }, [wait])
  if (!wait || now - wait.since < QUIET_MS) return null
  const seconds = Math.max(1, Math.ceil((wait.until - now) / 1000))
  return (
    <div className="waiting" role="status">
      {t('waiting', { seconds })}
    </div>
  )
}
