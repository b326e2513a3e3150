import { describe, expect, it } from 'vitest'
import { decoded, type Kept, lines } from './fixture.ts'

const HEADER = [
  'Via: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK1',
  'From: <sip:a@x>;tag=ft',
  'To: <sip:b@x>;tag=tt',
  'Call-ID: 1',
  'CSeq: 1 INVITE',
]
const SESSION = ['v=0', 'o=alice 2890844526 2890844527 IN IP4 192.0.2.1', 's=-', 'c=IN IP4 192.0.2.1', 't=0 0']

function offered(...sdp: string[]): Kept {
  return decoded(lines('INVITE sip:b@x SIP/2.0', ...HEADER, 'Content-Type: application/sdp', '') + lines(...sdp))
}

function mediaOf(out: Kept): Record<string, unknown>[] {
  return (out.details.sdp as { media: Record<string, unknown>[] }).media
}

const heard = (out: Kept) => out.announces.map(({ kind, address, port }) => `${kind} ${address} ${port}`)

const AMR = { pt: 104, name: 'AMR-WB', clock_rate: 16000, channels: 1, fmtp: 'octet-align=1' }
const EVENTS = { pt: 97, name: 'telephone-event', clock_rate: 8000, channels: 1, fmtp: '0-15' }

const sections: { it: string; sdp: string[]; media: object[]; heard: string[] }[] = [
  {
    it: 'formats: static and by rtpmap',
    sdp: [
      'm=audio 49170 RTP/AVP 104 0 97',
      'a=rtpmap:104 AMR-WB/16000/1',
      'a=fmtp:104 octet-align=1',
      'a=rtpmap:97 telephone-event/8000',
      'a=fmtp:97 0-15',
      'a=ptime:20',
      'a=maxptime:240',
    ],
    media: [
      {
        type: 'audio',
        ip: '192.0.2.1',
        port: 49170,
        proto: 'RTP/AVP',
        direction: 'sendrecv',
        codecs: [AMR, { pt: 0, name: 'PCMU', clock_rate: 8000, channels: 1 }, EVENTS],
        ptime: 20,
        maxptime: 240,
        srtp: null,
        ice: false,
      },
    ],
    heard: ['rtp 192.0.2.1 49170', 'rtcp 192.0.2.1 49171'],
  },
  {
    it: 'S25: port 0 is rejected media, and takes back what was announced',
    sdp: ['m=audio 0 RTP/AVP 0', 'm=video 5000 RTP/AVP 31'],
    media: [{ port: 0 }, { port: 5000, type: 'video' }],
    heard: ['rtp 192.0.2.1 0', 'rtp 192.0.2.1 5000', 'rtcp 192.0.2.1 5001'],
  },
  {
    it: 'S25: c= of a section holds over that of the session',
    sdp: ['m=audio 4000/2 RTP/AVP 0', 'c=IN IP4 198.51.100.7/127/2', 'm=video 5000 RTP/AVP 31'],
    media: [{ ip: '198.51.100.7', port: 4000 }, { ip: '192.0.2.1' }],
    heard: ['rtp 198.51.100.7 4000', 'rtcp 198.51.100.7 4001', 'rtp 192.0.2.1 5000', 'rtcp 192.0.2.1 5001'],
  },
  {
    it: 'S25: 0.0.0.0 is a hold',
    sdp: ['m=audio 4000 RTP/AVP 0', 'c=IN IP4 0.0.0.0'],
    media: [{ ip: '0.0.0.0', hold: true }],
    heard: ['rtp 0.0.0.0 0'],
  },
  {
    it: 'S15: sendonly is a hold too, and may still be sent to',
    sdp: ['a=sendonly', 'm=audio 4000 RTP/AVP 0', 'm=audio 4002 RTP/AVP 0', 'a=sendrecv'],
    media: [
      { direction: 'sendonly', hold: true },
      { direction: 'sendrecv', hold: undefined },
    ],
    heard: ['rtp 192.0.2.1 4000', 'rtcp 192.0.2.1 4001', 'rtp 192.0.2.1 4002', 'rtcp 192.0.2.1 4003'],
  },
  {
    it: 'S27: IPv6 in any spelling',
    sdp: ['m=audio 4000 RTP/AVP 0', 'c=IN IP6 2001:DB8:0:0::0001'],
    media: [{ ip: '2001:db8::1' }],
    heard: ['rtp 2001:db8::1 4000', 'rtcp 2001:db8::1 4001'],
  },
  {
    it: 'RTCP elsewhere, or on the same port',
    sdp: ['m=audio 4000 RTP/AVP 0', 'a=rtcp:6000 IN IP4 192.0.2.9', 'm=audio 4002 RTP/AVP 0', 'a=rtcp-mux'],
    media: [{ rtcp_port: 6000, rtcp_mux: false }, { rtcp_mux: true }],
    heard: ['rtp 192.0.2.1 4000', 'rtcp 192.0.2.9 6000', 'rtp 192.0.2.1 4002'],
  },
  {
    it: 'preconditions',
    sdp: [
      'm=audio 4000 RTP/AVP 0',
      'a=curr:qos local sendrecv',
      'a=curr:qos remote none',
      'a=des:qos mandatory local sendrecv',
      'a=des:qos optional remote sendrecv',
    ],
    media: [
      {
        preconditions: {
          local: 'sendrecv',
          remote: 'none',
          desired: ['mandatory local sendrecv', 'optional remote sendrecv'],
        },
      },
    ],
    heard: ['rtp 192.0.2.1 4000', 'rtcp 192.0.2.1 4001'],
  },
  {
    it: 'WebRTC: candidates, DTLS, mux, SSRCs',
    sdp: [
      'a=fingerprint:sha-256 AA:BB',
      'm=audio 9 UDP/TLS/RTP/SAVPF 111',
      'c=IN IP4 0.0.0.0',
      'a=rtpmap:111 opus/48000/2',
      'a=rtcp-mux',
      'a=mid:0',
      'a=ice-ufrag:abcd',
      'a=ice-pwd:verysecretpassword',
      'a=candidate:1 1 UDP 2130706431 192.0.2.44 50000 typ host',
      'a=candidate:1 2 UDP 2130706431 192.0.2.44 50001 typ host',
      'a=candidate:2 1 TCP 1 192.0.2.44 9 typ host',
      'a=ssrc:12345 cname:x',
      'a=ssrc:12345 label:y',
    ],
    media: [
      {
        srtp: 'dtls',
        ice: true,
        mid: '0',
        ssrcs: ['0x00003039'],
        codecs: [{ pt: 111, name: 'opus', clock_rate: 48000, channels: 2 }],
      },
    ],
    heard: ['rtp 192.0.2.44 50000', 'rtcp 192.0.2.44 50001'],
  },
  {
    it: 'media that is not RTP',
    sdp: ['m=image 4000 udptl t38', 'm=message 9 TCP/MSRP *'],
    media: [{ type: 'image', formats: ['t38'], codecs: [] }, { formats: ['*'] }],
    heard: ['rtp 192.0.2.1 0', 'rtp 192.0.2.1 0'],
  },
  {
    it: 'a host name cannot be expected',
    sdp: ['m=audio 4000 RTP/AVP 0', 'c=IN IP4 host.example'],
    media: [{ ip: 'host.example' }],
    heard: [],
  },
  {
    it: 'a port that is none',
    sdp: ['m=audio 70000 RTP/AVP 0', 'm=audio x RTP/AVP 0'],
    media: [{ port: 0 }, { port: 0 }],
    heard: ['rtp 192.0.2.1 0', 'rtp 192.0.2.1 0'],
  },
]

