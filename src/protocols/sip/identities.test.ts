import { describe, expect, it } from 'vitest'
import type { Party } from '../../model/message.ts'
import { decoded, lines } from './fixture.ts'
import { comparable, identityOf, imsiOfPrivate } from './identities.ts'

const uris: { it: string; uri: string; want: object | undefined }[] = [
  {
    it: 'a number with a plus',
    uri: 'sip:+491711234567@ims.mnc001.mcc262.3gppnetwork.org;user=phone',
    want: {
      impu: 'sip:+491711234567@ims.mnc001.mcc262.3gppnetwork.org',
      user: '+491711234567',
      msisdn: '491711234567',
    },
  },
  {
    it: 'S28: a tel URI with separators',
    uri: 'tel:+49-(171).123-4567;phone-context=x',
    want: { impu: 'tel:+49-(171).123-4567', user: '+49-(171).123-4567', msisdn: '491711234567' },
  },
  {
    it: 'a number without user=phone',
    uri: 'sip:01711234567@h',
    want: { impu: 'sip:01711234567@h', user: '01711234567', msisdn: '01711234567' },
  },
  {
    it: 'a number with parameters of its own',
    uri: 'sip:+491711234567;npdi@h',
    want: { impu: 'sip:+491711234567;npdi@h', user: '+491711234567', msisdn: '491711234567' },
  },
  {
    it: 'an IMSI in its own network, two-digit MNC',
    uri: 'sip:262011234567890@ims.mnc001.mcc262.3gppnetwork.org',
    want: {
      impu: 'sip:262011234567890@ims.mnc001.mcc262.3gppnetwork.org',
      user: '262011234567890',
      imsi: '262011234567890',
    },
  },
  {
    it: 'an IMSI with a port',
    uri: 'sip:310410123456789@ims.mnc410.mcc310.3gppnetwork.org:5060',
    want: {
      impu: 'sip:310410123456789@ims.mnc410.mcc310.3gppnetwork.org:5060',
      user: '310410123456789',
      imsi: '310410123456789',
    },
  },
  {
    it: 'fifteen digits of another network are a number',
    uri: 'sip:310410123456789@ims.mnc001.mcc262.3gppnetwork.org',
    want: {
      impu: 'sip:310410123456789@ims.mnc001.mcc262.3gppnetwork.org',
      user: '310410123456789',
      msisdn: '310410123456789',
    },
  },
  { it: 'a name', uri: 'sip:alice@example.com', want: { impu: 'sip:alice@example.com', user: 'alice' } },
  { it: 'an extension is no number', uri: 'sip:1001@pbx', want: { impu: 'sip:1001@pbx', user: '1001' } },
  { it: 'S28: nobody', uri: 'sip:anonymous@anonymous.invalid', want: undefined },
  { it: 'S29: an emergency', uri: 'urn:service:sos.fire', want: { impu: 'urn:service:sos.fire', user: '' } },
  { it: 'no URI', uri: '', want: undefined },
]

describe('identityOf', () => {
  it.each(uris)('$it', ({ uri, want }) => {
    expect(identityOf(uri)).toEqual(want)
  })
})

it('a private identity holds the IMSI', () => {
  expect(imsiOfPrivate('001010000000001@ims.mnc001.mcc001.3gppnetwork.org')).toBe('001010000000001')
  expect(imsiOfPrivate('alice@example.com')).toBeUndefined()
})

it.each([
  ['+49 as 0049', '+491711234567', '491711234567'],
  ['00 is the international prefix', '00491711234567', '491711234567'],
  ['an IMSI of network 001 keeps its zeros', '001010000000001', '001010000000001'],
  ['separators', '+1-201-555-0123', '12015550123'],
  ['names in lower case', 'Alice', 'alice'],
])('comparable: %s', (_, user, want) => {
  expect(comparable(user)).toBe(want)
})

const BASE = ['Via: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK1', 'Call-ID: 1']

