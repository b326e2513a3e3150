/** Elements of GTPv2-C, one a message; each value was seen to be the same in another dissector. */
import { describe, expect, it } from 'vitest'
import { element, gtp2 } from '../../../test/make/gtp.ts'
import { bytesOf, messageOf, TreeWriter, whereOf } from '../../../test/gtp-message.ts'
import { gtp } from './gtp.ts'

interface Case {
  readonly type: number
  readonly hex: string
  readonly instance?: number
  readonly want: object
}

const PLMN = '00f110'

const ELEMENTS: readonly Case[] = [
  { type: 51, hex: '917110000000f1', want: { stn_sr: '17010000001' } },
  { type: 56, hex: '05', want: { srvcc_cause: 'Unknown Target ID' } },
  { type: 57, hex: `${PLMN}00070009`, want: { target_rnc: '001-01-7-9' } },
  { type: 58, hex: `${PLMN}00070009`, want: { target_cell: '001-01-7-9' } },
  { type: 59, hex: '01020304', want: { sv_teid: '0x01020304' } },
  { type: 60, hex: '05', want: { sv_flags: ['EmInd', 'STI'] } },
  { type: 61, hex: `${PLMN}00070009`, want: { sai: '001-01-7-9' } },
  {
    type: 81,
    hex: '05000000000a0000000000000000000b0000000000',
    want: { qci: 5, mbr_uplink_kbps: 10, gbr_uplink_kbps: 11 },
  },
  { type: 88, hex: '01020304', want: { tmsi: '0x01020304' } },
  { type: 92, hex: '04', want: { delay_ms: 200 } },
  { type: 97, hex: '02', want: { bearer_flags: ['VB'] } },
  { type: 118, hex: '03aabb', want: { container_type: 'E-UTRAN transparent container' } },
  {
    type: 119,
    hex: '0016',
    want: {
      forward_causes: [
        { protocol: 'S1AP', group: 'radioNetwork', cause_code: 22, cause_name: 'load-balancing-tau-required' },
      ],
    },
  },
  {
    type: 119,
    hex: '0053',
    instance: 1,
    want: { forward_causes: [{ protocol: 'RANAP', group: 'radioNetwork', cause_code: 83 }] },
  },
  { type: 121, hex: `00${PLMN}00070009`, want: { target: { type: 'RNC', lai: '001-01-7', rnc: 9 } } },
  { type: 121, hex: `01${PLMN}0012340056`, want: { target: { type: 'Macro eNodeB', enb: '001-01-4660', tac: 86 } } },
  { type: 121, hex: `02${PLMN}0007090009`, want: { target: { type: 'Cell', rai: '001-01-7-9', cell: 9 } } },
  {
    type: 121,
    hex: `03${PLMN}012345670056`,
    want: { target: { type: 'Home eNodeB', enb: '001-01-19088743', tac: 86 } },
  },
  { type: 121, hex: `05${PLMN}1a00012345000056`, want: { target: { type: 'gNodeB', gnb: '001-01-74565', tac: 86 } } },
  {
    type: 121,
    hex: `06${PLMN}001234000056`,
    want: { target: { type: 'Macro ng-eNodeB', enb: '001-01-4660', tac: 86 } },
  },
  { type: 121, hex: `01${PLMN}00`, want: { target: { type: 'Macro eNodeB' } } },
  { type: 131, hex: '06', want: { change_reporting_action: 'Start Reporting TAI and ECGI' } },
  {
    type: 145,
    hex: `${PLMN}0000004d41`,
    want: { user_csg: { csg_id: 77, plmn: '001-01', access_mode: 'Hybrid' } },
  },
  { type: 146, hex: '05', want: { csg_reporting: ['UCICSG', 'UCIUHC'] } },
  { type: 147, hex: '0000004d', want: { csg_id: 77 } },
  { type: 149, hex: '01', want: { service_indicator: 'CS call' } },
  { type: 152, hex: '09', want: { node_features: ['PRN', 'CIOT'] } },
  { type: 154, hex: '2132', want: { throttling: { duration_s: 60, percent: 50 } } },
  { type: 156, hex: '25', want: { timer_s: 300 } },
  { type: 156, hex: 'e5', want: { timer_s: 'infinite' } },
  { type: 161, hex: '0000000a0000000b', want: { max_mbr: { uplink_kbps: 10, downlink_kbps: 11 } } },
  { type: 166, hex: '180a000001', want: { default_router: '10.0.0.1/24' } },
  { type: 167, hex: '02', want: { changes_to_report: ['TZCR'] } },
  { type: 168, hex: '02', want: { action_indication: 'Paging Indication' } },
  { type: 169, hex: '010477696669001122334455', want: { twan: { ssid: 'wifi', bssid: '001122334455' } } },
  {
    type: 172,
    hex: '1014',
    want: {
      ran_nas_cause: [{ protocol: 'S1AP', group: 'radioNetwork', cause_code: 20, cause_name: 'user-inactivity' }],
    },
  },
  { type: 172, hex: '2016', want: { ran_nas_cause: [{ protocol: 'EMM', cause_code: 22, cause_name: 'Congestion' }] } },
  {
    type: 172,
    hex: '301a',
    want: { ran_nas_cause: [{ protocol: 'ESM', cause_code: 26, cause_name: 'Insufficient resources' }] },
  },
  {
    type: 172,
    hex: '40000c',
    want: { ran_nas_cause: [{ protocol: 'Diameter', cause_code: 12, cause_name: 'Lost Carrier' }] },
  },
  { type: 173, hex: '01', want: { operator_selected_by: 'network' } },
  { type: 176, hex: '036d6d65076570632e6f7267', want: { nodes: [{ name: 'mme', realm: 'epc.org' }] } },
  { type: 177, hex: '01000102', want: { presence_area_actions: [{ action: 'Start', area: 258 }] } },
  { type: 178, hex: '00010202', want: { presence_areas: [{ area: 258, states: ['outside'] }] } },
  { type: 184, hex: '320403696d73', want: { apn_capacities: [{ percent: 50, apn: 'ims' }] } },
  { type: 186, hex: '05010a', want: { paging: [{ ebi: 5, dscp: 10 }] } },
  { type: 194, hex: '0b', want: { ciot_support: ['SGNIPDN', 'SCNIPDN', 'IHCSI'] } },
  { type: 198, hex: '000a000b', want: { plmn_rate_control: { uplink: 10, downlink: 11 } } },
  { type: 200, hex: '0007', want: { mapped_ue_usage_type: 7 } },
  {
    type: 201,
    hex: '020005e0000000e000001000000000000010000000000000000200',
    want: {
      secondary_rat_usage: [
        {
          rat_type: 'NR',
          ebi: 5,
          start: '2019-02-02T11:39:44.000Z',
          end: '2019-02-02T11:40:00.000Z',
          downlink_octets: 4096,
          uplink_octets: 512,
        },
      ],
    },
  },
  { type: 202, hex: '01', want: { up_selection: ['DCNR'] } },
  { type: 203, hex: '03000a0014', want: { max_loss: { uplink_percent: 1, downlink_percent: 2 } } },
  { type: 2, hex: '4804', want: { cause_code: 72, cause_about: 'PDN connection' } },
]