describe('descriptions', () => {
  it.each(sections)('$it', ({ sdp, media, heard: want }) => {
    const out = offered(...SESSION, ...sdp)
    const got = mediaOf(out)
    expect(got).toHaveLength(media.length)
    media.forEach((section, i) => {
      for (const [key, value] of Object.entries(section)) expect([i, key, got[i]![key]]).toEqual([i, key, value])
    })
    expect(heard(out)).toEqual(want)
  })

  it('announces formats, packet time and the side that will receive', () => {
    const section = ['m=audio 4000 RTP/SAVP 104 99', 'a=rtpmap:104 AMR-WB/16000', 'a=ptime:20']
    const key = 'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:c2VjcmV0'
    const out = offered(...SESSION, ...section, key)
    expect(out.announces[0]).toEqual({
      kind: 'rtp',
      address: '192.0.2.1',
      port: 4000,
      media: 0,
      side: 'ft',
      media_type: 'audio',
      direction: 'sendrecv',
      formats: [{ payload_type: 104, codec: 'AMR-WB', clock_rate: 16000, channels: 1 }],
      ptime: 20,
      secure: 'sdes',
    })
    expect(mediaOf(out)[0]).toMatchObject({ srtp: 'sdes', crypto_suites: ['AES_CM_128_HMAC_SHA1_80'] })
    expect(JSON.stringify(out)).not.toContain('c2VjcmV0')
    const answer = decoded(
      lines('SIP/2.0 200 OK', ...HEADER, 'Content-Type: application/sdp', '') + lines(...SESSION, ...section),
    )
    expect(answer.announces.map(({ side }) => side)).toEqual(['tt', 'tt'])
  })

  it('S17: an INVITE without a description announces nothing', () => {
    const out = decoded(lines('INVITE sip:b@x SIP/2.0', ...HEADER, 'Content-Length: 0', ''))
    expect(out.announces).toEqual([])
    expect(out.details).not.toHaveProperty('sdp')
  })

  it('keeps bounds on media, formats and candidates', () => {
    const formats = Array.from({ length: 500 }, (_, i) => i % 128).join(' ')
    const many = Array.from({ length: 100 }, () => [
      `m=audio 4000 RTP/AVP ${formats}`,
      ...Array.from({ length: 40 }, (_, i) => `a=candidate:1 1 UDP 1 192.0.2.1 ${5000 + i} typ host`),
    ])
    const out = offered(...SESSION, ...many.flat())
    expect(mediaOf(out)).toHaveLength(16)
    expect(mediaOf(out)[0]!.codecs).toHaveLength(32)
    expect(out.announces).toHaveLength(16 * (2 + 16))
  })
})
