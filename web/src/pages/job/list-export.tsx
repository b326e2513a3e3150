import { Menu } from '@mantine/core'
import type { SessionsWanted } from '../../client/sessions.ts'
import { ExportTarget, type ServedExport, ServedItems } from '../../parts/served-exports.tsx'
import { t } from '../../words.ts'

export interface ListExportProps {
  readonly jobId: string
  readonly wanted: SessionsWanted
}

/** Gives on the sessions that are listed, all of them and in their order; packets by time. */
export function ListExport({ jobId, wanted }: ListExportProps) {
  const path = `/api/v1/jobs/${encodeURIComponent(jobId)}`
  const { type, query: q, sort } = wanted
  const served: readonly ServedExport[] = [
    { name: 'csv', href: address(`${path}/export`, { format: 'csv', type, q, sort }) },
    { name: 'json', href: address(`${path}/export`, { format: 'json', type, q, sort }) },
    { name: 'pcap', href: address(`${path}/pcap`, { type, q }) },
    { name: 'signalling', href: address(`${path}/pcap`, { type, q, media: '0' }) },
  ]
  return (
    <Menu position="bottom-end" withinPortal>
      <ExportTarget className="button query-button" />
      <Menu.Dropdown>
        <Menu.Label>{t(type === '' && q === '' ? 'listExport.all' : 'listExport.found')}</Menu.Label>
        <ServedItems served={served} of="listExport" />
      </Menu.Dropdown>
    </Menu>
  )
}

function address(path: string, parameters: Readonly<Record<string, string>>): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== '')
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`
}
