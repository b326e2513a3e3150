/** Attributes of RADIUS and their values row by row, against the dictionaries of an independent dissector. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Attribute, ATTRIBUTES, THREE_GPP_ATTRIBUTES } from '../../src/protocols/radius/tables.ts'
import { dictionaries, plain } from './dissector.ts'

/** How it says that a value is to be read, by how we read it. */
const TYPES: Readonly<Record<Attribute['kind'], RegExp>> = {
  text: /^string$/,
  number: /^(integer|byte)$/,
  time: /^date$/,
  ipv4: /^ipaddr$/,
  ipv6: /^ipv6addr$/,
  prefix: /^ipv6prefix$/,
  octets: /^(octets|string|ifid)/,
  eap: /^(octets|string)$/,
  secret: /^(octets|string)$/,
  'tagged-number': /^integer$/,
  'tagged-text': /^string$/,
  location: /^octets$/,
  'time-zone': /^octets$/,
}

/** Ours whose name in `details` is that of the same thing in Diameter and GTP. */
const CALLED: Readonly<Record<string, string>> = {
  charging_gateway: '3GPP-Charging-Gateway-Address',
  charging_gateway_ipv6: '3GPP-Charging-Gateway-IPv6-Address',
  negotiated_qos: '3GPP-GPRS-Negotiated-QoS-profile',
  user_location: '3GPP-User-Location-Info',
  ue_time_zone: '3GPP-MS-TimeZone',
}

/** Values of ours that are right, and the document that says so. */
const RIGHT: Readonly<Record<string, string>> = {
  'Acct-Terminate-Cause: Port Reinitialized, not Port-Reinit': 'RFC 3580 §3.14',
  'NAS-Port-Type: ISDN Async V.120, not ISDN-V120': 'RFC 2865 §5.41',
  'NAS-Port-Type: ISDN Async V.110, not ISDN-V110': 'RFC 2865 §5.41',
  'Tunnel-Medium-Type: IPv4, not IP': 'RFC 2868 §3.2',
}

interface Known {
  readonly name: string
  readonly type: string
}

const folder = dictionaries()
const hasDictionary = folder !== undefined && existsSync(`${folder}/radius`)
if (!hasDictionary) console.log('dictionary of RADIUS: skipped, there is no tshark')

function linesOf(pattern: RegExp): string[][] {
  if (!hasDictionary) return []
  const files = readdirSync(`${folder}/radius`).filter((file) => pattern.test(file))
  const text = files.map((file) => readFileSync(`${folder}/radius/${file}`, 'utf8')).join('\n')
  // What vendors number within a document of the IETF stands in a section of theirs.
  const ours = text.replaceAll(/BEGIN-VENDOR\s+ADSL[\s\S]*?END-VENDOR/g, '')
  return ours.split('\n').map((line) => line.trim().split(/\s+/))
}

function attributesIn(lines: readonly string[][]): Map<number, Known> {
  const rows = lines.filter(([kind]) => kind === 'ATTRIBUTE')
  return new Map(rows.map(([, name = '', code, type = '']) => [Number(code), { name, type }]))
}

const TABLES = [
  { of: 'the IETF', table: ATTRIBUTES, lines: linesOf(/^dictionary\.rfc\d+$/) },
  { of: '3GPP', table: THREE_GPP_ATTRIBUTES, lines: linesOf(/^dictionary\.3gpp$/) },
]

describe.skipIf(!hasDictionary)('attributes of RADIUS (skipped where there is no tshark)', () => {
  it.each(TABLES)('of $of are those that it knows', ({ table, lines }) => {
    const known = attributesIn(lines)
    const wrong = Object.entries(table).filter(([code, { name, kind }]) => {
      const theirs = known.get(Number(code))
      const isCalled = [CALLED[name], name, `3GPP_${name}`].some(
        (one) => plain(one ?? '') === plain(theirs?.name ?? '-'),
      )
      return !isCalled || !TYPES[kind].test(theirs?.type ?? '')
    })
    expect(wrong).toEqual([])
  })

  it.each(TABLES)('of $of name values as it does', ({ table, lines }) => {
    const known = attributesIn(lines)
    const values = lines.filter(([kind]) => kind === 'VALUE')
    const wrong = Object.entries(table).flatMap(([code, { names = {} }]) => {
      const theirs = values.filter(([, name]) => name === known.get(Number(code))?.name)
      return theirs.flatMap(([, name, said = '', value]) => {
        const ours = names[Number(value)]
        return ours === undefined || plain(ours) === plain(said) || isShorter(said, ours)
          ? []
          : [`${name}: ${ours}, not ${said}`]
      })
    })
    expect(wrong.filter((one) => !(one in RIGHT))).toEqual([])
  })
})

/** One leaves out words of the other. */
function isShorter(one: string, other: string): boolean {
  const [few, many] = [wordsOf(one), wordsOf(other)].sort((a, b) => a.length - b.length)
  return few!.every((word) => many!.includes(word))
}

function wordsOf(name: string): string[] {
  return name.toLowerCase().match(/[a-z0-9.]+/g) ?? []
}
