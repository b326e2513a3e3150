import { Play, Upload } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import { useMay } from '../../client/account.ts'
import { t } from '../../words.ts'
import { KeyFiles } from './key-files.tsx'
import { chooseFiles, created, upload, uploadDemo } from './uploading.ts'

/** Files dropped anywhere are uploaded; the whole window says so while they hang above it. */
export function DropAnywhere() {
  const [above, setAbove] = useState(false)
  const [, go] = useLocation()
  const may = useMay('jobs:write')
  useEffect(() => {
    if (!may) return undefined
    let depth = 0
    const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false
    const enter = (event: DragEvent): void => {
      if (!hasFiles(event)) return
      depth++
      setAbove(true)
    }
    const leave = (event: DragEvent): void => {
      if (hasFiles(event) && --depth <= 0) setAbove(false)
    }
    const over = (event: DragEvent): void => {
      if (hasFiles(event)) event.preventDefault()
    }
    const drop = (event: DragEvent): void => {
      if (!hasFiles(event)) return
      event.preventDefault()
      depth = 0
      setAbove(false)
      upload([...(event.dataTransfer?.files ?? [])])
      go('/')
    }
    const handlers = { dragenter: enter, dragleave: leave, dragover: over, drop } as const
    for (const [name, handler] of Object.entries(handlers)) addEventListener(name, handler as EventListener)
    return () => {
      for (const [name, handler] of Object.entries(handlers)) removeEventListener(name, handler as EventListener)
    }
  }, [go, may])
  return above ? <div className="drop-over">{t('drop.release')}</div> : null
}

/** Uploads the demo and opens its job, so that a newcomer need not look for it. */
function useDemo(): () => void {
  const [, go] = useLocation()
  return () => {
    const stop = created.listen(() => {
      stop()
      if (created.value !== undefined) go(`/jobs/${created.value}`)
    })
    void uploadDemo()
  }
}

export function DemoButton({ className }: { readonly className: string }) {
  const demo = useDemo()
  return (
    <button type="button" className={className} onClick={demo}>
      <Play className="icon" fill="currentColor" aria-hidden="true" />
      {t('drop.demo')}
    </button>
  )
}

/** Where captures are dropped, for who may. */
export function DropZone() {
  return (
    <section className="drop" aria-label={t('drop.label')}>
      <div className="big">
        <Upload aria-hidden="true" />
      </div>
      <div>
        <h2>{t('drop.title')}</h2>
        <p className="dim small">{t('drop.text')}</p>
        <KeyFiles />
      </div>
      <span className="grow" />
      <button type="button" className="button" onClick={chooseFiles}>
        {t('drop.choose')}
      </button>
      <DemoButton className="button quiet" />
    </section>
  )
}
