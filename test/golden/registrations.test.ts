/** Bindings that are made, renewed and taken back: RFC 3261 §10.2, DOMAIN S30. */
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { BINDING, Registering } from '../make/calls/registering.ts'
import { pcap, type TimedPacket } from '../make/capture-file.ts'
import type { Header } from '../make/sip.ts'
import { Wire } from '../make/wire.ts'
import { proceduresOf } from './procedures.ts'

type Story = (registering: Registering) => void

function packetsOf(story: Story): TimedPacket[] {
  const wire = new Wire()
  story(new Registering(wire))
  return wire.packets
}

async function told(story: Story): Promise<object> {
  const capture = pcap(packetsOf(story))
  const { sessions } = await analyzeCapture(capture)
  expect(sessions.map(({ type }) => type)).toEqual(['SIP_REGISTRATION'])
  const { subtype, outcome, verdict, metrics } = sessions[0]!
  const procedures = (await proceduresOf(capture)).map(
    (one) => `${one.type} ${one.outcome} ${String(one.verdict?.['kind'])}`,
  )
  return { subtype, outcome, text: verdict?.['text'], procedures, metrics }
}

const contact = (value: string): Header => ['Contact', value]
const expires = (seconds: number): Header => ['Expires', String(seconds)]
const OTHER = '<sip:alice@10.99.0.1:5060>'

const TAKEN_BACK: { it: string; asked: Header[]; answered: Header[] }[] = [
  { it: 'Expires: 0', asked: [contact(BINDING), expires(0)], answered: [] },
  { it: 'expires=0 at the contact', asked: [contact(`${BINDING};expires=0`), expires(3600)], answered: [] },
  { it: 'Contact: *', asked: [contact('*'), expires(0)], answered: [] },
  {
    it: 'expires=0 at each of several contacts, where another one stays',
    asked: [contact(`${BINDING};expires=0`), contact(`<sip:alice@10.98.0.1>;expires=0`)],
    answered: [contact(`${OTHER};expires=1200`)],
  },
]

describe('a binding that is taken back', () => {
  it.each(TAKEN_BACK)('by $it is no registration', async ({ asked, answered }) => {
    expect(await told((one) => one.exchange(0, asked, answered))).toEqual({
      subtype: 'deregistration',
      outcome: 'success',
      text: 'De-registered.',
      procedures: ['IMS_DEREGISTRATION success deregistered'],
      metrics: { attempts: 1, deregistration_ms: 40 },
    })
  })

  it('behind a challenge neither', async () => {
    const off = [contact(BINDING), expires(0)]
    const found = await told((one) => {
      one.ask(0, ...off)
      one.answer(30, 401, ['WWW-Authenticate', 'Digest realm="x", nonce="n", algorithm=AKAv1-MD5'])
      one.exchange(100, [...off, ['Authorization', 'Digest username="a@x", realm="x", nonce="n"']], [])
    })
    expect(found).toMatchObject({ text: 'De-registered.', metrics: { deregistration_ms: 140, attempts: 2 } })
    expect(found).toMatchObject({ procedures: ['IMS_DEREGISTRATION success deregistered'] })
  })

  it('and was only challenged, stays, which is told', async () => {
    const found = await told((one) => {
      one.exchange(0, [contact(BINDING), expires(600)], [contact(`${BINDING};expires=600`)])
      one.ask(5000, contact(BINDING), expires(0))
      one.answer(5030, 401, ['WWW-Authenticate', 'Digest realm="x", nonce="n", algorithm=AKAv1-MD5'])
    })
    expect(found).toMatchObject({
      outcome: 'success',
      text: 'Registered for 600 s; its de-registration was challenged, and nothing came after that (frame 4).',
    })
  })

  it('though one of the contacts stays, is a registration', async () => {
    const found = await told((one) =>
      one.exchange(
        0,
        [contact(`${OTHER};expires=0`), contact(`${BINDING};expires=600`)],
        [contact(BINDING), expires(600)],
      ),
    )
    expect(found).toMatchObject({ text: 'Registered for 600 s.', procedures: ['IMS_REGISTRATION success completed'] })
  })

  it('and refused is a failure', async () => {
    const found = await told((one) => {
      one.ask(0, contact('*'), expires(0))
      one.answer(30, 403)
    })
    expect(found).toMatchObject({
      subtype: 'deregistration',
      outcome: 'failed',
      procedures: ['IMS_DEREGISTRATION failed rejected'],
    })
  })

  it('in the conversation that made it ends that', async () => {
    const found = await told((one) => {
      one.exchange(0, [contact(BINDING), expires(3600)], [contact(`${BINDING};expires=3600`)])
      one.exchange(60_000, [contact(BINDING), expires(0)], [])
    })
    expect(found).toEqual({
      subtype: undefined,
      outcome: 'success',
      text: 'Registered and de-registered.',
      procedures: ['IMS_REGISTRATION success completed', 'IMS_DEREGISTRATION success deregistered'],
      metrics: { rrd_ms: 40, rrd_last_ms: 40, attempts: 2 },
    })
  })

  it('before it is made anew, counts not as the time that took', async () => {
    const found = await told((one) => {
      one.exchange(0, [contact('*'), expires(0)], [])
      one.exchange(100, [contact(BINDING), expires(3600)], [contact(`${BINDING};expires=3600`)])
    })
    expect(found).toMatchObject({ text: 'Registered for 3600 s.', metrics: { rrd_ms: 40 } })
  })
})

