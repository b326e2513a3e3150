import { bytesOf, type Packet } from '../../client/packets.ts'
import type { Event } from '../../client/records.ts'
import { visible } from '../../text.ts'
import { t } from '../../words.ts'
import { messageOf } from './field-tree.ts'

const LONGEST_LINE = 2000
const LEAST_SHARE = 0.9

/** The bytes of a message where they are text; undefined where they are none. */
export function textOf(packet: Packet, event: Event): string | undefined {
  const message = messageOf(packet, event)
  const hex = packet.buffers[message?.buffer ?? 0]?.hex
  if (!message || hex === undefined || message.tree.length === 0) return undefined
  const from = Math.min(...message.tree.map((node) => node.from))
  const to = Math.max(...message.tree.map((node) => node.to))
  const bytes = bytesOf(hex.slice(2 * from, 2 * to))
  const readable = bytes.filter((byte) => byte >= 32 || byte === 9 || byte === 10 || byte === 13).length
  if (bytes.length === 0 || readable < bytes.length * LEAST_SHARE) return undefined
  return new TextDecoder().decode(bytes)
}

const HEADER = /^([A-Za-z][\w-]*)(\s*:)(.*)$/
const DESCRIPTION = /^([a-z])=/
/** What says why: it is what one looks for. */
const REASONS = new Set(['reason', 'warning', 'retry-after', 'error-info'])

/** A message as it was written: names of headers marked, its description set off. */
export function RawText({ text, isFailing }: { readonly text: string; readonly isFailing: boolean }) {
  const lines = text.replace(/\r\n/g, '\n').replace(/\n+$/, '').split('\n')
  const end = lines.findIndex((line) => line === '')
  const [head, body] = end < 0 ? [lines, []] : [lines.slice(0, end), lines.slice(end + 1)]
  const isDescription = body.length > 0 && DESCRIPTION.test(body[0]!)
  return (
    <div className="raw" aria-label={t('tab.text')}>
      {head.map((line, i) => (
        // Lines have no identity but their place.
        <div key={`${i} ${line}`}>
          {i === 0 ? <b className={isFailing ? 'hot' : ''}>{shown(line)}</b> : <HeaderLine line={line} />}
        </div>
      ))}
      {body.length > 0 && (
        <div className={isDescription ? 'raw-body described' : 'raw-body'}>
          {body.map((line, i) => (
            <div key={`${i} ${line}`}>
              {isDescription ? <span className="raw-name">{line.slice(0, 2)}</span> : null}
              {shown(isDescription ? line.slice(2) : line)}
            </div>
          ))}
        </div>
      )}
    </div>
  )
}

function HeaderLine({ line }: { readonly line: string }) {
  const [, name, colon = '', value = ''] = HEADER.exec(line) ?? []
  if (name === undefined) return <>{shown(line)}</>
  return (
    <>
      <span className="raw-name">
        {name}
        {colon}
      </span>
      <span className={REASONS.has(name.toLowerCase()) ? 'hot' : ''}>{shown(value)}</span>
    </>
  )
}

function shown(line: string): string {
  return visible(line, LONGEST_LINE)
}
