/** DNS against an independent dissector: how many frames hold a message. */
import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { analyzeCapture, ownEvents } from '../analyze-capture.ts'
import { type Case, cases, haveCaptures } from './oracle.ts'

/** Frames in which the other dissector sees DNS and we tell no event (or, below 0, only we tell one), with the reason. */
const WITHOUT: Readonly<Record<string, readonly [frames: number, because: string]>> = {
  'fragments/ws_dns_ooo.pcap': [1, 'the first segment holds one octet of the length: nothing is told by it'],
  'gtpu/tempo_gtpu_19k.pcap': [1, 'quoted in ICMP'],
  'http2/suri_doh_get.pcap': [4, 'in HTTP/2'],
  'http2/suri_doh_post.pcap': [68, 'in HTTP/2'],
  'linklayers/zeek_ipv6_hbh_rt0.pcap': [1, 'port 53, but no message'],
  'other/arkime_synthetic_mix.pcap': [1, 'two have number 0 as multicast DNS does; one of LLMNR'],
  'sba/open5gs_roaming_lbo.pcapng': [-2, 'multicast DNS'],
  'volte/open5gs_nonipsec_reg.pcapng': [16, 'copies'],
}

const PROTOCOLS = new Set(['DNS', 'mDNS', 'LLMNR'])

function expectedOf({ name, oracle }: Case): number {
  const { dns = 0 } = (oracle as { frames?: { dns?: number } }).frames ?? {}
  return dns - (WITHOUT[name]?.[0] ?? 0)
}

async function foundIn({ path }: Case): Promise<number> {
  const { sessions } = await analyzeCapture(readFileSync(path))
  const events = ownEvents(sessions)
  return new Set(events.filter(({ protocol }) => PROTOCOLS.has(protocol)).map(({ frame }) => frame)).size
}

describe.skipIf(!haveCaptures)('DNS of real captures (skipped where they are absent)', () => {
  const withDns = [...cases()]
    .filter(([folder]) => folder !== 'bad')
    .flatMap(([, all]) => all)
    .filter((one) => expectedOf(one) > 0)
  const total = { matched: 0, expected: 0 }

  it.each(withDns.map((one) => [one.name, one] as const))('%s', async (_name, one) => {
    const found = await foundIn(one)
    total.matched += Math.min(found, expectedOf(one))
    total.expected += expectedOf(one)
    expect(found).toBe(expectedOf(one))
  })

  afterAll(() => console.log(`DNS: ${total.matched} / ${total.expected} frames matched`))
})
