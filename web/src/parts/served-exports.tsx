import { Menu } from '@mantine/core'
import { ChevronDown, Download } from 'lucide-react'
import { hasUsers, stayIn, useMay } from '../client/account.ts'
import { t } from '../words.ts'
import { download } from './download.ts'

/** What the server makes a file of: all of it, however much is shown. */
export interface ServedExport {
  /** Also of the words for it. */
  readonly name: 'csv' | 'json' | 'pcap' | 'signalling'
  readonly href: string
}

/** The button that opens a menu of exports. */
export function ExportTarget({ className = 'button' }: { readonly className?: string }) {
  return (
    <Menu.Target>
      <button type="button" className={className} aria-label={t('export.title')}>
        <Download className="icon" aria-hidden="true" />
        <span className="wide">{t('export.title')}</span>
        <ChevronDown className="icon wide" aria-hidden="true" />
      </button>
    </Menu.Target>
  )
}

/** A link cannot renew a session that was left alone for an hour: the file would be its refusal. */
function whileIn(event: React.MouseEvent, href: string): void {
  if (!hasUsers()) return
  event.preventDefault()
  // Whose session is over is asked to sign in.
  void stayIn().then(
    () => download(href),
    () => undefined,
  )
}

export interface ServedItemsProps {
  readonly served: readonly ServedExport[]
  /** Whose words are used. */
  readonly of: 'export' | 'listExport'
}

/** Those that the reader may have. */
export function ServedItems({ served, of }: ServedItemsProps) {
  const mayRead = useMay('packets:raw')
  return served
    .filter(({ name }) => mayRead || name === 'csv' || name === 'json')
    .map(({ name, href }) => (
      <Menu.Item key={name} component="a" href={href} download onClick={(event) => whileIn(event, href)}>
        {t(`${of}.${name}`)}
      </Menu.Item>
    ))
}
