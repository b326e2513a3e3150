// What all versions of GTP say of a message besides its fields.
import { formatEndpoint, normalizeAddress } from '../../bytes/address.ts'
import type { Out } from '../../model/message.ts'
import { type Elements, type Fields, listOf } from './elements.ts'
import { endsOf } from './tunnels.ts'

const LONGEST_SHORT = 80

/** Hands the fields over, with the name, the parties and the clues they give. */
export function describe(elements: Elements, protocol: string, name: string): void {
  const { out, fields } = elements
  for (const field in fields) out.put(field, fields[field])
  out.name(name, shortOf(fields, `${protocol} ${name}`), protocol)
  tellParty(fields, out)
  giveClues(fields, out)
  if (ABOUT_BEARERS.test(name)) nameBearers(fields, out)
}

/** Messages that are about some of the bearers of a connection, and not of the connection: TS 29.274 §7.2. */
const ABOUT_BEARERS = /^(?:Create|Update|Delete) Bearer /

function nameBearers({ ebis, bearers }: Fields, out: Out): void {
  const all = [...((ebis ?? []) as readonly number[]), ...listOf(bearers).map(({ ebi }) => ebi)]
  for (const ebi of all) if (typeof ebi === 'number' && ebi !== 0) out.also(`#${ebi}`)
}

function shortOf(fields: Fields, start: string): string {
  const { cause_name, apn, imsi, teid_data } = fields
  let short = start
  if (typeof cause_name === 'string') short += ` (${cause_name})`
  else {
    if (typeof apn === 'string') short += ` apn=${apn}`
    if (typeof imsi === 'string') short += ` imsi=${imsi}`
    if (teid_data !== undefined && apn === undefined) short += ` teid=${teid_data as string}`
  }
  return short.length > LONGEST_SHORT ? `${short.slice(0, LONGEST_SHORT - 1)}…` : short
}

function tellParty({ imsi, msisdn, imei, imeisv, ue_ipv4, ue_ipv6 }: Fields, out: Out): void {
  const equipment = imei ?? imeisv
  const address = ue_ipv4 ?? ue_ipv6
  const party = {
    ...(typeof imsi === 'string' && { imsi }),
    ...(typeof msisdn === 'string' && { msisdn }),
    ...(typeof equipment === 'string' && { imei: equipment }),
    ...(typeof address === 'string' && { ue_ip: address }),
  }
  if (Object.keys(party).length > 0) out.party({ role: 'served', ...party })
}

/** Endpoints of tunnels, addresses and charging identifiers, by which others refer to the connection. */
function giveClues(fields: Fields, out: Out): void {
  tunnelClues(fields, out)
  for (const bearer of listOf(fields['bearers'])) tunnelClues(bearer, out)
  const { ue_ipv4, ue_ipv6, apn } = fields
  if (typeof ue_ipv4 === 'string') out.clue('ue-ip', ue_ipv4)
  if (typeof ue_ipv6 === 'string') out.clue('ue-ip', ue_ipv6)
  if (typeof apn === 'string') {
    out.clue('apn', apn)
    out.also(`apn ${apn}`)
  }
}

function tunnelClues(fields: Fields, out: Out): void {
  for (const { end } of endsOf(fields)) out.clue('tunnel', end)
  for (const end of flowEnds(fields['tft'] as Fields | undefined)) out.clue('flow-endpoint', end)
  if (typeof fields['charging_id'] === 'number') out.clue('charging-id', String(fields['charging_id']))
}

/** `address:port` of each end that a traffic flow template names with one port: TS 24.008 §10.5.6.12. */
function flowEnds(tft: Fields | undefined): Set<string> {
  const ends = new Set<string>()
  for (const { local, local_port, remote, remote_port } of listOf(tft?.['filters'])) {
    const named = [
      [local, local_port],
      [remote, remote_port],
    ]
    for (const [address, port] of named) {
      const host = typeof address === 'string' ? normalizeAddress(address.replace(/\/(?:32|128)$/, '')) : undefined
      if (host !== undefined && typeof port === 'number') ends.add(formatEndpoint(host, port))
    }
  }
  return ends
}
