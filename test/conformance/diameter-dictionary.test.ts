/** AVPs, commands and applications row by row, against the dictionary of an independent dissector. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { AvpRow, AvpType, Names } from '../../src/protocols/diameter/avp-types.ts'
import { TGPP_AVPS } from '../../src/protocols/diameter/dictionary.ts'
import { ETSI_AVPS } from '../../src/protocols/diameter/tables-avps-etsi.ts'
import { IETF_AVPS } from '../../src/protocols/diameter/tables-avps-ietf.ts'
import { APPLICATIONS, COMMANDS, VENDORS } from '../../src/protocols/diameter/tables-commands.ts'
import { dictionaries, plain } from './dissector.ts'

/** Types of its own by ours; where a standard says octets, ours may know what they are. */
const TYPES: Readonly<Record<AvpType, readonly string[]>> = {
  octets: ['OctetString', 'OctetStringOrUTF8'],
  int32: ['Integer32'],
  int64: ['Integer64'],
  u32: ['Unsigned32', 'VendorId', 'AppId'],
  u64: ['Unsigned64'],
  f32: ['Float32'],
  f64: ['Float64'],
  grouped: ['grouped'],
  address: ['IPAddress'],
  time: ['Time'],
  utf8: ['UTF8String', 'OctetStringOrUTF8'],
  identity: ['DiameterIdentity'],
  uri: ['DiameterURI'],
  enumerated: ['Enumerated'],
  filter: ['IPFilterRule', 'QoSFilterRule'],
  ip: ['IPAddress', 'OctetString'],
  'ipv6-prefix': ['OctetString'],
  tbcd: ['OctetString', 'UTF8String'],
  plmn: ['OctetString'],
  sdp: ['OctetString', 'UTF8String'],
  eap: ['OctetString'],
  secret: ['OctetString', 'UTF8String', 'OctetStringOrUTF8'],
}

/** Ours that are right though it says otherwise: by code, the document that says so. */
interface Right {
  readonly names: Names
  readonly types: Names
  /** Of an enumeration, by code of the AVP. */
  readonly values: Names
}

const RFC_U32 = 'the RFC says Unsigned32, and defines values of it'

const IETF: Right = {
  names: {
    50: 'RFC 7155 §4.6.6',
    68: 'RFC 2867 §4.1',
    80: 'RFC 2869 §5.14',
    89: 'RFC 4372 §2.1',
    92: 'RFC 4849 §2',
  },
  types: {
    47: 'RFC 2866 §5.8: an unsigned number',
    48: 'RFC 2866 §5.9: an unsigned number',
    52: 'RFC 2869 §5.1: an unsigned number',
    53: 'RFC 2869 §5.2: an unsigned number',
    64: RFC_U32,
    65: RFC_U32,
    89: 'RFC 4372 §2.1: a string of octets',
    92: 'RFC 4849 §2: a filter',
    268: RFC_U32,
    270: RFC_U32,
    291: 'RFC 6733 §8.9',
    298: RFC_U32,
    299: RFC_U32,
    337: RFC_U32,
    563: 'RFC 5777 §4.2.4.3: a mask',
    564: 'RFC 5777 §4.2.4.4: a mask',
    565: 'RFC 5777 §4.2.4.5: a mask',
  },
  values: {
    6: 'RFC 2865 §5.6, spelt so',
    10: 'RFC 2865 §5.10, in short',
    13: 'RFC 2865 §5.13, in short',
    29: 'RFC 2865 §5.29',
    40: 'RFC 2867 §3.6; the dissector misspells it',
    49: 'RFC 2866 §5.10, spelt so',
    61: 'RFC 2865 §5.41, without what the abbreviations mean',
    65: 'RFC 2868 §3.2, in full',
    101: 'RFC 5176 §3.6',
    261: 'RFC 6733 §6.13',
    295: 'RFC 3580 §3.14: as 21 of RADIUS',
    480: 'RFC 6733 §9.8.1, without the word RECORD',
    494: 'RFC 5778 §6.4',
    513: "RFC 5777 §4.1.2 by IANA's keywords",
  },
}

