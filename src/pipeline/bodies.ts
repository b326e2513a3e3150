import type { DecodeBody } from '../model/rows.ts'
import type { Transport, Where } from '../model/message.ts'
import { PROTOCOLS } from '../protocols/index.ts'
import { MessageWriter } from './message-writer.ts'

/** What a message says of itself does not depend on its ends. */
const NOWHERE = { id: 0, address: '', port: 0, text: '' }

/** Decodes a message that was kept as its bytes, as ingest would have. */
export const decodeBody: DecodeBody = (protocol, bytes, { missing, transport }) => {
  const where = whereOfBody(transport)
  const writer = new MessageWriter(protocol, where)
  const decoder = PROTOCOLS.find(({ name }) => name === protocol)
  decoder?.decode(bytes, 0, bytes.length, bytes.length + missing, where, writer)
  const { short, details } = writer.message
  return { short, details }
}

/** Where a message stands that was kept as its bytes. */
export function whereOfBody(transport: Transport): Where {
  return {
    transport,
    source: NOWHERE,
    destination: NOWHERE,
    flow: 0,
    generation: 0,
    tunnel: [],
    seconds: 0,
    nanoseconds: 0,
    time: 0,
    file: 0,
    frame: 0,
    offset: 0,
    wireLength: 0,
  }
}
