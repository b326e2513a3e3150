import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prepareCapture, sniffCapture } from './prepare.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'prepare-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** A capture of one endless packet: compresses well enough, and its middle can be told. */
function capture(bytes: number): Buffer {
  const file = Buffer.alloc(bytes)
  for (let i = 24; i < bytes; i++) file[i] = (i * 2654435761) >>> 24
  file.writeUInt32LE(0xa1b2c3d4, 0)
  return file
}

function given(name: string, bytes: Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

const options = { folder: '', ordinal: 0 }

describe('preparing a capture', () => {
  const plain = capture(300_000)
  const packed = [
    { it: 'gzip, whatever its name', bytes: gzipSync(plain) },
    {
      it: 'gzip of several members',
      bytes: Buffer.concat([gzipSync(plain.subarray(0, 999)), gzipSync(plain.subarray(999))]),
    },
    { it: 'gzip that was padded', bytes: Buffer.concat([gzipSync(plain), Buffer.alloc(777)]) },
    {
      it: 'gzip with all that a header may hold',
      bytes: Buffer.concat([
        Buffer.from('1f8b081e00000000000303000102036e616d650073616964008899', 'hex'),
        gzipSync(plain).subarray(10),
      ]),
    },
    { it: 'zstd', bytes: zstdCompressSync(plain) },
    { it: 'zstd that was padded', bytes: Buffer.concat([zstdCompressSync(plain), Buffer.alloc(777)]) },
    {
      it: 'zstd of several frames',
      bytes: Buffer.concat([zstdCompressSync(plain.subarray(0, 999)), zstdCompressSync(plain.subarray(999))]),
    },
  ]
  for (const { it: name, bytes } of packed) {
    it(`unpacks ${name}`, async () => {
      const prepared = await prepareCapture(given('a.pcap', bytes), { ...options, folder })
      expect(readFileSync(prepared.path).equals(plain)).toBe(true)
      expect(prepared.warnings).toEqual([])
    })
  }

  it('reads a plain file where it is', async () => {
    const path = given('plain', plain)
    expect(await prepareCapture(path, { ...options, folder })).toEqual({ path, size: plain.length, warnings: [] })
  })

  it.each(['gzip', 'zstd'])('says of a %s file that is cut before its first byte that it is', async (how) => {
    const bytes = how === 'gzip' ? gzipSync(plain) : zstdCompressSync(plain.subarray(0, 999))
    const path = given(`cut.${how}`, bytes.subarray(0, 12))
    const message = `the ${how} file holds nothing that can be unpacked`
    await expect(prepareCapture(path, { ...options, folder })).rejects.toThrow(message)
    await expect(sniffCapture(path)).rejects.toThrow(message)
  })

  it.each([
    ['gzip', gzipSync(plain)],
    ['zstd', zstdCompressSync(plain)],
  ])('loses nothing of a %s behind which something else stands, and says so', async (_, bytes) => {
    const path = given('behind', Buffer.concat([bytes, Buffer.from('and more')]))
    const prepared = await prepareCapture(path, { ...options, folder })
    expect(readFileSync(prepared.path).equals(plain)).toBe(true)
    expect(prepared.warnings).toEqual([{ code: 'GARBAGE_BEHIND' }])
  })

  it('says of a gzip with a wrong checksum that it is damaged', async () => {
    const bytes = gzipSync(plain)
    bytes[bytes.length - 8]! ^= 1
    const prepared = await prepareCapture(given('wrong.gz', bytes), { ...options, folder })
    expect(readFileSync(prepared.path).equals(plain)).toBe(true)
    expect(prepared.warnings.map((warning) => warning.code)).toEqual(['TRUNCATED_COMPRESSION'])
  })

  it('keeps what was readable of a truncated gzip', async () => {
    const whole = gzipSync(plain)
    const path = given('cut.gz', whole.subarray(0, whole.length >> 1))
    const prepared = await prepareCapture(path, { ...options, folder })
    expect(prepared.warnings.map((warning) => warning.code)).toEqual(['TRUNCATED_COMPRESSION'])
    expect(prepared.size).toBeGreaterThan(50_000)
    expect(readFileSync(prepared.path).equals(plain.subarray(0, prepared.size))).toBe(true)
  })

  it('stops at the most bytes', async () => {
    const path = given('bomb.gz', gzipSync(plain))
    const bounds = { most_bytes: 100_000, most_ratio: 1000 }
    await expect(prepareCapture(path, { ...options, folder, bounds })).rejects.toMatchObject({
      code: 'EXPANSION_LIMIT',
    })
  })

  const refused = [
    { it: 'an empty file', bytes: Buffer.alloc(0) },
    { it: 'text', bytes: Buffer.from('INVITE sip:a@b SIP/2.0\r\n') },
    { it: 'gzip of text', bytes: gzipSync('hello, this is text') },
    { it: 'gzip that is damaged from the start', bytes: Buffer.from('1f8b0800ffffffff00000000', 'hex') },
    { it: 'bzip2', bytes: Buffer.from('BZh91AY&SY') },
    { it: 'lz4', bytes: Buffer.from('04224d1864407e00', 'hex') },
  ]
  for (const { it: name, bytes } of refused) {
    it(`refuses ${name}`, async () => {
      const path = given('refused', bytes)
      await expect(prepareCapture(path, { ...options, folder })).rejects.toMatchObject({ code: 'INVALID_FILE_TYPE' })
    })
  }
})
