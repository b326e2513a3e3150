import { connect, type AddressInfo, type Socket } from 'node:net'
import { fastify, type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sendFile } from './send-file.ts'

const NOTHING = new Uint8Array(0)
let given = 0
let isOver = false
let app: FastifyInstance
let client: Socket

/** A file without end. */
async function* endless(piece: Uint8Array): AsyncGenerator<Uint8Array> {
  try {
    for (;;) {
      given++
      yield piece
      await new Promise((resolve) => setImmediate(resolve))
    }
  } finally {
    isOver = true
  }
}

beforeEach(async () => {
  given = 0
  isOver = false
  app = fastify({ forceCloseConnections: true })
  const options = { mediaType: 'text/plain', filename: 'file', patience: 200 }
  app.get('/endless', async (_, reply) => sendFile(reply, endless(new Uint8Array(65_536)), options))
  app.get('/nothing', async (_, reply) => sendFile(reply, endless(NOTHING), options))
  await app.listen({ port: 0, host: '127.0.0.1' })
})
afterEach(async () => {
  client.destroy()
  await app.close()
})

function ask(path: string): void {
  client = connect((app.server.address() as AddressInfo).port, '127.0.0.1')
  client.on('error', () => {})
  client.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`)
}

describe('a file that is sent', () => {
  it('is given up when its reader takes no more of it', async () => {
    ask('/endless')
    client.pause()
    await expect.poll(() => isOver, { timeout: 10_000 }).toBe(true)
    expect(given).toBeGreaterThan(1)
  })

  it('is not while its reader takes some, however long it is', async () => {
    ask('/endless')
    client.resume()
    await new Promise((resolve) => setTimeout(resolve, 1000))
    expect(isOver).toBe(false)
  })

  it('is given up when its reader goes before there is any of it', async () => {
    ask('/nothing')
    await expect.poll(() => given).toBeGreaterThan(10)
    client.destroy()
    await expect.poll(() => isOver, { timeout: 10_000 }).toBe(true)
  })
})