const TGPP: Right = {
  names: {
    17: 'TS 29.061 §16.4.7',
    402: 'TS 29.109 §6.3.1.2: named so from Release 7 on',
    606: 'TS 29.229 Table 6.3.1',
    607: 'TS 29.229 Table 6.3.1',
    608: 'TS 29.229 Table 6.3.1',
    609: 'TS 29.229 Table 6.3.1',
    610: 'TS 29.229 Table 6.3.1',
    612: 'TS 29.229 Table 6.3.1',
    613: 'TS 29.229 Table 6.3.1',
    627: 'TS 29.229 Table 6.3.1',
    634: 'TS 29.229 Table 6.3.1: also for wildcarded public user identities',
    647: 'TS 29.229 Table 6.3.1',
    824: 'TS 32.299 Table 7.2.0.1',
    872: 'TS 32.299 Table 7.2.0.1',
    1483: 'TS 29.272 Table 7.3.1/1',
    1488: 'TS 29.272 Table 7.3.1/1',
    2031: 'TS 32.299 Table 7.2.0.1, spelt so',
    2407: 'TS 29.173 Table 6.4.1/1',
    2603: 'TS 32.299 Table 7.2.0.1',
    2604: 'TS 32.299 Table 7.2.0.1',
    2605: 'TS 32.299 Table 7.2.0.1',
    3103: 'TS 29.336 Table 6.4.1/1',
  },
  types: {
    11: 'TS 29.061 §16.4.7.2: an octet',
    528: 'TS 29.214 §5.3.30: text in octets',
    719: 'TS 29.329 §6.3.28: a mask',
    861: 'TS 32.299 §7.2.35',
    1263: 'TS 32.299 §7.2.1',
    1682: 'TS 29.272 §7.3.207',
    2031: 'TS 32.299 §7.2.102',
    2032: 'TS 32.299 §7.2.185',
    2037: 'TS 32.299 §7.2.41',
    2039: 'TS 32.299 §7.2.68',
    2823: 'TS 29.212 §5.3.110',
    2824: 'TS 29.212 §5.3.111',
    2826: 'TS 29.212 §5.3.113',
    3107: 'TS 29.336 §6.4.8',
    3108: 'TS 29.336 §6.4.9',
  },
  values: {
    3: 'TS 29.061 §16.4.7.2 added types of packet data and of 5GS',
    410: 'TS 29.109 §6.3.1.10, Rel-12',
    829: 'TS 32.299 §7.2.178',
    872: 'TS 32.299 §7.2.175, Rel-14',
    1007: 'TS 29.212 §5.3.8, Rel-12',
    1019: 'TS 29.212 §5.3.19',
    1031: 'TS 29.212 §5.3.38',
    1045: 'TS 29.212 §5.3.44',
    1068: 'TS 29.212 §5.3.63',
    1613: 'TS 29.272 §7.3.135',
    2007: 'TS 32.299 §7.2.221, Rel-11',
    2025: 'TS 32.299 §7.2.137; the dissector misspells it',
    2037: 'TS 32.299 §7.2.41; the dissector misspells it',
    2047: 'TS 32.299 §7.2.199, Rel-11',
    3183: 'TS 29.336 §8.4.80; the dissector misspells it',
    3200: 'TS 29.337 §6.3.4; the dissector misspells it',
    3321: 'TS 29.338 §5.3.3.14; the dissector has the name of the AVP there',
  },
}

const ETSI: Right = {
  names: Object.fromEntries(
    [310, 350, 353, 457, 459, ...Array.from({ length: 21 }, (_, i) => 501 + i)].map((code) => [
      code,
      'ETSI TS 183 017, 183 059 and 183 033, without what tells it from another vendor’s',
    ]),
  ),
  types: {},
  values: {},
}

/** Rows that it does not know, and where they are from. */
const NEWER: Readonly<Record<string, Names>> = {
  TGPP: {
    659: 'TS 29.229 §6.3, Rel-15',
    720: 'TS 29.329 §6.3, Rel-14',
    721: 'TS 29.329 §6.3, Rel-14',
    722: 'TS 29.329 §6.3, Rel-14',
    1315: 'TS 32.299 §7.2, Rel-14',
    1515: 'TS 29.273 §9.2.3, Rel-15',
    3324: 'TS 29.338 §5.3.3, Rel-13',
  },
  None: Object.fromEntries(Array.from({ length: 11 }, (_, i) => [659 + i, 'RFC 8506 §8.58 to §8.68'])),
}