const GRANTED: { it: string; asked: Header[]; answered: Header[]; text: string }[] = [
  {
    it: 'the same as asked for',
    asked: [contact(BINDING), expires(3600)],
    answered: [contact(`${BINDING};expires=3600`)],
    text: 'Registered for 3600 s.',
  },
  {
    it: 'less',
    asked: [contact(BINDING), expires(600_000)],
    answered: [contact(`${BINDING};expires=1800`)],
    text: 'Registered for 1800 s (600000 s asked for).',
  },
  {
    it: 'by the header, where the contact has none',
    asked: [contact(BINDING), expires(600_000)],
    answered: [contact(BINDING), expires(7200)],
    text: 'Registered for 7200 s (600000 s asked for).',
  },
  {
    it: 'to one of several bindings in a list',
    asked: [contact(BINDING), expires(3600)],
    answered: [contact(`${OTHER};expires=77, ${BINDING};expires=3000`)],
    text: 'Registered for 3000 s (3600 s asked for).',
  },
  {
    it: 'to one of several bindings in lines of their own, with parameters of the registrar',
    asked: [contact(BINDING), expires(3600)],
    answered: [contact(`${OTHER};expires=77`), contact(`${BINDING.replace('>', ';ob>')};expires=3000`)],
    text: 'Registered for 3000 s (3600 s asked for).',
  },
  {
    it: 'where nothing was asked for',
    asked: [contact(BINDING)],
    answered: [contact(`${BINDING};expires=60`)],
    text: 'Registered for 60 s.',
  },
  { it: 'unsaid', asked: [contact(BINDING), expires(3600)], answered: [], text: 'Registered.' },
]

describe('the lifetime of a registration is what its registrar gave', () => {
  it.each(GRANTED)('$it', async ({ asked, answered, text }) => {
    expect(await told((one) => one.exchange(0, asked, answered))).toMatchObject({ text })
  })

  it('the last time', async () => {
    const found = await told((one) => {
      one.exchange(0, [contact(BINDING), expires(3600)], [contact(`${BINDING};expires=60`)])
      one.exchange(30_000, [contact(BINDING), expires(3600)], [contact(`${BINDING};expires=1800`)])
      one.exchange(90_000, [contact(BINDING), expires(3600)], [contact(`${BINDING};expires=60`)])
    })
    expect(found).toMatchObject({ text: 'Registered for 60 s (3600 s asked for).' })
  })
})

describe('a registration outside of the IMS', () => {
  const ON = [contact(BINDING), expires(600)]
  const OFF = [contact(BINDING), expires(0)]
  const types = async (more: readonly Header[]): Promise<string[]> => {
    const wire = new Wire()
    const phone = new Registering(wire, { home: 'pbx.example.org' })
    phone.exchange(0, [...ON, ...more], ON)
    phone.exchange(60_000, [...OFF, ...more], [])
    const found = await proceduresOf(pcap(wire.packets))
    return found.map(({ type, title }) => `${type} ${title}`)
  }

  it('is not said to be one of the IMS', async () => {
    expect(await types([])).toEqual(['SIP_REGISTRATION SIP registration', 'SIP_DEREGISTRATION SIP de-registration'])
  })

  it.each<[string, Header]>([
    ['the access network', ['P-Access-Network-Info', 'IEEE-802.11;i-wlan-node-id=0123456789ab']],
    ['a charging vector', ['P-Charging-Vector', 'icid-value=abc']],
    ['credentials of a SIM', ['Authorization', 'Digest username="a", realm="b", algorithm=AKAv1-MD5']],
  ])('is one of the IMS with %s', async (_, header) => {
    expect(await types([header])).toEqual([
      'IMS_REGISTRATION IMS registration',
      'IMS_DEREGISTRATION IMS de-registration',
    ])
  })
})

it('a step that the clocks put before the first has no time since then', async () => {
  const wire = new Wire()
  const phone = new Registering(wire)
  phone.ask(5000, contact(BINDING), expires(600))
  phone.answer(4500, 401, ['WWW-Authenticate', 'Digest realm="x", nonce="n"'])
  phone.exchange(6000, [contact(BINDING), expires(600)], [contact(BINDING), expires(600)])
  // Too far apart to be put in order.
  const [challenge, asked, ...rest] = wire.packets
  const [found] = await proceduresOf(pcap([asked!, challenge!, ...rest]))
  expect(found?.steps.map(({ name, since_start_ms }) => [name, since_start_ms])).toEqual([
    ['REGISTER', 0],
    ['Challenge', undefined],
    ['REGISTER', 1000],
    ['200 OK', 1040],
  ])
})

describe('a registration that was refused', () => {
  it('and then only challenged, failed', async () => {
    const challenge: Header = ['WWW-Authenticate', 'Digest realm="x", nonce="n", algorithm=AKAv1-MD5']
    const found = await told((one) => {
      one.ask(0, contact(BINDING), expires(600))
      one.answer(30, 403)
      one.ask(5000, contact(BINDING), expires(600))
      one.answer(5030, 401, challenge)
    })
    expect(found).toMatchObject({ outcome: 'failed' })
    expect((found as { text: string }).text).toMatch(/^SIP REGISTER failed with 403 Forbidden \(frame 2/)
  })
})
