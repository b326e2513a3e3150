/** Elements of GTPv1-C, one a message; each value was seen to be the same in another dissector. */
import { describe, expect, it } from 'vitest'
import { gtp1, tlv, tv } from '../../../test/make/gtp.ts'
import { bytesOf, messageOf, TreeWriter, whereOf } from '../../../test/gtp-message.ts'
import { gtp } from './gtp.ts'

interface Case {
  readonly type: number
  readonly hex: string
  readonly want: object
}

const PLMN = '00f110'
const RATES = { uplink_kbps: 10, downlink_kbps: 11 }

const ELEMENTS: readonly Case[] = [
  { type: 4, hex: '01020304', want: { tlli: '0x01020304' } },
  { type: 8, hex: 'ff', want: { reordering: true } },
  { type: 11, hex: '22', want: { map_cause_code: 34, map_cause: 'systemFailure' } },
  { type: 13, hex: 'fe', want: { ms_validated: false } },
  { type: 15, hex: 'fe', want: { selection_mode: 'Network provided APN, subscription not verified' } },
  { type: 21, hex: '53', want: { ranap_cause_code: 83, ranap_cause: 'normal-release' } },
  { type: 24, hex: '02', want: { radio_priority: 'level 2' } },
  { type: 25, hex: '0509', want: { packet_flow_id: 9 } },
  { type: 29, hex: '06', want: { not_reachable_reason: 'GPRS detached' } },
  { type: 138, hex: `${PLMN}0007090011`, want: { target: { type: 'RNC', rai: '001-01-7-9', rnc: 17 } } },
  { type: 147, hex: '917110000000f1', want: { sgsn_number: '17010000001' } },
  {
    type: 148,
    hex: '91',
    want: { common_flags: ['Prohibit Payload Compression', 'No QoS negotiation', 'Dual Address Bearer'] },
  },
  { type: 164, hex: PLMN, want: { plmn: '001-01' } },
  { type: 181, hex: '01', want: { change_reporting_action: 'Start Reporting CGI/SAI' } },
  { type: 182, hex: '05', want: { direct_tunnel_flags: ['DTI', 'EI'] } },
  { type: 184, hex: '01', want: { bearer_control_mode: 'MS/NW' } },
  { type: 190, hex: '036d6d6503657063', want: { fqdn: 'mme.epc' } },
  { type: 191, hex: '25', want: { evolved_arp: { priority_level: 9, may_preempt: true, preemptable: false } } },
  { type: 192, hex: '0525', want: { evolved_arp: { priority_level: 9, may_preempt: true, preemptable: false } } },
  { type: 193, hex: '81', want: { extended_common_flags: ['Unauthenticated IMSI', 'UASI'] } },
  { type: 194, hex: `${PLMN}0000004d41`, want: { user_csg: { csg_id: 77, access_mode: 'Hybrid' } } },
  { type: 195, hex: '05', want: { csg_reporting: ['UCICSG', 'UCIUHC'] } },
  { type: 196, hex: '0000004d', want: { csg_id: 77 } },
  { type: 200, hex: '0000000a0000000b', want: { ue_ambr: RATES } },
  { type: 201, hex: '050000000a0000000b', want: { apn_ambr: RATES } },
  { type: 203, hex: '01', want: { low_access_priority: true } },
  { type: 206, hex: '0000000a0000000b', want: { max_mbr: RATES } },
  { type: 209, hex: '917110000000f1', want: { stn_sr: '17010000001' } },
  { type: 213, hex: '0501', want: { selection: 'MS provided APN, subscription not verified' } },
  { type: 214, hex: 'e0000000', want: { uli_timestamp: '2019-02-02T11:39:44.000Z' } },
  { type: 216, hex: '01', want: { operator_selected_by: 'network' } },
  { type: 218, hex: '05', want: { extended_common_flags_2: ['PNSI', 'PMTSMI'] } },
  { type: 219, hex: '036d6d65076570632e6f7267', want: { nodes: [{ name: 'mme', realm: 'epc.org' }] } },
  { type: 223, hex: '0007', want: { mapped_ue_usage_type: 7 } },
  { type: 224, hex: '01', want: { up_selection: ['DCNR'] } },
]

function messageWith({ type, hex }: Case): Uint8Array {
  const value = bytesOf(hex)
  return gtp1(53, { teid: 1, sequence: 1 }, type < 128 ? tv(type, ...value) : tlv(type, value))
}

describe('elements of GTPv1', () => {
  it.each(ELEMENTS)('$type as $hex', (one) => {
    const { details, fault } = messageOf(messageWith(one))
    expect(fault ?? '').toBe('')
    expect(details).toMatchObject(one.want)
  })

  it.each(ELEMENTS)('$type, cut anywhere and damaged, is read without harm', (one) => {
    const whole = messageWith(one)
    for (let at = 8; at < whole.length; at++) {
      for (const bytes of [whole.subarray(0, at), whole.with(at, 0xff), whole.with(at, 0)]) {
        const tree = new TreeWriter()
        gtp.decode(bytes, 0, bytes.length, bytes.length, whereOf(), tree)
        expect(tree.depth).toBe(0)
      }
    }
  })
})
