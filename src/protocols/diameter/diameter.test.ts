/** Whole messages: the vectors of DOMAIN 3.18, what must not be told, and the tree. */
import { describe, expect, it } from 'vitest'
import { avp, diameterMessage, tgpp } from '../../../test/make/diameter.ts'
import { u8 } from '../../../test/make/octets.ts'
import { bytesOfHex, decoded } from './fixture.ts'

const AAR =
  '010001e8c0000109010000140000100100002001000001074000001570637363662e696d733b313b3100000000000102' +
  '4000000c01000014000001084000002f70637363662e696d732e6d6e633030312e6d63633030312e336770706e6574776f726b2e6f726700' +
  '0000012840000029696d732e6d6e633030312e6d63633030312e336770706e6574776f726b2e6f7267000000' +
  '0000011b400000296570632e6d6e633030312e6d63633030312e336770706e6574776f726b2e6f7267000000' +
  '000001f9c0000011000028af6162632d31000000000000084000000c0a2d0005000001bb4000002c000001c24000000c00000001' +
  '000001bc400000173030313031303030303030303030310000000205c00000dc000028af00000206c0000010000028af00000001' +
  '00000208c0000010000028af0000000000000207c00000b0000028af000001fdc0000010000028af00000001' +
  '000001fbc0000040000028af7065726d697420696e2031372066726f6d2031302e34352e302e3520343931353220746f2031302e302e302e' +
  '3530203330303030000001fbc0000041000028af7065726d6974206f75742031372066726f6d2031302e302e302e35302033303030302074' +
  '6f2031302e34352e302e35203439313532000000000001ffc0000010000028af00000002'
const AAA =
  '0100006440000109010000140000100100002001000001074000001570637363662e696d733b313b3100000000000129400000200000010a' +
  '4000000c000028af0000012a4000000c000013c9000001084000000c70637266000001284000000b65706300'

describe('vectors of DOMAIN 3.18', () => {
  it('Rx AAR', () => {
    const { details, clues, parties, keys, fault, message_type, short } = decoded(bytesOfHex(AAR))
    expect([message_type, short, fault]).toEqual(['AA-Request', 'DIAMETER AAR (Rx)', ''])
    expect(details).toMatchObject({
      command: 'AA',
      command_code: 265,
      abbr: 'AAR',
      request: true,
      application: 'Rx',
      application_id: 16777236,
      flags: { proxiable: true, error: false, retransmit: false },
      hop_by_hop: '0x00001001',
      end_to_end: '0x00002001',
      session_id: 'pcscf.ims;1;1',
      origin_host: 'pcscf.ims.mnc001.mcc001.3gppnetwork.org',
      icid: 'abc-1',
      framed_ip: '10.45.0.5',
      imsi: '001010000000001',
      media_types: ['AUDIO'],
      flows: [
        'permit in 17 from 10.45.0.5 49152 to 10.0.0.50 30000',
        'permit out 17 from 10.0.0.50 30000 to 10.45.0.5 49152',
      ],
    })
    expect(details['media_components']).toEqual([
      {
        number: 1,
        media_type: 'AUDIO',
        sub_components: [{ flow_number: 1, flows: details['flows'], flow_status: 'ENABLED' }],
      },
    ])
    expect(clues).toEqual(
      expect.arrayContaining([
        { kind: 'icid', value: 'abc-1' },
        { kind: 'flow-endpoint', value: '10.45.0.5:49152' },
        { kind: 'flow-endpoint', value: '10.0.0.50:30000' },
        { kind: 'ue-ip', value: '10.45.0.5' },
        { kind: 'diameter-session', value: 'pcscf.ims;1;1' },
      ]),
    )
    expect(parties).toEqual([{ role: 'served', imsi: '001010000000001', ue_ip: '10.45.0.5' }])
    expect(keys).toEqual([{ kind: 'diameter', value: '16777236 pcscf.ims;1;1', use: 'open' }])
  })

  it('Rx AAA with an experimental result', () => {
    const { details, short } = decoded(bytesOfHex(AAA))
    expect(short).toBe('DIAMETER AAA (Rx) 5065 IP-CAN_SESSION_NOT_AVAILABLE')
    expect(details).toMatchObject({
      request: false,
      result_code: 5065,
      result_vendor: 10415,
      result_name: 'IP-CAN_SESSION_NOT_AVAILABLE',
      failed: true,
    })
  })
})

describe('secrets', () => {
  const secret = 'top-secret-key'
  const cases = [609, 610, 611, 625, 626, 1411, 1447, 1448, 1449, 1450, 1453, 1454, 506, 1506].map((code) => ({ code }))
  it.each(cases)('AVP $code of 3GPP is told nowhere', ({ code }) => {
    const out = decoded(
      diameterMessage({ command: 318, request: false }, tgpp(1413, [tgpp(1414, [tgpp(code, secret)])])),
      {
        tree: true,
      },
    )
    expect(JSON.stringify([out.details, out.shown, out.clues])).not.toContain(secret)
    expect(out.shown.at(-1)!.value).toBe('<redacted>')
  })

  it.each([2, 3, 60, 69, 79, 80, 103, 105, 121, 405, 462, 464, 488].map((code) => ({ code })))(
    'AVP $code of the IETF is told nowhere',
    ({ code }) => {
      const out = decoded(diameterMessage({ command: 268, request: false }, avp(code, secret)), { tree: true })
      expect(JSON.stringify([out.details, out.shown])).not.toContain(secret)
    },
  )
})

describe('the tree', () => {
  it('has each AVP once, within its group and its bytes', () => {
    const message = diameterMessage(
      { command: 272, application: 16777238, request: true },
      avp(263, 'a;1;2'),
      avp(443, [avp(450, 1), avp(444, '001010000000001')]),
      avp(9999, u8(1, 2)),
    )
    const { shown, depth } = decoded(message, { tree: true })
    const avps = shown.slice(8).map(({ name, value, depth, from, to }) => [name, value, depth, to - from])
    expect(depth).toBe(0)
    expect(avps).toEqual([
      ['Session-Id', 'a;1;2', 1, 13],
      ['Subscription-Id', undefined, 1, 44],
      ['Subscription-Id-Type', 'END_USER_IMSI (1)', 2, 12],
      ['Subscription-Id-Data', '001010000000001', 2, 23],
      ['AVP 9999', '0x0102', 1, 10],
    ])
    expect(shown[0]!.to - shown[0]!.from).toBe(message.length)
  })
})
