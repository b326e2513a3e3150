import { Menu } from '@mantine/core'
import { ChevronDown, Download } from 'lucide-react'
import { useState } from 'react'
import { useMay } from '../../client/account.ts'
import { nameOf, useJobOf } from '../../client/jobs.ts'
import type { Session } from '../../client/records.ts'
import { copyPicture, copyText, mayCopyPictures } from '../../parts/clipboard.ts'
import { CopyLink } from '../../parts/copy-link.tsx'
import { t } from '../../words.ts'
import type { Format } from './exports.ts'
import { headlineOf } from './headline.ts'
import type { SessionState } from './state.ts'

/** What the server makes a file of: all of it, however much is shown. */
export interface ServedExport {
  /** Also of the words for it. */
  readonly name: 'csv' | 'json' | 'pcap' | 'signalling'
  readonly href: string
}

const LADDERS = ['svg', 'png', 'text', 'mermaid'] as const
const COPIED = ['text', 'mermaid', 'png'] as const

export interface ExportMenuProps {
  readonly session: Session
  readonly state: SessionState
  readonly served: readonly ServedExport[]
}

/** Gives on what is seen: as a link, on the clipboard, or as a file. */
export function ExportMenu({ session, state, served }: ExportMenuProps) {
  const mayRead = useMay('packets:raw')
  const [error, setError] = useState('')
  const job = useJobOf(session.session_id)
  const capture = job && nameOf(job)
  const run = (work: () => Promise<void>): void => {
    setError('')
    work().catch((reason: unknown) => setError(reason instanceof Error ? reason.message : t('error.unknown')))
  }
  const files = served.filter(({ name }) => mayRead || name === 'csv' || name === 'json')
  const made: readonly Format[] = served.some(({ name }) => name === 'csv') ? LADDERS : [...LADDERS, 'csv']
  const copied = COPIED.filter((format) => format !== 'png' || mayCopyPictures)
  return (
    <>
      <CopyLink />
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <button type="button" className="button" aria-label={t('export.title')}>
            <Download className="icon" aria-hidden="true" />
            <span className="wide">{t('export.title')}</span>
            <ChevronDown className="icon wide" aria-hidden="true" />
          </button>
        </Menu.Target>
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
          {files.map(({ name, href }) => (
            <Menu.Item key={name} component="a" href={href} download>
              {t(`export.${name}`)}
            </Menu.Item>
          ))}
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