function messageWith({ type, hex, instance }: Case): Uint8Array {
  return gtp2(133, { teid: 1, sequence: 1 }, element(type, bytesOf(hex), instance))
}

describe('elements of GTPv2', () => {
  it.each(ELEMENTS)('$type as $hex', (one) => {
    const { details, fault } = messageOf(messageWith(one))
    expect(fault ?? '').toBe('')
    expect(details).toMatchObject(one.want)
  })

  it.each(ELEMENTS)('$type, cut anywhere and damaged, is read without harm', (one) => {
    const whole = messageWith(one)
    for (let at = 12; at < whole.length; at++) {
      for (const bytes of [whole.subarray(0, at), whole.with(at, 0xff), whole.with(at, 0)]) {
        const tree = new TreeWriter()
        gtp.decode(bytes, 0, bytes.length, bytes.length, whereOf(), tree)
        expect(tree.depth).toBe(0)
      }
    }
  })

  it.each([54, 55, 62])('%i carries keys: they are not told', (type) => {
    const bytes = gtp2(25, { teid: 1, sequence: 1 }, element(type, bytesOf('c0'.repeat(41))))
    const tree = new TreeWriter()
    gtp.decode(bytes, 0, bytes.length, bytes.length, whereOf(), tree)
    const told = tree.lines.join('\n') + JSON.stringify(messageOf(bytes).details)
    expect(told).toContain('<redacted>')
    expect(told).not.toContain('c0c0')
  })
})
