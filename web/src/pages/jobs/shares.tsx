import type { Coverage } from '../../client/records.ts'
import { type Look, lookOf } from '../../looks.ts'
import { percent } from '../../numbers.ts'
import { t } from '../../words.ts'

type Protocols = Coverage['protocols']

/** What a capture is made of, by packets. */
export function Shares({ protocols }: { readonly protocols: Protocols }) {
  const all = protocols.reduce((sum, { packet_count }) => sum + packet_count, 0)
  const shares = protocols.filter(({ packet_count }) => packet_count > 0)
  const words = shares
    .map(({ protocol, packet_count }) => `${protocolName(protocol)} ${percent(packet_count / all)}`)
    .join(' · ')
  return (
    <>
      <div className="shares" role="img" aria-label={t('shares', { shares: words })}>
        {shares.map(({ protocol, packet_count }) => (
          <i key={protocol} className={classOf(lookOf(protocol))} style={{ flex: packet_count }} />
        ))}
      </div>
      <div className="facts-line cut">{words || '\u00a0'}</div>
    </>
  )
}

function classOf(look: Look): string {
  return `p-${look}`
}

export function protocolName(protocol: string): string {
  return protocol === 'OTHER' ? t('protocol.other') : protocol
}
