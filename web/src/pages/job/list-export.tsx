import { Menu } from '@mantine/core'
import { ChevronDown, Download } from 'lucide-react'
import { useMay } from '../../client/account.ts'
import type { SessionsWanted } from '../../client/sessions.ts'
import { t } from '../../words.ts'

export interface ListExportProps {
  readonly jobId: string
  readonly wanted: SessionsWanted
}

/** Gives on the sessions that are listed, all of them, by when they started. */
export function ListExport({ jobId, wanted }: ListExportProps) {
  const mayRead = useMay('packets:raw')
  const path = `/api/v1/jobs/${encodeURIComponent(jobId)}`
  const { type, query: q } = wanted
  const files = [
    { name: 'csv', href: address(`${path}/export`, { format: 'csv', type, q }) },
    { name: 'json', href: address(`${path}/export`, { format: 'json', type, q }) },
    { name: 'pcap', href: address(`${path}/pcap`, { type, q }) },
    { name: 'signalling', href: address(`${path}/pcap`, { type, q, media: '0' }) },
  ].filter(({ name }) => mayRead || name === 'csv' || name === 'json')
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <button type="button" className="button query-button" aria-label={t('export.title')}>
          <Download className="icon" aria-hidden="true" />
          <span className="wide">{t('export.title')}</span>
          <ChevronDown className="icon wide" aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t(type === '' && q === '' ? 'listExport.all' : 'listExport.found')}</Menu.Label>
        {files.map(({ name, href }) => (
          <Menu.Item key={name} component="a" href={href} download>
            {t(`listExport.${name}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function address(path: string, parameters: Readonly<Record<string, string>>): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== '')
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`
}
