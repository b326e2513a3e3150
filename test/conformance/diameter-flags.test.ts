/** Bits of masks and of lists of features, against an independent dissector. */
import { describe, expect, it } from 'vitest'
import { FEATURES, FLAGS } from '../../src/protocols/diameter/tables-flags.ts'
import { flagsOf, plain } from './dissector.ts'

const PREFIX = 'diameter.3gpp.'

/** How its fields of an AVP begin. */
const MASKS: readonly (readonly [code: number, field: string])[] = [
  [637, 'uar_flags_flags_bit'],
  [655, 'sar_flags_flags_bit'],
  [713, 'req_nodes_bit'],
  [1405, 'ulr_flags_bit'],
  [1406, 'ula_flags_bit'],
  [1421, 'dsr_flags_bit'],
  [1422, 'dsa_flags_bit'],
  [1426, 'acc_res_dat_flags_bit'],
  [1441, 'ida_flags_bit'],
  [1442, 'pua_flags_bit'],
  [1443, 'nor_flags_bit'],
  [1490, 'idr_flags_bit'],
  [1508, 'ppr_flags_bit'],
  [1518, 'aaa_fail_flags_bit'],
  [1520, 'der_flags_bit'],
  [1521, 'dea_flags_bit'],
  [1522, 'rar_flags_bit'],
  [1635, 'pur_flags_bit'],
  [1638, 'clr_flags_bit'],
  [1639, 'uvr_flags_bit'],
  [1640, 'uva_flags_bit'],
  [1654, 'subscription_data_flags_bit'],
  [1679, 'air_flags_bit'],
  [1686, 'preferred_data_mode_bit'],
  [1689, 'v2x_permission_bit'],
  [3502, 'mbms_bearer_event_bit'],
  [3506, 'mbms_bearer_result_bit'],
  [3511, 'tmgi_allocation_result_bit'],
  [3514, 'tmgi_deallocation_result_bit'],
]

const LISTS: readonly (readonly [list: string, field: string])[] = [
  ['16777236/1', 'feature_list1_rx_flags_bit'],
  ['16777236/2', 'feature_list2_rx_flags_bit'],
  ['16777238/1', 'feature_list1_gx_flags_bit'],
  ['16777238/2', 'feature_list2_gx_flags_bit'],
  ['16777216/1', 'cx_feature_list_1_flags_bit'],
  ['16777217/1', 'feature_list1_sh_flags_bit'],
  ['16777303/1', 'feature_list_sd_flags_bit'],
  ['16777251/2', 'feature_list2_s6a_flags_bit'],
]

/** It spells these out, the standards abbreviate. */
const IN_FULL: ReadonlySet<string> = new Set(['16777238/1', '16777238/2', '16777216/1'])

const known = flagsOf([PREFIX])
const hasTshark = known.size > 0
if (!hasTshark) console.log('flags of Diameter: skipped, there is no tshark')

/** Names by bit. */
function namesOf(field: string): Map<number, string> {
  const found = [...known].filter(
    ([name]) => name.startsWith(PREFIX + field) && /^\d+$/.test(name.slice((PREFIX + field).length)),
  )
  return new Map(found.map(([, { name, bit }]) => [31 - Math.clz32(bit), name]))
}

describe.skipIf(!hasTshark)('flags of Diameter (skipped where there is no tshark)', () => {
  it.each(MASKS)('of AVP %i are those of %s', (code, field) => {
    const theirs = namesOf(field)
    expect(theirs.size).toBeGreaterThan(0)
    const wrong = FLAGS[code]!.filter((name, bit) => theirs.has(bit) && plain(theirs.get(bit)!) !== plain(name))
    expect(wrong).toEqual([])
    expect([...theirs.keys()].filter((bit) => FLAGS[code]![bit] === undefined)).toEqual([])
  })

  it.each(LISTS)('of the list %s are those of %s', (list, field) => {
    const theirs = namesOf(field)
    expect(theirs.size).toBeGreaterThan(3)
    const ours = FEATURES[list]!
    expect([...theirs.keys()].filter((bit) => ours[bit] === undefined)).toEqual([])
    const wrong = ours.filter((name, bit) => name !== '' && theirs.has(bit) && plain(theirs.get(bit)!) !== plain(name))
    expect(IN_FULL.has(list) ? [] : wrong).toEqual([])
  })
})
