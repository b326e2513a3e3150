import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { oneCall } from './one-call.ts'
import { type Body, temporaryFolder, TestServer, uploadsIn } from './running-server.ts'

const MEBIBYTE = 1_048_576

let folder = ''
let server: TestServer
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

/** Sends the head of an upload and `more` of it, and nothing else; gives what the server says to that. */
async function onlyHead(length: number, more: Uint8Array = new Uint8Array(0)): Promise<{ status: number; body: Body }> {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
  const type = 'Content-Type: multipart/form-data; boundary=b'
  socket.write(`POST /api/v1/upload HTTP/1.1\r\nHost: localhost\r\n${type}\r\nContent-Length: ${length}\r\n\r\n`)
  socket.write(more)
  const answer = await new Promise<string>((resolve) => {
    let all = ''
    socket.on('data', (piece) => {
      all += piece.toString()
      if (all.endsWith('}')) resolve(all)
    })
  })
  socket.destroy()
  const [head = '', body = ''] = answer.split('\r\n\r\n')
  return { status: Number(head.split(' ')[1]), body: JSON.parse(body) as Body }
}

describe('an upload', () => {
  it('that says that it is too long is refused before it comes', async () => {
    server = await TestServer.start(folder, { uploadMegabytes: 5 })
    expect(await onlyHead(6 * MEBIBYTE)).toEqual({
      status: 413,
      body: { error: 'File too large', code: 'FILE_TOO_LARGE', max_size_mb: 5 },
    })
  })

  it('that the disk has no room for is refused before it comes', async () => {
    server = await TestServer.start(folder, { uploadMegabytes: 1e12 })
    expect(await onlyHead(1e15)).toMatchObject({ status: 507, body: { code: 'STORAGE_FULL' } })
    expect(uploadsIn(folder)).toEqual([])
  })

  it.each([
    { it: 'no capture', file: Buffer.alloc(64, 'PK34') },
    { it: 'packed, and no capture inside', file: gzipSync(randomBytes(300_000)) },
  ])('that is $it is refused before the rest of it comes', async ({ file }) => {
    server = await TestServer.start(folder)
    const part = '--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n'
    const more = Buffer.concat([Buffer.from(part), file, Buffer.alloc(70_000)])
    expect(await onlyHead(100 * MEBIBYTE, more)).toMatchObject({ status: 400, body: { code: 'INVALID_FILE_TYPE' } })
    expect(uploadsIn(folder)).toEqual([])
  })

  it('that is broken off leaves nothing behind', async () => {
    server = await TestServer.start(folder)
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
    const type = 'Content-Type: multipart/form-data; boundary=b'
    socket.write(`POST /api/v1/upload HTTP/1.1\r\nHost: localhost\r\n${type}\r\nContent-Length: 100000\r\n\r\n`)
    socket.write('--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n')
    socket.write(oneCall().subarray(0, 1000))
    await expect.poll(() => uploadsIn(folder)).toHaveLength(1)
    socket.destroy()
    await expect.poll(() => uploadsIn(folder)).toEqual([])
  })

  it('that is refused is not taken to its end: the line is cut soon after the answer', async () => {
    const secret = { enabled: true, jwt_secret: 'a secret of tests that is long enough' }
    server = await TestServer.start(folder, { auth: secret, adminPassword: 'Correct-horse-7-battery' })
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
    const type = 'Content-Type: multipart/form-data; boundary=b'
    socket.write(`POST /api/v1/upload HTTP/1.1\r\nHost: localhost\r\n${type}\r\nContent-Length: 1000000000\r\n\r\n`)
    const sending = setInterval(() => socket.write(Buffer.alloc(1000)), 50)
    let answer = ''
    socket.on('data', (piece) => (answer += piece.toString()))
    socket.on('error', () => {})
    await once(socket, 'close')
    clearInterval(sending)
    expect(answer).toMatch(/^HTTP\/1\.1 401 [^]*UNAUTHORIZED/)
    expect(socket.bytesWritten).toBeLessThan(1e6)
  })

  it('may be as long as the limit, and no byte longer', async () => {
    server = await TestServer.start(folder, { uploadMegabytes: 1 })
    const capture = new Uint8Array(MEBIBYTE + 1)
    capture.set(oneCall())
    expect((await server.upload(capture.subarray(0, MEBIBYTE))).status).toBe(201)
    expect(await server.upload(capture)).toMatchObject({ status: 413, body: { code: 'FILE_TOO_LARGE' } })
  })

  const names: [string, string, string | undefined][] = [
    ['its name', 'evening call.pcap', 'evening call.pcap'],
    ['a name of another script', 'звонок 電話.pcap', 'звонок 電話.pcap'],
    ['the last part of a path', '../../etc/passwd', 'passwd'],
    ['the last part of a foreign path', 'C:\\captures\\a.pcap', 'a.pcap'],
    ['a name without what cannot be seen', 'a\u0000\u001b[2J\u202eb.pcap', 'a[2Jb.pcap'],
    ['255 characters of a name', 'x'.repeat(300), 'x'.repeat(255)],
    ['whole characters of a long name', `${'x'.repeat(254)}🎉🎉`, `${'x'.repeat(254)}🎉`],
    ['what joins letters and pictures', 'نام\u200cفایل 👩\u200d👧', 'نام\u200cفایل 👩\u200d👧'],
    ['no name where there is none', '', undefined],
  ]
  it.each(names)('keeps %s', async (_, filename, want) => {
    server = await TestServer.start(folder)
    const { body } = await server.upload(oneCall(), { filename })
    const { body: job } = await server.ask(`/api/v1/jobs/${String(body['job_id'])}/status`)
    expect(job['filename']).toBe(want)
    expect(uploadsIn(folder)).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/)])
  })

  it('is called the same when it is analysed again', async () => {
    server = await TestServer.start(folder)
    const jobId = await server.analyzed(oneCall())
    const { body } = await server.ask(`/api/v1/jobs/${jobId}/retry`, { method: 'POST' })
    expect(await server.ended(String(body['job_id']))).toMatchObject({ filename: 'capture.pcap' })
  })
})
