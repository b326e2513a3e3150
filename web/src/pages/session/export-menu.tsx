import { Menu } from '@mantine/core'
import { Check, ChevronDown, Download, Link2 } from 'lucide-react'
import { useState } from 'react'
import { useMay } from '../../client/account.ts'
import type { Session } from '../../client/records.ts'
import { t } from '../../words.ts'
import type { SessionState } from './state.ts'

const FORMATS = ['svg', 'png', 'text', 'mermaid', 'csv', 'json'] as const
const TOLD_MS = 1500

export interface ExportMenuProps {
  readonly session: Session
  readonly state: SessionState
}

/** Gives on what is seen: as a link, or as a file. */
export function ExportMenu({ session, state }: ExportMenuProps) {
  const mayRead = useMay('packets:raw')
  const path = `/api/v1/sessions/${session.session_id}`
  const save = async (format: (typeof FORMATS)[number]): Promise<void> => {
    const { exportSession } = await import('./exports.ts')
    await exportSession(session, state, format)
  }
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
          {FORMATS.map((format) => (
            <Menu.Item key={format} onClick={() => void save(format)}>
              {t(`export.${format}`)}
            </Menu.Item>
          ))}
          {mayRead && (
            <>
              <Menu.Divider />
              <Menu.Item component="a" href={`${path}/pcap`} download>
                {t('export.pcap')}
              </Menu.Item>
              <Menu.Item component="a" href={`${path}/pcap?media=0`} download>
                {t('export.signalling')}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
    </>
  )
}

function CopyLink() {
  const [copied, setCopied] = useState(false)
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(location.href)
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
