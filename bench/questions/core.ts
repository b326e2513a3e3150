import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pcap } from '../../test/make/capture-file.ts'
import { Http2 } from '../../test/make/http2.ts'
import { end } from '../../test/make/internet.ts'
import { Wire } from '../../test/make/wire.ts'
import { messageRate } from '../message-rate.ts'
import type { Question } from '../question.ts'

/** Bytes of what is said for one subscriber, and the requests and responses. */
const SUBSCRIBER_BYTES = 3600
const SUBSCRIBER_MESSAGES = 10
/** A larger capture than this is not needed to tell, and would be made in memory. */
const LARGEST = 20e6
/** Pairs of functions that talk, each over one connection. */
const PAIRS = 16

export const core: Question = {
  name: 'core',
  asks: 'How fast is HTTP/2 of the 5G core?',
  async answer(options) {
    const { folder, size } = options
    const subscribers = Math.ceil(Math.min(size, LARGEST) / SUBSCRIBER_BYTES)
    mkdirSync(folder, { recursive: true })
    const path = join(folder, `core-${subscribers}.pcap`)
    writeFileSync(path, coreCapture(subscribers))
    const messages = subscribers * SUBSCRIBER_MESSAGES
    const told = `${messages.toLocaleString('en')} messages for ${subscribers.toLocaleString('en')} subscribers`
    return [told, ...(await messageRate({ path, messages }, options))]
  },
}

/** Subscribers who are authenticated, registered, and get a session, over connections that are there from the start. */
function coreCapture(subscribers: number): Uint8Array {
  const wire = new Wire()
  const peers = Array.from({ length: PAIRS }, (_, i) => {
    const client = end(`10.1.0.${i + 1}`, 30_000 + i)
    return { server: end(`10.2.0.${i + 1}`, 7777), http: new Http2(wire, client, end(`10.2.0.${i + 1}`, 7777)) }
  })
  for (let i = 0; i < subscribers; i++) {
    const { http, server } = peers[i % PAIRS]!
    const at = 100 + i * 2
    const supi = `imsi-0010${10_000_000_000 + i}`
    const ask = (
      after: number,
      method: string,
      path: string,
      json?: unknown,
      answer: unknown = {},
      status = 200,
    ): void =>
      http.exchange(at + after, { method, path, ...(json !== undefined && { json }) }, { status, json: answer })
    ask(
      0,
      'POST',
      `/nudm-ueau/v1/suci-0-001-01-0-0-0-${1_000_000_000 + i}/security-information/generate-auth-data`,
      { servingNetworkName: '5G:x' },
      { supi },
    )
    ask(10, 'PUT', `/nudm-uecm/v1/${supi}/registrations/amf-3gpp-access`, { amfInstanceId: `${i}`, ratType: 'NR' })
    ask(20, 'GET', `/nudm-sdm/v2/${supi}/am-data?plmn-id=00101`, undefined, {
      nssai: { defaultSingleNssais: [{ sst: 1 }] },
    })
    const context = {
      supi,
      pduSessionId: 1,
      dnn: 'internet',
      sNssai: { sst: 1 },
      servingNfId: `${i}`,
      anType: '3GPP_ACCESS',
    }
    const made = {
      status: 201,
      headers: { location: `http://${server.address}:7777/nsmf-pdusession/v1/sm-contexts/${i}` },
    }
    http.exchange(at + 30, { method: 'POST', path: '/nsmf-pdusession/v1/sm-contexts', json: context }, made)
    ask(60, 'POST', `/nsmf-pdusession/v1/sm-contexts/${i}/modify`, { upCnxState: 'ACTIVATING' })
  }
  return pcap(wire.packets)
}
