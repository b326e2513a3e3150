import type { End } from './frames.ts'

/** A call as its messages tell it: three hops (phone, P-CSCF, S-CSCF, phone), in hop order. */
export interface Told {
  readonly number: number
  readonly hops: readonly (readonly [End, End])[]
  readonly media: readonly [End, End]
  readonly transport: 'UDP' | 'TCP'
  readonly wideband: boolean
  readonly callId: string
  readonly branch: string
}

/** When a step passes the first hop, in ticks from the INVITE; the last two count from the end of the call. */
export const STEPS = [
  { line: 'INVITE', cseq: '1 INVITE', at: 0, sdp: 0 },
  { line: '100 Trying', cseq: '1 INVITE', at: 50 },
  { line: '183 Session Progress', cseq: '1 INVITE', at: 1200, sdp: 1 },
  { line: 'PRACK', cseq: '2 PRACK', at: 1400 },
  { line: '200 OK', cseq: '2 PRACK', at: 1600 },
  { line: 'UPDATE', cseq: '3 UPDATE', at: 3000, sdp: 0 },
  { line: '200 OK', cseq: '3 UPDATE', at: 3300, sdp: 1 },
  { line: '180 Ringing', cseq: '1 INVITE', at: 4000 },
  { line: '200 OK', cseq: '1 INVITE', at: 4500 },
  { line: 'ACK', cseq: '1 ACK', at: 4600 },
  { line: 'BYE', cseq: '4 BYE', at: 0, closes: true },
  { line: '200 OK', cseq: '4 BYE', at: 200, closes: true },
] as const satisfies readonly Step[]

interface Step {
  readonly line: string
  readonly cseq: string
  readonly at: number
  readonly sdp?: 0 | 1
  readonly closes?: boolean
}

const DOMAIN = 'ims.mnc001.mcc001.3gppnetwork.org'

export function isRequest(step: number): boolean {
  return !/^\d/.test(STEPS[step]!.line)
}

/** The text of one message on one hop. */
export function sipText(call: Told, step: number, hop: number): string {
  const { line, cseq, sdp }: Step = STEPS[step]!
  const caller = `+49151${digits(call.number * 104_729)}`
  const callee = `+49171${digits(call.number * 7919)}`
  const request = isRequest(step)
  const body = sdp === undefined ? '' : description(call, sdp)
  const start = request ? `${line} sip:${callee}@${DOMAIN};user=phone SIP/2.0` : `SIP/2.0 ${line}`
  const lines = [start, ...vias(call, cseq, hop)]
  if (request) lines.push(`Max-Forwards: ${70 - hop}`)
  if (cseq === '1 INVITE' && step !== 1)
    lines.push(`Record-Route: <sip:pcscf.${DOMAIN};lr>`, `Record-Route: <sip:scscf.${DOMAIN};lr>`)
  lines.push(`From: <sip:${caller}@${DOMAIN}>;tag=a${call.branch}`)
  lines.push(`To: <sip:${callee}@${DOMAIN}>${step > 1 ? `;tag=b${call.branch}` : ''}`)
  lines.push(`Call-ID: ${call.callId}`, `CSeq: ${cseq}`)
  if (step !== 1)
    lines.push(
      `Contact: <sip:${request ? caller : callee}@${host(call.hops[0]![0])}:5060>;+g.3gpp.icsi-ref="urn%3Aurn-7%3A3gpp-service.ims.icsi.mmtel"`,
    )
  if (step === 0) lines.push(...inviteHeaders(call, caller))
  if (step === 2 || step === 7) lines.push('Require: 100rel', `RSeq: ${step}`)
  if (step === 3) lines.push('RAck: 2 1 INVITE')
  if (body !== '') lines.push('Content-Type: application/sdp')
  return `${lines.join('\r\n')}\r\nContent-Length: ${body.length}\r\n\r\n${body}`
}

function vias({ hops, transport, branch }: Told, cseq: string, hop: number): string[] {
  return hops
    .slice(0, hop + 1)
    .map(([from], i) => `Via: SIP/2.0/${transport} ${host(from)}:${from.port};branch=z9hG4bK${branch}${cseq[0]}${i}`)
    .reverse()
}

function inviteHeaders({ number, callId }: Told, caller: string): string[] {
  const cell = `${(number & 0xffff).toString(16).padStart(4, '0')}${(number & 0xfffffff).toString(16).padStart(7, '0')}`
  return [
    `P-Asserted-Identity: <sip:${caller}@${DOMAIN}>`,
    `P-Access-Network-Info: 3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=00101${cell}`,
    `P-Charging-Vector: icid-value=${callId.slice(0, 16)}${number};orig-ioi=ims.mnc001.mcc001`,
    'Supported: 100rel,precondition,timer',
    'Session-Expires: 1800;refresher=uac',
    'Allow: INVITE,ACK,CANCEL,BYE,UPDATE,PRACK,MESSAGE,REFER,NOTIFY,INFO,OPTIONS',
    'User-Agent: Bench/1.0 VoLTE',
  ]
}

function description({ number, media, wideband }: Told, side: 0 | 1): string {
  const { text, port } = media[side]
  const family = text.includes(':') ? 'IP6' : 'IP4'
  const formats = wideband
    ? ['104 105', 'a=rtpmap:104 AMR-WB/16000/1', 'a=fmtp:104 octet-align=1;mode-change-capability=2;max-red=0']
    : ['8 105', 'a=rtpmap:8 PCMA/8000']
  return [
    'v=0',
    `o=- ${number} ${number} IN ${family} ${text}`,
    's=-',
    `c=IN ${family} ${text}`,
    't=0 0',
    `m=audio ${port} RTP/AVP ${formats[0]}`,
    'b=AS:38',
    ...formats.slice(1),
    'a=rtpmap:105 telephone-event/16000',
    'a=fmtp:105 0-15',
    'a=ptime:20',
    'a=maxptime:240',
    'a=sendrecv',
    'a=curr:qos local none',
    'a=curr:qos remote none',
    'a=des:qos mandatory local sendrecv',
    'a=des:qos optional remote sendrecv',
    '',
  ].join('\r\n')
}

function digits(value: number): string {
  return String(value % 1e8).padStart(8, '0')
}

function host({ text }: End): string {
  return text.includes(':') ? `[${text}]` : text
}
