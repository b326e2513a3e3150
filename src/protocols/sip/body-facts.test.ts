/** What bodies tell besides descriptions of media. */
import { describe, expect, it } from 'vitest'
import { decoded, lines } from './fixture.ts'

function withBody(contentType: string, body: string) {
  const header = lines(
    'NOTIFY sip:a@b SIP/2.0',
    'Via: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK1',
    'From: <sip:c@d>;tag=1',
    'To: <sip:a@b>;tag=2',
    'Call-ID: x',
    'CSeq: 1 NOTIFY',
    `Content-Type: ${contentType}`,
    `Content-Length: ${body.length}`,
    '',
  )
  return decoded(header + body)
}

const octets = (hex: string) =>
  hex.replaceAll(/[0-9a-f]{2} ?/g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)))

const XML = '<?xml version="1.0" encoding="UTF-8"?>\r\n'

const cases: { it: string; type: string; body: string; want: object }[] = [
  {
    it: 'RFC 3204: REL in a BYE, without a circuit',
    type: 'application/ISUP;version=itu-t92+',
    body: octets('0c 02 00 02 84 91'),
    want: {
      isup: { message: 'REL Release', isup_type: 12, cause_code: 17, cause: 'User busy', location: 4 },
    },
  },
  {
    it: 'ISUP that ends too soon',
    type: 'application/isup',
    body: octets('0c 40'),
    want: { isup: { message: 'REL Release', fault: 'malformed' } },
  },
  {
    it: 'RFC 3863, RFC 5491: where somebody is',
    type: 'application/pidf+xml',
    body: `${XML}<presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:gp="urn:ietf:params:xml:ns:pidf:geopriv10"
      xmlns:gs="http://www.opengis.net/pidflo/1.0" xmlns:gml="http://www.opengis.net/gml" entity="pres:a@example.com">
      <tuple id="1"><status><basic>open</basic><gp:geopriv><gp:location-info>
      <gs:Circle srsName="urn:ogc:def:crs:EPSG::4326"><gml:pos>42.5463 -73.2512</gml:pos><gs:radius
      uom="urn:ogc:def:uom:EPSG::9001">850.24</gs:radius></gs:Circle></gp:location-info>
      <gp:method>Cell</gp:method></gp:geopriv></status><timestamp>2007-06-22T20:57:29Z</timestamp></tuple></presence>`,
    want: {
      presence: {
        entity: 'pres:a@example.com',
        status: 'open',
        reference: 'urn:ogc:def:crs:EPSG::4326',
        position: '42.5463 -73.2512',
        radius_m: '850.24',
        method: 'Cell',
        timestamp: '2007-06-22T20:57:29Z',
      },
    },
  },
  {
    it: 'RFC 3680: contacts of a registration',
    type: 'application/reginfo+xml',
    body: `${XML}<reginfo xmlns="urn:ietf:params:xml:ns:reginfo" version="1" state="partial">
      <registration aor="sip:joe@example.com" id="a7" state="active"><contact id="76" state="active" event="registered"
      duration-registered="7322" q="0.8" expires='20'><uri>sip:joe@pc887.example.com</uri></contact>
      <contact id="77" state="terminated" event="expired"><uri>sip:joe@university.edu&amp;x</uri></contact>
      </registration></reginfo>`,
    want: {
      reginfo: {
        version: '1',
        content: 'partial',
        aor: 'sip:joe@example.com',
        state: 'active',
        contacts: [
          { state: 'active', event: 'registered', expires: '20', uri: 'sip:joe@pc887.example.com' },
          { state: 'terminated', event: 'expired', uri: 'sip:joe@university.edu&x' },
        ],
      },
    },
  },
  {
    it: 'RFC 3842: messages that wait',
    type: 'application/simple-message-summary',
    body: lines('Messages-Waiting: yes', 'Message-Account: sip:alice@vmail.example.com', 'Voice-Message: 2/8 (0/2)'),
    want: {
      message_summary: { waiting: true, account: 'sip:alice@vmail.example.com', voice: { new: 2, old: 8 } },
    },
  },
  {
    it: 'RFC 4235: dialogs of a user',
    type: 'application/dialog-info+xml',
    body: `${XML}<dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" version="0" state="full"
      entity="sip:alice@example.com"><dialog id="as7d9" call-id="a84b4c76e66710" direction="initiator">
      <state event="rejected" code="486">terminated</state><local><identity>sip:alice@example.com</identity></local>
      <remote><identity>sip:bob@example.com</identity></remote></dialog></dialog-info>`,
    want: {
      dialog_info: {
        entity: 'sip:alice@example.com',
        dialogs: [
          {
            id: 'as7d9',
            call_id: 'a84b4c76e66710',
            direction: 'initiator',
            state: 'terminated',
            event: 'rejected',
            code: '486',
            local: 'sip:alice@example.com',
            remote: 'sip:bob@example.com',
          },
        ],
      },
    },
  },
  {
    it: 'RFC 4575: who is in a conference',
    type: 'application/conference-info+xml',
    body: `<conference-info entity="sips:conf233@example.com" state="full" version="1"><conference-state>
      <user-count>2</user-count><active>true</active></conference-state><users><user entity="sip:bob@example.com"
      state="full"><endpoint entity="sip:bob@pc33"><status>disconnected</status><disconnection-method>departed
      </disconnection-method></endpoint></user><user entity="sip:alice@example.com"><endpoint><status>connected</status>
      </endpoint></user></users></conference-info>`,
    want: {
      conference: {
        user_count: '2',
        active: 'true',
        users: [
          { entity: 'sip:bob@example.com', status: 'disconnected', disconnected: 'departed' },
          { entity: 'sip:alice@example.com', status: 'connected' },
        ],
      },
    },
  },
  {
    it: 'RFC 4826: who is to be invited',
    type: 'application/resource-lists+xml',
    body: '<resource-lists><list><entry uri="sip:bill@example.com"/><entry uri="sip:joe@example.org"/></list></resource-lists>',
    want: { resource_list: { uris: ['sip:bill@example.com', 'sip:joe@example.org'] } },
  },
  {
    it: 'TS 24.229: an emergency call that has to be made elsewhere',
    type: 'application/3gpp-ims+xml',
    body: `<ims-3gpp version="1"><alternative-service><type>emergency</type><reason/><action>emergency-registration</action>
      </alternative-service></ims-3gpp>`,
    want: { ims_service: { type: 'emergency', action: 'emergency-registration' } },
  },
  {
    it: 'TS 24.390: USSD',
    type: 'application/vnd.3gpp.ussd+xml',
    body: '<ussd-data><language>en</language><ussd-string>*100#</ussd-string></ussd-data>',
    want: { ussd: { language: 'en', text: '*100#' } },
  },
  {
    it: 'TS 24.379: a group call in emergency',
    type: 'application/vnd.3gpp.mcptt-info+xml',
    body: `<mcpttinfo><mcptt-Params><session-type>prearranged</session-type><mcptt-request-uri type="Normal"><mcpttURI>
      sip:group@example.com</mcpttURI></mcptt-request-uri><emergency-ind type="Normal"><mcpttBoolean>true</mcpttBoolean>
      </emergency-ind></mcptt-Params></mcpttinfo>`,
    want: { mcptt: { session_type: 'prearranged', request_uri: 'sip:group@example.com', emergency: 'true' } },
  },
  {
    it: 'TS 24.647: what a call cost, in the words of whoever tells',
    type: 'application/vnd.etsi.aoc+xml',
    body: `<aoc><aoc-e><recorded-charges><recorded-currency-units><currency-id>EUR</currency-id><currency-amount>0.12
      </currency-amount></recorded-currency-units></recorded-charges></aoc-e></aoc>`,
    want: { aoc: { aoc_e: true, currency_id: 'EUR', currency_amount: '0.12' } },
  },
  {
    it: 'TS 24.623: services of a user',
    type: 'application/simservs+xml',
    body: '<simservs><communication-diversion active="true"/><communication-waiting active="false"/></simservs>',
    want: { services: { communication_diversion: 'true', communication_waiting: 'false' } },
  },
  {
    it: 'RFC 5168: a picture is wanted whole',
    type: 'application/media_control+xml',
    body: '<media_control><vc_primitive><to_encoder><picture_fast_update/></to_encoder></vc_primitive></media_control>',
    want: { media_control: { picture_fast_update: true } },
  },
  {
    it: 'RFC 4730: digits that were pressed',
    type: 'application/kpml-response+xml',
    body: '<kpml-response version="1.0" code="200" text="OK" digits="#" tag="1"/>',
    want: { kpml: { code: '200', text: 'OK', digits: '#', tag: '1' } },
  },
  {
    it: 'digits in INFO',
    type: 'application/dtmf-relay',
    body: lines('Signal= 5', 'Duration= 160'),
    want: { dtmf: { signal: '5', duration_ms: 160 } },
  },
  { it: 'a digit alone', type: 'application/dtmf', body: '#', want: { dtmf: { signal: '#' } } },
  {
    it: 'RFC 6035: how a phone heard a call',
    type: 'application/vq-rtcpxr',
    body: lines(
      'VQSessionReport: CallTerm',
      'CallID: 6dg37f1890463',
      'LocalID: Alice <sip:alice@example.org>',
      'RemoteID: Bill <sip:bill@example.net>',
      'LocalAddr:IP=10.10.1.100 PORT=5000 SSRC=1a3b5c7d',
      'RemoteAddr:IP=11.1.1.150 PORT=5002 SSRC=0x2468abcd',
      'LocalMetrics:',
      'SessionDesc:PT=18 PD=G729 SR=8000 FD=20 FMTP="annexb=no" PLC=3',
      'JitterBuffer:JBA=3 JBR=2 JBN=40 JBM=80 JBX=120',
      'PacketLoss:NLR=5.0 JDR=2.0',
      'Delay:RTD=200 ESD=140 SOWD=200 IAJ=2 MAJ=10',
      'QualityEst:RLQ=90 RCQ=85 EXTRI=90 MOSLQ=4.2 MOSCQ=4.3 QoEEstAlg=P.564',
      'RemoteMetrics:',
      'PacketLoss:NLR=7.0 JDR=1.0',
    ),
    want: {
      quality_report: {
        kind: 'session',
        reason: 'CallTerm',
        call_id: '6dg37f1890463',
        local_address: '10.10.1.100:5000',
        remote_address: '11.1.1.150:5002',
        local: {
          codec: 'G729',
          payload_type: 18,
          jitter_buffer_nominal_ms: 40,
          loss_percent: 5,
          discard_percent: 2,
          round_trip_ms: 200,
          jitter_ms: 2,
          mos_lq: 4.2,
          mos_cq: 4.3,
        },
        remote: { loss_percent: 7, discard_percent: 1 },
      },
    },
  },
]