interface Known {
  readonly name: string
  readonly type: string
  readonly values: ReadonlyMap<number, string>
}

const folder = dictionaries()
const documents = folder === undefined ? [] : readXml(`${folder}/diameter`)
const hasDictionary = documents.length > 0
if (!hasDictionary) console.log('dictionary of Diameter: skipped, there is no tshark')

function readXml(path: string): string[] {
  const files = readdirSync(path).filter((file) => file.endsWith('.xml'))
  return files.map((file) => readFileSync(`${path}/${file}`, 'utf8').replaceAll(/<!--[\s\S]*?-->/g, ''))
}

function attributesOf(tag: string): Readonly<Record<string, string>> {
  return Object.fromEntries([...tag.matchAll(/([\w-]+)\s*=\s*"([^"]*)"/g)].map(([, name, value]) => [name, value]))
}

/** By vendor and code: vendors reuse numbers of each other, and some applications did. */
const avps = new Map<string, Known[]>()
for (const [, tag = '', body = ''] of documents.flatMap((text) => [
  ...text.matchAll(/<avp\b([^>]*?)(?:\/>|>([\s\S]*?)<\/avp>)/g),
])) {
  const { name = '', code, 'vendor-id': vendor = 'None' } = attributesOf(tag)
  const type = body.includes('<grouped') ? 'grouped' : (/type-name="([^"]*)"/.exec(body)?.[1] ?? '')
  const values = [...body.matchAll(/<enum\s([^>]*)/g)].map(([, one = '']) => attributesOf(one))
  const known = { name, type, values: new Map(values.map((one) => [Number(one['code']), one['name'] ?? ''])) }
  const key = `${vendor}/${code}`
  avps.set(key, [...(avps.get(key) ?? []), known])
}

function namesIn(tag: 'command' | 'application'): Map<number, string[]> {
  const found = new Map<number, string[]>()
  for (const [, text = ''] of documents.flatMap((one) => [...one.matchAll(new RegExp(`<${tag}\\b([^>]*)>`, 'g'))])) {
    const { name = '', code, id } = attributesOf(text)
    const number = Number(code ?? id)
    found.set(number, [...(found.get(number) ?? []), name])
  }
  return found
}

interface Table {
  readonly vendor: string
  readonly rows: readonly AvpRow[]
  readonly right: Right
}

const TABLES: readonly Table[] = [
  { vendor: 'None', rows: IETF_AVPS, right: IETF },
  { vendor: 'TGPP', rows: TGPP_AVPS, right: TGPP },
  { vendor: 'ETSI', rows: ETSI_AVPS, right: ETSI },
]

describe.skipIf(!hasDictionary)('AVPs (skipped where there is no tshark)', () => {
  it.each(TABLES)('of $vendor have the names that it knows', ({ vendor, rows, right }) => {
    const unknown = rows.filter(([code]) => !avps.has(`${vendor}/${code}`)).map(([code]) => code)
    expect(unknown.filter((code) => NEWER[vendor]?.[code] === undefined)).toEqual([])
    const other = differing({ vendor, rows, right }, ([, name], known) => plain(known.name) === plain(name))
    expect(other.filter(([code]) => !(code in right.names))).toEqual([])
    expect(needless(right.names, other)).toEqual([])
  })

  it.each(TABLES)('of $vendor have the types that it knows', ({ vendor, rows, right }) => {
    const other = differing({ vendor, rows, right }, ([, , type], known) => TYPES[type].includes(known.type))
    expect(other.filter(([code]) => !(code in right.types))).toEqual([])
    expect(needless(right.types, other)).toEqual([])
  })

  it.each(TABLES)('of $vendor name values as it does', ({ vendor, rows, right }) => {
    const wrong = rows.flatMap(([code, name, , values = {}]) => {
      const known = avps.get(`${vendor}/${code}`) ?? []
      if (known.every((one) => one.values.size === 0)) return []
      return Object.entries(values).flatMap(([value, said]) => {
        const theirs = known.flatMap((one) => one.values.get(Number(value)) ?? [])
        return theirs.some((one) => plain(one) === plain(said))
          ? []
          : [[code, `${name} ${value}: ${said}, not ${theirs.join(', ')}`]]
      })
    })
    expect(wrong.filter(([code]) => !(Number(code) in right.values))).toEqual([])
  })

  it.each(TABLES)(
    'of $vendor are as many as it knows, but for reserved ones and one vendor’s own',
    ({ vendor, rows }) => {
      const ours = new Set(rows.map(([code]) => code))
      const absent = [...avps].filter(([key, known]) => {
        const [of, code] = key.split('/')
        const isNamed = known.some(
          ({ name }) => !/^(Reserved|Experimental-Use|Implementation-Specific)-|^ETSI-/.test(name),
        )
        return of === vendor && isNamed && !ours.has(Number(code))
      })
      expect(absent.map(([key, [known]]) => `${key} ${known!.name}`)).toEqual(vendor === 'None' ? UNUSED : [])
    },
  )

  it('of commands and applications have the names that it knows', () => {
    const [commands, applications] = [namesIn('command'), namesIn('application')]
    const wrongCommands = Object.entries(COMMANDS).filter(([code, [name]]) => {
      return !commands.get(Number(code))?.some((theirs) => isCalled(theirs, name)) && !(code in RIGHT_COMMANDS)
    })
    expect(wrongCommands).toEqual([])
    const wrongApplications = Object.entries(APPLICATIONS).filter(([code, name]) => {
      return !applications.get(Number(code))?.some((theirs) => isCalled(theirs, name)) && !(code in RIGHT_APPLICATIONS)
    })
    expect(wrongApplications).toEqual([])
  })
})

