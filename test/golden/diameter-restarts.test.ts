/** Sessions that a node lost, and those that it did not: Origin-State-Id, RFC 6733 §8.16; DOMAIN 4.1. */
import { describe, expect, it } from 'vitest'
import { type Analysis, analyzeCapture } from '../analyze-capture.ts'
import { pcap } from '../make/capture-file.ts'
import { avp, Peers, tgpp } from '../make/diameter.ts'
import { GX, HSS, IMSI, MME, PCRF, PGW, S6A } from '../make/diameter-flows.ts'
import { Wire } from '../make/wire.ts'

type Session = Analysis['sessions'][number]
type Step = (peers: Peers, at: number) => void

const CAPABILITIES = 257
const WATCHDOG = 280
const CREDIT_CONTROL = 272

const state = (value: number): Uint8Array => avp(278, value)

/** Bearer control of one subscriber, told by a PGW with that state. */
function gx(name: string, type: number, value: number, result = 2001): Step {
  const avps = [avp(416, type), avp(415, type), state(value), avp(443, [avp(450, 1), avp(444, IMSI)])]
  return (peers, at) =>
    peers.exchange(
      at,
      { command: CREDIT_CONTROL, application: GX, session: `pgw;1;${name}`, avps },
      { result, avps: [state(1), tgpp(1001, [tgpp(1005, 'rule')])] },
    )
}

function base(command: number, value: number): Step {
  return (peers, at) => peers.exchange(at, { command, avps: [state(value)] })
}

async function after(steps: readonly Step[], ends = { client: PGW, server: PCRF }): Promise<readonly Session[]> {
  const wire = new Wire()
  const peers = new Peers(wire, ends)
  steps.forEach((step, i) => step(peers, 100 + i * 1000))
  const { sessions } = await analyzeCapture(pcap(wire.packets))
  return sessions.filter(({ type }) => type === 'DIAMETER')
}

async function verdicts(steps: readonly Step[]): Promise<string[]> {
  const sessions = (await after(steps)).filter(({ subtype }) => subtype === 'Gx')
  return sessions.map(({ session_key, verdict }) => `${session_key.slice(-1)} ${verdict?.kind as string}`).toSorted()
}

const INITIAL = 1
const UPDATE = 2
const TERMINATION = 3

const updateLocation: Step = (peers, at) =>
  peers.exchange(at, { command: 316, application: S6A, session: 'mme;1;1', avps: [avp(1, IMSI), state(7)] })

const serverAnew: Step = (peers, at) =>
  peers.exchange(at, { command: CAPABILITIES, avps: [state(2)] }, { side: 'server' })

const cases: { it: string; steps: Step[]; want: string[] }[] = [
  {
    it: 'a capabilities exchange with a larger state is the end of what was open',
    steps: [gx('a', INITIAL, 7), gx('b', INITIAL, 7), base(CAPABILITIES, 8)],
    want: ['a peer_restart', 'b peer_restart'],
  },
  {
    it: 'so are two watchdogs that tell the same',
    steps: [gx('a', INITIAL, 7), base(WATCHDOG, 8), base(WATCHDOG, 8)],
    want: ['a peer_restart'],
  },
  {
    it: 'one message alone is not',
    steps: [gx('a', INITIAL, 7), gx('b', INITIAL, 8)],
    want: ['a answered', 'b answered'],
  },
  {
    it: 'sessions that begin after it go on',
    steps: [gx('a', INITIAL, 7), gx('b', INITIAL, 8), gx('c', INITIAL, 8), gx('c', UPDATE, 8)],
    want: ['a peer_restart', 'b peer_restart', 'c answered'],
  },
  {
    it: 'what had ended or was refused stays as it was',
    steps: [gx('a', INITIAL, 7), gx('a', TERMINATION, 7), gx('b', INITIAL, 7, 5003), base(CAPABILITIES, 8)],
    want: ['a ended', 'b rejected'],
  },
  {
    it: 'processes under one name, each with its own state, tell of none',
    steps: [gx('a', INITIAL, 7), gx('b', INITIAL, 9), gx('c', INITIAL, 7), gx('d', INITIAL, 9), gx('e', INITIAL, 9)],
    want: ['a answered', 'b answered', 'c answered', 'd answered', 'e answered'],
  },
  {
    it: 'a state of 0 says nothing',
    steps: [gx('a', INITIAL, 0), base(CAPABILITIES, 8), base(WATCHDOG, 0)],
    want: ['a answered'],
  },
]

describe('a node that tells its state', () => {
  it.each(cases)('$it', async ({ steps, want }) => expect(await verdicts(steps)).toEqual(want))

  it('the news is one event in all sessions that it ends, and in that of the peers', async () => {
    const sessions = await after([gx('a', INITIAL, 7), gx('b', INITIAL, 7), base(CAPABILITIES, 8)])
    const news = sessions.flatMap(({ events }) => events.filter(({ details }) => details['peer_restarted'] === true))
    expect(news).toHaveLength(3)
    expect(new Set(news.map(({ event_id }) => event_id)).size).toBe(1)
    expect(news[0]).toMatchObject({
      message_type: 'Capabilities-Exchange-Request',
      details: { origin_state_id: 8, previous_origin_state_id: 7 },
    })
    expect(sessions.find(({ subtype }) => subtype === 'peer')).toMatchObject({
      verdict: { kind: 'peer_restart', node: PGW.host, counter: 8 },
    })
    expect(sessions.find(({ subtype }) => subtype === 'Gx')).toMatchObject({
      events_count: 3,
      verdict: { ended_by: 'peer_restart', frame: news[0]!.frame, clause: 'RFC 6733 §8.16' },
    })
  })

  it('the other end, too, loses what it had', async () => {
    const sessions = (await after([gx('a', INITIAL, 7), serverAnew])).filter(({ subtype }) => subtype === 'Gx')
    expect(sessions).toMatchObject([{ verdict: { kind: 'peer_restart' } }])
  })

  it('what keeps no state cannot be lost', async () => {
    const sessions = await after([updateLocation, base(CAPABILITIES, 8)], { client: MME, server: HSS })
    expect(sessions.find(({ subtype }) => subtype === 'S6a')).toMatchObject({
      verdict: { kind: 'answered' },
      events_count: 2,
    })
  })
})
