import { describe, expect, it } from 'vitest'
import { type Analysis, analyzeCapture } from '../analyze-capture.ts'
import { EPOCH, pcap } from '../make/capture-file.ts'
import { type ConnectionTruth, epc } from '../make/network/epc.ts'

/** Microseconds since the start, and message type: no two messages of a connection have both. */
function linesOf({ events }: Analysis['sessions'][number]): string[] {
  return events.map(({ timestamp_ns, details }) => {
    const since = (BigInt(timestamp_ns) - BigInt(EPOCH) * 1_000_000_000n) / 1000n
    return `${since} ${String(details['message_type_code'])}`
  })
}

/** What differs: each connection that was made is one session, with exactly its own messages. */
function differences(found: Analysis, connections: readonly ConnectionTruth[]): string[] {
  const sessions = new Map(found.sessions.map((session) => [linesOf(session).toSorted().join(), session]))
  const told: string[] = []
  for (const { key, lines, isRefused } of connections) {
    const name = lines.toSorted().join()
    const session = sessions.get(name)
    sessions.delete(name)
    if (!session) told.push(`no ${key} with ${name}`)
    else if (!key.startsWith(session.session_key) && session.session_key.startsWith('imsi:')) {
      told.push(`${session.session_key}, not ${key}`)
    } else if (isRefused && lines.some((line) => line.endsWith(' 33')) && session.outcome !== 'failed') {
      told.push(`${key}: ${session.outcome}`)
    }
  }
  for (const [name, { session_key }] of sessions) told.push(`besides ${session_key} with ${name}`)
  return told
}

describe('1,000 subscribers behind one MME and one PGW', { timeout: 60_000 }, () => {
  it('exactly the true connections, each with only its own messages', async () => {
    const { packets, connections } = epc()
    const found = await analyzeCapture(pcap(packets))
    expect(differences(found, connections)).toEqual([])
    expect(connections.length).toBeGreaterThan(2000)
  })

  it('also where each UE may have lost a message', async () => {
    const { packets, connections } = epc({ seed: 3, lost: 0.05, once: true })
    const found = await analyzeCapture(pcap(packets))
    expect(differences(found, connections)).toEqual([])
    expect(connections.filter(({ losses }) => losses.lost).length).toBeGreaterThan(1000)
  })

  it('and where one message of a thousand is missed, whosever it is', async () => {
    const { packets, connections } = epc({ seed: 9, subscribers: 500, lost: 0.001 })
    const found = await analyzeCapture(pcap(packets))
    expect(differences(found, connections)).toEqual([])
  })

  it('where more are lost a connection may fall apart, but no subscriber gets what is of another', async () => {
    const { packets, connections } = epc({ seed: 5, subscribers: 500, lost: 0.01 })
    const found = await analyzeCapture(pcap(packets))
    const owners = new Map(
      connections.flatMap(({ key, lines }) => lines.map((line) => [line, key.split('/')[0]] as const)),
    )
    const mixed = found.sessions.filter((session) => new Set(linesOf(session).map((line) => owners.get(line))).size > 1)
    expect(mixed.map(({ session_key }) => session_key)).toEqual([])
    expect(Math.abs(found.sessions.length - connections.length)).toBeLessThan(connections.length / 100)
  })
})