/** It keeps IANA's names of enterprises: ours are words of theirs, or stand for them. */
const STANDS_FOR: Names = {
  0: 'the IETF, which has no number',
  637: 'its name before it was of Nokia',
}

it.skipIf(!hasDictionary)('vendors have the numbers that IANA gave them', () => {
  const lines = readFileSync(`${folder}/enterprises.tsv`, 'utf8').split('\n')
  const registered = new Map(lines.map((line) => line.split('\t')).map(([number, name = '']) => [Number(number), name]))
  const wrong = Object.entries(VENDORS).filter(([number, name]) => {
    return !plain(registered.get(Number(number)) ?? '').includes(plain(name)) && !(number in STANDS_FOR)
  })
  expect(wrong.map(([number, name]) => [number, name, registered.get(Number(number))])).toEqual([])
})

/** The first three are Ericsson's under no vendor; 26 has no meaning in Diameter (RFC 7155 §7.2), 275 none in RFC 6733. */
const UNUSED = [
  'None/1008 S-CSCF-Name-Originating',
  'None/1009 S-CSCF-Name-Terminating',
  'None/1012 SIP-Server-Name',
  'None/26 Vendor-Specific',
  'None/275 Alternate-Peer',
]

const RIGHT_COMMANDS: Names = { 310: 'TS 29.109 §6.2.1; the dissector misspells it' }

/** Whose it is, before the name. */
const OWNER = /^(?:3GPP2?[ -]|ETSI |ITU-T |Diameter )/

function isCalled(theirs: string, ours: string): boolean {
  return plain(theirs.replace(OWNER, '')).startsWith(plain(ours))
}

/** Called as engineers do. */
const RIGHT_APPLICATIONS: Names = {
  0: 'the base protocol',
  3: 'RFC 6733 §2.4: base accounting, which Rf uses',
  4: 'RFC 8506, which Gy and Ro use',
  6: 'RFC 4740',
  11: 'RFC 6738',
  16777231: 'ETSI ES 283 034',
  16777253: 'the dissector names the interface after its owner too',
  16777224: 'the Gx of Release 5',
  16777229: 'the Rx of Release 6',
}

/** Rows none of whose definitions is the same, and what it says. */
function differing(
  { vendor, rows }: Table,
  isSame: (row: AvpRow, known: Known) => boolean,
): readonly (readonly [number, string])[] {
  return rows.flatMap((row) => {
    const known = avps.get(`${vendor}/${row[0]}`) ?? []
    if (known.length === 0 || known.some((one) => isSame(row, one))) return []
    return [
      [row[0], `${row[1]} ${row[2]}, not ${known.map(({ name, type }) => `${name} ${type}`).join(', ')}`] as const,
    ]
  })
}

/** Exceptions that are none any more: they would hide the next mistake. */
function needless(right: Names, other: readonly (readonly [number, string])[]): string[] {
  const codes = new Set(other.map(([code]) => String(code)))
  return Object.keys(right).filter((code) => !codes.has(code))
}