const parties: { it: string; message: string[]; want: Party[] }[] = [
  {
    it: 'caller and callee of a call; the asserted identity is the caller',
    message: [
      'INVITE sip:bob@x SIP/2.0',
      'From: <sip:anonymous@anonymous.invalid>;tag=1',
      'To: <tel:+491719999999>',
      'CSeq: 1 INVITE',
      'P-Asserted-Identity: <sip:alice@x>, <tel:+491711111111>',
    ],
    want: [
      { role: 'caller', impu: 'sip:alice@x', msisdn: '491711111111' },
      { role: 'callee', impu: 'tel:+491719999999', msisdn: '491719999999' },
    ],
  },
  {
    it: 'the caller straight from its device',
    message: [
      'INVITE sip:bob@x SIP/2.0',
      'From: <sip:alice@x>;tag=1',
      'To: <sip:bob@x>',
      'CSeq: 1 INVITE',
      'Contact: <sip:alice@10.0.0.1:5060>;+sip.instance="<urn:gsma:imei:35693803-564380-9>"',
      'P-Access-Network-Info: 3GPP-E-UTRAN-FDD',
    ],
    want: [
      { role: 'caller', impu: 'sip:alice@x', imei: '356938035643809', ue_ip: '10.0.0.1' },
      { role: 'callee', impu: 'sip:bob@x' },
    ],
  },
  {
    it: 'a registration: whom it serves',
    message: [
      'REGISTER sip:ims.mnc001.mcc001.3gppnetwork.org SIP/2.0',
      'From: <sip:001010000000001@ims.mnc001.mcc001.3gppnetwork.org>;tag=1',
      'To: <sip:001010000000001@ims.mnc001.mcc001.3gppnetwork.org>',
      'CSeq: 1 REGISTER',
      'Contact: <sip:[2001:DB8::5]:5060>;+sip.instance="<urn:gsma:imei:35693803-564380-9>"',
      'Authorization: Digest username="001010000000001@ims.mnc001.mcc001.3gppnetwork.org",realm="x",nonce="",response=""',
    ],
    want: [
      {
        role: 'served',
        impu: 'sip:001010000000001@ims.mnc001.mcc001.3gppnetwork.org',
        imsi: '001010000000001',
        impi: '001010000000001@ims.mnc001.mcc001.3gppnetwork.org',
        imei: '356938035643809',
        ue_ip: '2001:db8::5',
      },
    ],
  },
  {
    it: 'the answer to a registration tells the number',
    message: [
      'SIP/2.0 200 OK',
      'From: <sip:001010000000001@ims.mnc001.mcc001.3gppnetwork.org>;tag=1',
      'To: <sip:001010000000001@ims.mnc001.mcc001.3gppnetwork.org>;tag=2',
      'CSeq: 1 REGISTER',
      'P-Associated-URI: <sip:alice@x>, <tel:+491711111111>',
    ],
    want: [
      {
        role: 'served',
        impu: 'sip:001010000000001@ims.mnc001.mcc001.3gppnetwork.org',
        imsi: '001010000000001',
        msisdn: '491711111111',
      },
    ],
  },
]

describe('parties', () => {
  it.each(parties)('$it', ({ message, want }) => {
    const [first, ...rest] = message
    expect(decoded(lines(first!, ...BASE, ...rest, '')).parties).toEqual(want)
  })
})

describe('clues', () => {
  const origins: { it: string; origin: string; want: string[] }[] = [
    { it: 'a test tool on loopback', origin: 'user1 53655765 2353687637 IN IP4 127.0.0.1', want: [] },
    {
      it: 'a browser',
      origin: '- 4611731400430051336 2 IN IP4 127.0.0.1',
      want: ['sdp-origin=- 4611731400430051336 127.0.0.1'],
    },
    { it: 'a phone', origin: 'alice 1 1 IN IP4 192.0.2.7', want: ['sdp-origin=alice 1 192.0.2.7'] },
  ]
  it.each(origins)('what everybody has is none: $it', ({ origin, want }) => {
    const sdp = lines('v=0', `o=${origin}`, 'c=IN IP4 127.0.0.1', 'm=audio 6000 RTP/AVP 0')
    const answer = lines('SIP/2.0 200 OK', ...BASE, 'CSeq: 1 INVITE', 'Content-Type: application/sdp', '')
    expect(decoded(answer + sdp).clues.map(({ kind, value }) => `${kind}=${value}`)).toEqual(want)
  })

  it('gives each kind as it is compared', () => {
    const message = lines(
      'INVITE sip:bob@x SIP/2.0',
      'Via: SIP/2.0/UDP a;branch=z9hG4bKtop',
      'Via: SIP/2.0/UDP b;branch=z9hG4bKlow, SIP/2.0/UDP c;branch=old',
      'From: <sip:+49171-1111111@x;user=phone>;tag=1',
      'To: <tel:00491712222222>',
      'Call-ID: own',
      'CSeq: 1 INVITE',
      'X-Call-ID: other1',
      'In-Reply-To: other2, own',
      'Replaces: other3;to-tag=1;from-tag=2',
      'P-Charging-Vector: icid-value=icid1',
      'Session-ID: AB30317f1a784dc48ff824d0d3715d86;remote=47755a9de7794ba387653f2099600ef2',
      'Content-Type: application/sdp',
      '',
      'v=0',
      'o=u 77 1 IN IP4 192.0.2.1',
      'c=IN IP4 192.0.2.1',
      'm=audio 4000 RTP/AVP 0',
      'a=ice-ufrag:uf',
      'm=audio 0 RTP/AVP 0',
      'm=audio 9 RTP/AVP 0',
    )
    expect(decoded(message).clues.map(({ kind, value }) => `${kind}=${value}`)).toEqual([
      'icid=icid1',
      'session-id=ab30317f1a784dc48ff824d0d3715d86',
      'session-id=47755a9de7794ba387653f2099600ef2',
      'other-call-id=other1',
      'other-call-id=other2',
      'other-call-id=other3',
      'sdp-media=192.0.2.1:4000',
      'sdp-origin=u 77 192.0.2.1',
      'ice-ufrag=uf',
      'call-id=own',
      'via-branch=z9hG4bKtop',
      'via-branch=z9hG4bKlow',
      'numbers=491711111111>491712222222',
    ])
  })
})
