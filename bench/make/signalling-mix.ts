/** Signalling of several protocols at once, most of whose sessions are short: one exchange, or a few messages. */
import { type Answered, type Asked, avp, Peers, tgpp } from '../../test/make/diameter.ts'
import { GX, HSS, MME, PCRF, PGW, S6A } from '../../test/make/diameter-flows.ts'
import { describe, phone } from '../../test/make/calls/phone.ts'
import * as gtp from '../../test/make/gtp.ts'
import { Http2 } from '../../test/make/http2.ts'
import { end } from '../../test/make/internet.ts'
import { u8, zeros } from '../../test/make/octets.ts'
import { Dialog } from '../../test/make/sip.ts'
import { pcap } from '../../test/make/capture-file.ts'
import { Wire } from '../../test/make/wire.ts'

/** What is made: bytes of a capture, and the messages in it. */
export interface Made {
  readonly bytes: Uint8Array
  readonly messages: number
  readonly sessions: number
}

const S11 = [gtp.node('10.0.0.11'), gtp.node('10.0.0.41')] as const
const PROXY = end('10.0.0.20', 5060)
/** Between the starts of two subscribers, in milliseconds. */
const APART = 0.6
const AUTHENTICATION_INFORMATION = 318
const UPDATE_LOCATION = 316
const CREDIT_CONTROL = 272

/** Each subscriber attaches (S6a over SCTP, S11, Gx over TCP), calls another, and leaves; with `core` 5G asks for some. */
export function signallingMix(subscribers: number, { core }: { core: boolean }): Made {
  const mix = new Mix(core)
  for (let i = 0; i < subscribers; i++) mix.subscriber(i)
  mix.run()
  return { bytes: pcap(mix.wire.packets), messages: mix.messages, sessions: mix.sessions }
}

class Mix {
  readonly wire = new Wire()
  messages = 0
  sessions = 0
  readonly #s6a = new Peers(this.wire, { client: MME, server: HSS }, { over: 'sctp' })
  readonly #gx = new Peers(this.wire, { client: PGW, server: PCRF })
  readonly #http: Http2 | undefined
  /** Connections number what they carry in the order of sending. */
  readonly #agenda: { readonly at: number; readonly run: () => void }[] = []

  constructor(core: boolean) {
    if (core) this.#http = new Http2(this.wire, end('10.1.0.1', 30_000), end('10.2.0.1', 7777))
  }

  subscriber(number: number): void {
    const at = 100 + number * APART
    const imsi = `00101${String(number).padStart(10, '0')}`
    this.#authenticate(at, number, imsi)
    this.#connect(at + 40, number, imsi)
    this.#charge(at + 45, number, imsi)
    this.#call(at + 200, number)
    if (this.#http) this.#ask(at + 20, this.#http, imsi)
  }

  run(): void {
    for (const { run } of this.#agenda.toSorted((a, b) => a.at - b.at)) run()
  }

  #exchange(peers: Peers, at: number, asked: Asked, answered: Answered = {}): void {
    this.#agenda.push({ at, run: () => peers.exchange(at, asked, answered) })
  }

  /** Two sessions of one exchange each. */
  #authenticate(at: number, number: number, imsi: string): void {
    const asked = (command: number, ...avps: Uint8Array[]) => ({
      command,
      application: S6A,
      session: `${MME.host};${number};${command}`,
      avps: [avp(1, imsi), ...avps],
    })
    const vector = tgpp(1414, [
      tgpp(1447, zeros(16)),
      tgpp(1448, zeros(8)),
      tgpp(1449, zeros(16)),
      tgpp(1450, zeros(32)),
    ])
    this.#exchange(this.#s6a, at, asked(AUTHENTICATION_INFORMATION, tgpp(1407, u8(0, 0xf1, 0x10))), {
      avps: [tgpp(1413, [vector])],
    })
    this.#exchange(this.#s6a, at + 20, asked(UPDATE_LOCATION, tgpp(1407, u8(0, 0xf1, 0x10))))
    this.#count(4, 2)
  }

  /** A PDN connection: made, modified, deleted. */
  #connect(at: number, number: number, imsi: string): void {
    const [mme, sgw] = S11
    const [up, down] = [0x10000 + number, 0x20000 + number]
    const exchange = (after: number, type: number, teid: number, asked: Uint8Array[], told: Uint8Array[]): void => {
      const sequence = number * 3 + type
      this.wire.udp(at + after, mme, sgw, gtp.gtp2(type, { teid, sequence }, ...asked))
      this.wire.udp(at + after + 5, sgw, mme, gtp.gtp2(type + 1, { teid: down, sequence }, gtp.cause(16), ...told))
    }
    exchange(
      0,
      32,
      0,
      [
        gtp.imsi(imsi),
        gtp.fteid(10, down, mme.address),
        gtp.apn('internet'),
        gtp.paa('0.0.0.0'),
        gtp.bearer(gtp.ebi(5), gtp.qos(9)),
      ],
      [
        gtp.fteid(11, up, sgw.address),
        gtp.paa(addressOf(number)),
        gtp.bearer(gtp.ebi(5), gtp.cause(16), gtp.fteid(1, up, sgw.address)),
      ],
    )
    exchange(60, 34, up, [gtp.bearer(gtp.ebi(5), gtp.fteid(0, number, '10.1.0.2'))], [])
    exchange(6000, 36, up, [gtp.ebi(5)], [])
    this.#count(6, 1)
  }

  /** The rules of the connection: from its first credit control to the last. */
  #charge(at: number, number: number, imsi: string): void {
    const asked = (type: number, count: number) => ({
      command: CREDIT_CONTROL,
      application: GX,
      session: `${PGW.host};${number}`,
      avps: [avp(416, type), avp(415, count), avp(443, [avp(450, 1), avp(444, imsi)]), avp(30, 'internet')],
    })
    this.#exchange(this.#gx, at, asked(1, 0))
    this.#exchange(this.#gx, at + 6000, asked(3, 1))
    this.#count(4, 1)
  }

  /** Through a proxy, without media. */
  #call(at: number, number: number): void {
    const caller = phone(`+49171${String(number).padStart(8, '0')}`, addressOf(number))
    const callee = phone(`+49172${String(number).padStart(8, '0')}`, addressOf(number, 128))
    const callId = `${number.toString(16).padStart(12, '0')}@bench`
    const dialog = new Dialog(this.wire, { callId, caller: caller.agent, callee: callee.agent, proxies: [PROXY] })
    const invite = dialog.request(at, 'INVITE', { initial: true, sdp: describe(caller) })
    dialog.response(at + 8, invite, 100, { hop: 0 })
    dialog.response(at + 150, invite, 180)
    dialog.response(at + 2000, invite, 200, { sdp: describe(callee) })
    dialog.request(at + 2020, 'ACK', { of: invite })
    const bye = dialog.request(at + 5000, 'BYE')
    dialog.response(at + 5020, bye, 200)
    this.#count(dialog.messages, 1)
  }

  /** One question about the subscriber. */
  #ask(at: number, http: Http2, imsi: string): void {
    const path = `/nudm-sdm/v2/imsi-${imsi}/am-data?plmn-id=00101`
    const told = { json: { nssai: { defaultSingleNssais: [{ sst: 1 }] } } }
    this.#agenda.push({ at, run: () => http.exchange(at, { method: 'GET', path }, told) })
    this.#count(2, 1)
  }

  #count(messages: number, sessions: number): void {
    this.messages += messages
    this.sessions += sessions
  }
}

function addressOf(number: number, network = 64): string {
  return `10.${network + ((number >> 16) & 63)}.${(number >> 8) & 255}.${number & 255}`
}
