import { describe, expect, it } from 'vitest'
import type { Packet } from '../../client/packets.ts'
import type { Event } from '../../client/records.ts'
import { fieldsAt, fieldsOfDetails, fieldsOfPacket } from './field-tree.ts'

const event = { event_id: 'evt-2', protocol: 'SIP', message_type: 'BYE' } as unknown as Event
const packet: Packet = {
  frame: 7,
  layers: [{ name: 'IPv4', from: 0, to: 20, children: [{ name: 'TTL', value: 64, from: 8, to: 9 }] }],
  messages: [
    { event_id: 'evt-1', protocol: 'SIP', message_type: 'ACK', buffer: 0, tree: [{ name: 'first', from: 20, to: 30 }] },
    {
      event_id: 'evt-2',
      protocol: 'SIP',
      message_type: 'BYE',
      buffer: 0,
      tree: [{ name: 'second', from: 30, to: 40 }],
    },
  ],
  buffers: [{ name: 'frame', hex: '00' }],
}

describe('fields of a message', () => {
  it('are those of the event that is looked at, under the layers', () => {
    expect(fieldsOfPacket(packet, event).map(({ name }) => name)).toEqual(['IPv4', 'second'])
  })

  it('a byte leads to its field through those around it', () => {
    const fields = fieldsOfPacket(packet, event)
    expect(fieldsAt(fields, 0, 8).map(({ name }) => name)).toEqual(['IPv4', 'TTL'])
    expect(fieldsAt(fields, 0, 0).map(({ name }) => name)).toEqual(['IPv4'])
    expect(fieldsAt(fields, 1, 8)).toEqual([])
    expect(fieldsAt(fields, 0, 99)).toEqual([])
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
