import { describe, expect, it } from 'vitest'
import type { Packet } from '../../client/packets.ts'
import type { Event } from '../../client/records.ts'
import { fieldsAt, fieldsOfDetails, fieldsOfPacket } from './field-tree.ts'

const event = { event_id: 'evt-2', protocol: 'SIP', message_type: 'BYE' } as unknown as Event
const packet: Packet = {
  packet_id: 'job-7',
  job_id: 'job',
  frame: 7,
  timestamp: '2026-01-01T00:00:00.500Z',
  timestamp_ns: '1767225600500000001',
  link_type: 1,
  captured_length: 40,
  wire_length: 60,
  layers: [{ name: 'IPv4', from: 0, to: 20, children: [{ name: 'TTL', value: 64, from: 8, to: 9 }] }],
  messages: [
    {
      event_id: 'evt-1',
      protocol: 'SIP',
      message_type: 'ACK',
      buffer: 0,
      short: '',
      details: {},
      tree: [{ name: 'first', from: 20, to: 30 }],
    },
    {
      event_id: 'evt-2',
      protocol: 'SIP',
      message_type: 'BYE',
      buffer: 0,
      short: '',
      details: {},
      tree: [{ name: 'second', from: 30, to: 40 }],
    },
  ],
  buffers: [{ name: 'frame', hex: '00' }],
}

describe('fields of a message', () => {
  it('are those of the event that is looked at, under the layers', () => {
    expect(fieldsOfPacket(packet, event).map(({ name }) => name)).toEqual(['Frame', 'IPv4', 'second'])
  })

  it('the frame stands first, with what the capture says of it', () => {
    const set = { recorded_ns: '-1', clock_ahead_ms: -7.5, interface: 'eth0', interface_description: 'to core' }
    const [frame] = fieldsOfPacket({ ...packet, ...set, direction: 'inbound', comments: ['look\nhere'] }, event)
    expect(frame).toMatchObject({ name: 'Frame', value: '7', isClosed: false })
    expect(frame?.children.map(({ name, value }) => [name, value])).toEqual([
      ['Comment', 'look␊here'],
      ['Time', '2026-01-01T00:00:00.500000001Z'],
      ['Time in the capture', '1969-12-31T23:59:59.999999999Z'],
      ['Its clock was ahead by', '-7.5 ms'],
      ['Interface', 'eth0: to core'],
      ['Direction', 'inbound'],
      ['Bytes, kept / on the wire', '40 / 60'],
    ])
    expect(fieldsOfPacket(packet, event)[0]).toMatchObject({ isClosed: true, children: [{}, {}] })
  })

  it('a byte leads to its field through those around it', () => {
    const fields = fieldsOfPacket(packet, event)
    expect(fieldsAt(fields, 0, 8).map(({ name }) => name)).toEqual(['IPv4', 'TTL'])
    expect(fieldsAt(fields, 0, 0).map(({ name }) => name)).toEqual(['IPv4'])
    expect(fieldsAt(fields, 1, 8)).toEqual([])
    expect(fieldsAt(fields, 0, 99)).toEqual([])
  })

  it('values of several parts are read as words', () => {
    const value = { seid: '0x01', choose: true, area: { tai: '00101-0001', cells: [1, { id: 2 }] } }
    const layers = [{ name: 'F-SEID', value, from: 0, to: 9 }]
    const words = 'seid 0x01, choose true, area (tai 00101-0001, cells (1, id 2))'
    expect(fieldsOfPacket({ ...packet, layers }, event)[1]).toMatchObject({ name: 'F-SEID', value: words })
  })

  it('without bytes they are what was decoded', () => {
    const [method, codecs, sdp] = fieldsOfDetails({
      method: 'IN\nVITE',
      codecs: ['AMR', 'PCMU'],
      sdp: { media: [{ port: 1 }] },
    })
    expect(method).toMatchObject({ name: 'method', value: 'IN␊VITE', children: [] })
    expect(codecs).toMatchObject({ value: 'AMR, PCMU', children: [] })
    expect(sdp?.children[0]?.children[0]).toMatchObject({ name: '[0]', path: '/sdp/media/0' })
  })
})