describe('bodies', () => {
  it.each(cases)('$it', ({ type, body, want }) => {
    expect(withBody(type, body).details).toMatchObject(want)
  })

  it('a body of a kind that is not known tells nothing', () => {
    expect(Object.keys(withBody('application/x-any+xml', '<a>b</a>').details)).not.toContain('a')
  })

  it('hostile input: cut anywhere, and with each character replaced', () => {
    for (const { type, body } of cases) {
      for (let at = 0; at < body.length; at++) {
        expect(withBody(type, body.slice(0, at)).details['call_id']).toBe('x')
        for (const replaced of ['<', '>', '/', '"', '\0']) {
          const damaged = body.slice(0, at) + replaced + body.slice(at + 1)
          expect(withBody(type, damaged).details['call_id']).toBe('x')
        }
      }
    }
  })

  it('hostile input: depth, lists and texts without end are bounded', () => {
    const deep = withBody('application/vnd.etsi.aoc+xml', `${'<a>'.repeat(5000)}x`)
    expect(deep.details['aoc']).toBeUndefined()
    const many = withBody('application/reginfo+xml', `<reginfo>${'<contact state="a"></contact>'.repeat(5000)}`)
    expect(many.details['reginfo']).toMatchObject({ contacts: { length: 8 } })
    const uris = Array.from({ length: 500 }, (_, i) => `<entry uri="${i}"/>`).join('')
    expect(withBody('application/resource-lists+xml', `<l>${uris}</l>`).details['resource_list']).toMatchObject({
      uris: { length: 8 },
    })
    const long = withBody('application/vnd.3gpp.ussd+xml', `<u><ussd-string>${'x'.repeat(9999)}</ussd-string></u>`)
    expect(JSON.stringify(long.details['ussd']).length).toBeLessThan(300)
  })
})
