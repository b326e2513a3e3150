import { Menu } from '@mantine/core'
import { ChevronDown, Download } from 'lucide-react'
import { useMay } from '../../client/account.ts'
import type { Session } from '../../client/records.ts'
import { CopyLink } from '../../parts/copy-link.tsx'
import { t } from '../../words.ts'
import type { SessionState } from './state.ts'

const FORMATS = ['svg', 'png', 'text', 'mermaid', 'csv', 'json'] as const

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
