/** TLS with its keys at hand, damaged: records, lengths, key logs. Nothing throws, nothing is invented. */
import { beforeAll, describe, expect, it } from 'vitest'
import { type Analysis, analyzeWith, ownEvents } from '../analyze-capture.ts'
import { pcap, pcapng, rawBlock } from '../make/capture-file.ts'
import { end } from '../make/internet.ts'
import { concat, utf8 } from '../make/octets.ts'
import { Random } from '../make/random.ts'
import { askHttp2, type Passed, type Recorded, replay } from '../make/tls-connection.ts'
import { Wire } from '../make/wire.ts'
import { mutate } from './mutate.ts'

const ROUNDS = 25
const TERMS = [
  { minVersion: 'TLSv1.3' },
  { maxVersion: 'TLSv1.2' },
  { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES128-SHA' },
  // Without RFC 7366.
  { maxVersion: 'TLSv1.2', ciphers: 'AES256-SHA256', secureOptions: 1 << 19 },
] as const
let recorded: Recorded[] = []
beforeAll(async () => {
  const asked = Array.from({ length: 4 }, (_, i) => ({
    path: `/nudm-sdm/v2/imsi-00101000000000${i}/am-data`,
    method: 'GET',
  }))
  recorded = await Promise.all(TERMS.map((terms) => askHttp2(asked, terms)))
})

function captured(passed: readonly Passed[], keyLog: readonly string[] = []): Wire['packets'] {
  const wire = new Wire()
  const connection = wire.connect(0, end('10.1.0.1', 40_001), end('10.1.0.2', 443))
  connection.close(replay(connection, { passed, keyLog }, { size: 300 }) + 1, 'client')
  return wire.packets
}

/** What was read is what was said, or nothing. */
function isSound({ sessions, coverage, capture }: Analysis): boolean {
  const { packets, decoded, undecoded, ciphered, malformed, cut, duplicates } = coverage
  const whole = decoded + undecoded + ciphered + malformed + cut + duplicates === packets && packets === capture.packets
  const paths = ownEvents(sessions).flatMap(({ details }) => (details['path'] === undefined ? [] : [details['path']]))
  return whole && paths.every((path) => /^"\/nudm-sdm\/v2\/imsi-00101000000000\d\/am-data"$/.test(JSON.stringify(path)))
}

describe('TLS with keys', () => {
  it('damaged records, and records whose lengths lie', async () => {
    for (const { passed, keyLog } of recorded) {
      const random = new Random(7)
      for (let round = 0; round < ROUNDS; round++) {
        const at = random.below(passed.length)
        const damaged = passed.map((one, i) => (i === at ? { ...one, bytes: mutate(one.bytes, random) } : one))
        const found = await analyzeWith({ tls: keyLog.join('') }, pcap(captured(damaged)))
        expect(isSound(found)).toBe(true)
      }
    }
  })

  it('segments that are missing, anywhere', async () => {
    for (const { passed, keyLog } of recorded) {
      const packets = captured(passed)
      for (let lost = 0; lost < packets.length; lost++) {
        const found = await analyzeWith({ tls: keyLog.join('') }, pcap(packets.filter((_, i) => i !== lost)))
        expect(isSound(found)).toBe(true)
      }
    }
  })

  it('damaged key logs, given and brought', async () => {
    const random = new Random(9)
    for (const { passed, keyLog } of recorded) {
      const packets = captured(passed)
      for (let round = 0; round < ROUNDS; round++) {
        const log = mutate(utf8(keyLog.join('')), random)
        const block = rawBlock(
          10,
          mutate(concat(utf8('KSLT'), Uint8Array.of(log.length & 255, log.length >> 8, 0, 0), log), random),
        )
        const given = await analyzeWith({ tls: Buffer.from(log).toString('latin1') }, pcap(packets))
        const brought = await analyzeWith({}, pcapng({ packets, extra: [block] }))
        expect([given, brought].map(isSound)).toEqual([true, true])
      }
    }
  })
})
