import { Menu } from '@mantine/core'
import { useState } from 'react'
import { nameOf, useJobOf } from '../../client/jobs.ts'
import type { Session } from '../../client/records.ts'
import { copyPicture, copyText, mayCopyPictures } from '../../parts/clipboard.ts'
import { CopyLink } from '../../parts/copy-link.tsx'
import { ExportTarget, type ServedExport, ServedItems } from '../../parts/served-exports.tsx'
import { t } from '../../words.ts'
import type { Format } from './exports.ts'
import { headlineOf } from './headline.ts'
import type { SessionState } from './state.ts'

const LADDERS = ['svg', 'png', 'text', 'mermaid'] as const
const COPIED = ['text', 'mermaid', 'png'] as const

export interface ExportMenuProps {
  readonly session: Session
  readonly state: SessionState
  readonly served: readonly ServedExport[]
}

/** Gives on what is seen: as a link, on the clipboard, or as a file. */
export function ExportMenu({ session, state, served }: ExportMenuProps) {
  const [error, setError] = useState('')
  const job = useJobOf(session.session_id)
  const capture = job && nameOf(job)
  const run = (work: () => Promise<void>): void => {
    setError('')
    work().catch((reason: unknown) => setError(reason instanceof Error ? reason.message : t('error.unknown')))
  }
  const made: readonly Format[] = served.some(({ name }) => name === 'csv') ? LADDERS : [...LADDERS, 'csv']
  const copied = COPIED.filter((format) => format !== 'png' || mayCopyPictures)
  return (
    <>
      <CopyLink />
      <Menu position="bottom-end" withinPortal>
        <ExportTarget />
        <Menu.Dropdown>
          <Menu.Label>{t('export.copyAs')}</Menu.Label>
          {copied.map((format) => (
            <Menu.Item key={format} onClick={() => run(() => copyAs(session, state, { format, capture }))}>
              {t(`export.copied${format}`)}
            </Menu.Item>
          ))}
          <Menu.Label>{t('export.saveAs')}</Menu.Label>
          {made.map((format) => (
            <Menu.Item key={format} onClick={() => run(() => saveAs(session, state, { format, capture }))}>
              {t(`export.${format}`)}
            </Menu.Item>
          ))}
          <ServedItems served={served} of="export" />
        </Menu.Dropdown>
      </Menu>
      {error !== '' && (
        <span role="alert" className="bad small">
          {error}
        </span>
      )}
    </>
  )
}

interface Asked<Of extends Format> {
  readonly format: Of
  /** What the capture is called. */
  readonly capture: string | undefined
}

async function saveAs(session: Session, state: SessionState, asked: Asked<Format>): Promise<void> {
  const { exportSession } = await import('./exports.ts')
  await exportSession(session, state, asked)
}

async function copyAs(session: Session, state: SessionState, asked: Asked<(typeof COPIED)[number]>): Promise<void> {
  const { pngExport, textExport } = await import('./exports.ts')
  const { format, capture } = asked
  if (format === 'png') return copyPicture(pngExport(session, state, headlineOf(session, capture)))
  return copyText(textExport(session, state, format))
}
