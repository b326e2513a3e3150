/** Session descriptions: RFC 8866, offers and answers RFC 3264. */
export interface Codec {
  readonly payloadType: number
  readonly name: string
  readonly clock: number
  readonly channels?: number
  readonly parameters?: string
}

export const PCMU: Codec = { payloadType: 0, name: 'PCMU', clock: 8000 }
export const PCMA: Codec = { payloadType: 8, name: 'PCMA', clock: 8000 }
export const G722: Codec = { payloadType: 9, name: 'G722', clock: 8000 }
export const AMR_WB: Codec = { payloadType: 96, name: 'AMR-WB', clock: 16_000, parameters: 'octet-align=1' }
export const TELEPHONE_EVENT: Codec = { payloadType: 101, name: 'telephone-event', clock: 8000, parameters: '0-15' }

export interface MediaDescription {
  readonly address: string
  readonly port: number
  readonly codecs?: readonly Codec[]
  readonly type?: string
  readonly direction?: 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive'
  /** Lines as they stand, such as `a=curr:qos local none`. */
  readonly attributes?: readonly string[]
}

/** A description with the media in order; `version` rises with each offer of one side. */
export function sdp(media: MediaDescription | readonly MediaDescription[], version = 1, session = 4711): string {
  const list = Array.isArray(media) ? (media as readonly MediaDescription[]) : [media as MediaDescription]
  const head = ['v=0', `o=- ${session} ${version} ${family(list[0]!.address)}`, 's=-', 't=0 0']
  const lines = list.flatMap(({ address, port, codecs = [PCMU], type = 'audio', direction, attributes = [] }) => [
    `m=${type} ${port} RTP/AVP ${codecs.map((codec) => codec.payloadType).join(' ')}`,
    `c=${family(address)}`,
    ...codecs.flatMap(codecLines),
    'a=ptime:20',
    ...(direction ? [`a=${direction}`] : []),
    ...attributes,
  ])
  return [...head, ...lines, ''].join('\r\n')
}

function family(address: string): string {
  return `IN ${address.includes(':') ? 'IP6' : 'IP4'} ${address}`
}

function codecLines({ payloadType, name, clock, channels, parameters }: Codec): string[] {
  const map = `a=rtpmap:${payloadType} ${name}/${clock}${channels === undefined ? '' : `/${channels}`}`
  return parameters === undefined ? [map] : [map, `a=fmtp:${payloadType} ${parameters}`]
}
