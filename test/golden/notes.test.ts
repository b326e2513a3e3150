/** What a capture says besides its packets: notes, names of interfaces, directions, and what it lost by its own count. */
import { expect, describe, it } from 'vitest'
import { drawLadder } from '../../src/export/ladder.ts'
import { readPacket } from '../../src/inspect/packet.ts'
import { oneSession } from '../../src/store/results/condition.ts'
import { analyzeCapture, withResult } from '../analyze-capture.ts'
import { withKept } from '../export-pcap.ts'
import { answeredCall } from '../make/calls/answered.ts'
import { ALICE, BOB } from '../make/calls/phone.ts'
import { pcap, pcapng, statistics, type TimedPacket } from '../make/capture-file.ts'
import { Wire } from '../make/wire.ts'

function call(): readonly TimedPacket[] {
  const wire = new Wire()
  answeredCall(wire, { callId: 'noted@x', packets: 10 })
  return wire.packets
}

const NOTES = ['look here', 'never mind']
const interfaces = [{ name: 'eth0', description: 'to the core', comment: 'optical tap' }]

function noted(): Uint8Array {
  const [invite, ...others] = call()
  const packets: TimedPacket[] = [{ ...invite!, comments: NOTES, direction: 1 }, ...others]
  return pcapng({ comment: 'Ticket 4711', interfaces, packets })
}

describe('notes of a capture', () => {
  it('stand with the events of their frames', async () => {
    const { sessions, capture } = await analyzeCapture(noted())
    expect([...drawLadder(sessions[0]!, { width: 160 })].join('\n')).toContain('INVITE [SDP] “look here never mind”')
    const comments = sessions.flatMap(({ events }) => events.map(({ details }) => details['comment']))
    expect(comments[0]).toBe('look here\nnever mind')
    expect(comments.slice(1).filter((comment) => comment !== undefined)).toEqual([])
    expect(capture.comments).toEqual(['Ticket 4711', 'optical tap'])
  })

  it('stand with the event of a message whose beginning they are on', async () => {
    const wire = new Wire()
    const connection = wire.connect(0, ALICE.agent.end, BOB.agent.end)
    answeredCall(wire, {
      at: 10,
      callId: 'pieces@x',
      transport: 'TCP',
      packets: 4,
      send: (at, from, _to, bytes) =>
        connection.send(at, from === ALICE.agent.end ? 'client' : 'server', bytes, [100, 300]),
    })
    const packets = wire.packets.map((packet, i) => (i === 3 ? { ...packet, comments: ['first piece'] } : packet))
    const { sessions } = await analyzeCapture(pcapng({ packets }))
    const [invite] = sessions.find(({ type }) => type === 'VoLTE')!.events
    expect(invite).toMatchObject({ message_type: 'INVITE', details: { comment: 'first piece' } })
  })

  it('are shown with the packet, and go with it into an export', async () => {
    const found = await withKept(noted(), ({ result, captures, frames }) => {
      const [session] = [...result.details()]
      return {
        packet: readPacket(result, captures, { file: 0, frame: 1 }),
        again: frames(oneSession(session!.session_id)),
      }
    })
    const told = { interface: 'eth0', interface_description: 'to the core', direction: 'inbound', comments: NOTES }
    expect(found.packet).toMatchObject(told)
    expect(found.packet).not.toHaveProperty('recorded_ns')
    const again = await withKept(found.again, ({ result, captures }) =>
      readPacket(result, captures, { file: 0, frame: 1 }),
    )
    expect(again).toMatchObject({ ...told, timestamp_ns: found.packet!.timestamp_ns })
  })

  it('of a capture that has none are none', async () => {
    const packet = await withKept(pcap(call()), ({ result, captures }) =>
      readPacket(result, captures, { file: 0, frame: 1 }),
    )
    for (const name of ['interface', 'direction', 'comments', 'recorded_ns']) expect(packet).not.toHaveProperty(name)
  })
})

describe('what a capture lost by its own count', () => {
  const [first, ...others] = call()
  const dropping = (drops: number): TimedPacket[] => [{ ...first!, drops }, ...others]
  const cases: { it: string; capture: Uint8Array; lost: number | undefined }[] = [
    {
      it: 'is what the last statistics say, which count from the beginning',
      capture: pcapng({
        packets: call(),
        extra: [statistics({ byInterface: 3 }), statistics({ byInterface: 5, bySystem: 2 })],
      }),
      lost: 7,
    },
    {
      it: 'is summed over interfaces',
      capture: pcapng({
        interfaces: [{}, {}],
        packets: call(),
        extra: [statistics({ byInterface: 3 }), statistics({ interface: 1, bySystem: 4 })],
      }),
      lost: 7,
    },
    {
      it: 'is summed over sections',
      capture: pcapng(
        { packets: call(), extra: [statistics({ byInterface: 3 })] },
        { packets: [], extra: [statistics({ byInterface: 2 })] },
      ),
      lost: 5,
    },
    { it: 'is what packets say to be lost before them', capture: pcapng({ packets: dropping(9) }), lost: 9 },
    {
      it: 'counts once where packets and statistics say so',
      capture: pcapng({ packets: dropping(9), extra: [statistics({ byInterface: 9 })] }),
      lost: 9,
    },
    {
      it: 'is nothing where nothing was lost',
      capture: pcapng({ packets: dropping(0), extra: [statistics({ byInterface: 0 })] }),
      lost: undefined,
    },
  ]
  it.each(cases)('$it', async ({ capture, lost }) => {
    const { warnings } = (await withResult([capture], (result) => result.summary())).capture
    expect(warnings.find(({ code }) => code === 'CAPTURE_DROPS')?.count).toBe(lost)
  })
})
