import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { audioPieces, whyUnheard } from '../../src/inspect/audio.ts'
import { type Series, seriesPieces } from '../../src/inspect/series.ts'
import { withKept } from '../export-pcap.ts'
import { cases, haveCaptures } from './oracle.ts'

const FOLDERS = ['rtp', 'volte']

describe.skipIf(!haveCaptures)(`media of real captures${haveCaptures ? '' : ' (skipped: there are none)'}`, () => {
  const wanted = FOLDERS.flatMap((folder) => cases().get(folder) ?? [])
  it.each(wanted)('$name: read again, each stream counts what it counted', async ({ path }) => {
    await withKept(readFileSync(path), ({ result, open }) => {
      const streams = [...result.details()].flatMap(({ session_id: session, media }) =>
        media.map((one) => ({ one, wanted: { session, stream: one.stream_id } })),
      )
      for (const { one, wanted: asked } of streams) {
        const series = JSON.parse([...seriesPieces(result, open(), { ...asked, points: 1000 })].join('')) as Series
        const sum = (name: 'packets' | 'lost' | 'late' | 'duplicates'): number =>
          series.buckets.reduce((total, bucket) => total + bucket[name], 0)
        const longest = Math.max(...series.buckets.map(({ delta_ms = 0 }) => delta_ms))
        const found = {
          packets: sum('packets'),
          lost: sum('lost'),
          out_of_order: sum('late'),
          duplicates: sum('duplicates'),
        }
        expect(one).toMatchObject(found)
        expect(longest).toBeCloseTo(one['max_delta_ms'] as number, 2)
        if (whyUnheard(one)) continue
        const wav = Buffer.concat([...audioPieces(result, open, asked)])
        const lasts = (wav.length - 44) / 2 / wav.readUInt32LE(24)
        expect(lasts).toBeGreaterThanOrEqual((one.expected * (one['ptime_ms'] as number)) / 1000 - 1e-9)
      }
    })
  })
})
