/** MGCP: RFC 3435, and descriptions of media in it. */
import { utf8 } from './octets.ts'

type Lines = readonly string[]

function message(lines: Lines, description: Lines): Uint8Array {
  const parts = description.length === 0 ? lines : [...lines, '', ...description]
  return utf8(parts.map((line) => `${line}\r\n`).join(''))
}

/** @param parameters lines such as `C: 2a` */
export function command(
  verb: string,
  id: number,
  endpoint: string,
  parameters: Lines = [],
  sdp: Lines = [],
): Uint8Array {
  return message([`${verb} ${id} ${endpoint} MGCP 1.0`, ...parameters], sdp)
}

export function response(code: number, id: number, parameters: Lines = [], sdp: Lines = []): Uint8Array {
  return message([`${code} ${id} ${code < 300 ? 'OK' : 'FAIL'}`, ...parameters], sdp)
}

/** Audio at an address. */
export function audio(address: string, port: number, format = '0 PCMU/8000'): Lines {
  const [type = '0'] = format.split(' ')
  return [
    'v=0',
    `o=- 1 23 IN IP4 ${address}`,
    's=-',
    `c=IN IP4 ${address}`,
    't=0 0',
    `m=audio ${port} RTP/AVP ${type}`,
    `a=rtpmap:${format}`,
    'a=ptime:20',
  ]
}
