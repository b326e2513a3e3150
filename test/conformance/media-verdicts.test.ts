/** What real captures tell of their media: docs/media.md. */
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'

const CAPTURES = new URL('../../../shared/captures/', import.meta.url)

/** Findings of all calls, and streams that are the same as another, by capture. */
const told: { capture: string; findings: string[]; again: number }[] = [
  { capture: 'volte/open5gs_volte.pcapng', findings: [], again: 2 },
  { capture: 'volte/open5gs_ipsec_to_nonipsec_call.pcapng', findings: [], again: 2 },
  { capture: 'volte/arkime_gtp_iphone.pcap', findings: ['info media_gap', 'info media_gap'], again: 0 },
  { capture: 'rtp/yate_sip_rtp_9k.pcap', findings: [], again: 0 },
  { capture: 'rtp/goffinet_rtp_protocol.pcap', findings: [], again: 0 },
  { capture: 'sip/t38fax_sample.pcap', findings: [], again: 0 },
  // Both legs are one call, and of its media 355 packets came one way and a single one the other.
  { capture: 'sip/goffinet_b2bua_asterisk.pcapng', findings: ['error one_way_audio'], again: 0 },
  {
    capture: 'other/ndpi_fax_t38_megaco_sip.pcap',
    findings: ['warning media_gap', 'info ptime_asymmetry', 'info incomplete'],
    again: 0,
  },
]

describe.skipIf(!existsSync(CAPTURES))('real captures (skipped where they are not there)', () => {
  it.each(told)('$capture', async ({ capture, findings, again }) => {
    const { sessions } = await analyzeCapture(readFileSync(new URL(capture, CAPTURES)))
    const calls = sessions.filter(({ type }) => type === 'VoLTE')
    const found = calls.flatMap(({ media_verdicts = [] }) => media_verdicts)
    expect(found.map(({ severity, kind }) => `${severity} ${kind}`)).toEqual(findings)
    expect(calls.flatMap(({ media }) => media).filter((one) => one['same_as'] !== undefined)).toHaveLength(again)
  })
})
