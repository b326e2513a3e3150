import { describe, expect, it } from 'vitest'
import { messageOf } from '../../../test/gtp-message.ts'
import { gtp1, tlv } from '../../../test/make/gtp.ts'
import { u8 } from '../../../test/make/octets.ts'

const UPDATE = 18
const QOS = 135

function qosOf(...octets: readonly number[]): unknown {
  return messageOf(gtp1(UPDATE, { teid: 9, sequence: 1 }, tlv(QOS, u8(...octets)))).details['qos']
}

const FOUR_ZEROS = [0, 0, 0, 0]

describe('quality of service of version 1', () => {
  it('rates of the extended octets', () => {
    expect(qosOf(2, 0, 0, 0, 0x40, 0, 0xfe, 0xfe, ...FOUR_ZEROS, 0, 0, 0, 0, 75)).toEqual({
      allocation_retention_priority: 2,
      delay_class: 0,
      traffic_class: 'streaming',
      mbr_uplink_kbps: 8640,
      mbr_downlink_kbps: 8640,
      gbr_uplink_kbps: 17_000,
    })
  })

  it('all that it says, with rates above 256 Mbit/s', () => {
    const [most, none] = [[0xfa, 0xfa, 0xfa, 0xfa], 0]
    const release99 = [0x73, 0x96, 0xfe, 0xfe, 0x74, 0x13, 0xfe, 0xfe]
    expect(qosOf(1, 0x1b, 0x91, 0x1f, ...release99, 0x11, ...most, 61, none, 246, none)).toEqual({
      allocation_retention_priority: 1,
      delay_class: 3,
      reliability_class: 3,
      peak_throughput_octets_s: 256_000,
      precedence_class: 1,
      mean_throughput_octets_h: 'best effort',
      traffic_class: 'interactive',
      delivery_order: false,
      erroneous_sdus: 'not delivered',
      max_sdu_octets: 1500,
      residual_bit_error_ratio: '1e-5',
      sdu_error_ratio: '1e-4',
      transfer_delay_ms: 40,
      traffic_handling_priority: 3,
      signalling: true,
      speech_source: true,
      mbr_uplink_kbps: 10_000_000,
      mbr_downlink_kbps: 500_000,
      gbr_uplink_kbps: 256_000,
      gbr_downlink_kbps: 256_000,
    })
  })

  it('of the first release only', () => {
    expect(qosOf(3, 0x22, 0x52, 0x0c)).toEqual({
      allocation_retention_priority: 3,
      delay_class: 4,
      reliability_class: 2,
      peak_throughput_octets_s: 16_000,
      precedence_class: 2,
      mean_throughput_octets_h: 500_000,
    })
  })

  it('values that are reserved, or what is subscribed', () => {
    expect(qosOf(3, 0, 0xa0, 0x13, 0xe0, 0xff, 0xff, 0xff, 0xaf, 0xfc)).toEqual({
      allocation_retention_priority: 3,
      delay_class: 0,
      traffic_class: 'Unknown(7)',
    })
  })
})
