import { connect, type AddressInfo } from 'node:net'
import { fastify, type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { endSlowBodies } from './slow-bodies.ts'

let app: FastifyInstance
beforeEach(async () => {
  app = fastify({ forceCloseConnections: true })
  endSlowBodies(app, { look: 300 })
  app.post('/', async ({ body }) => String((body as string).length))
  await app.listen({ port: 0, host: '127.0.0.1' })
})
afterEach(async () => app.close())

/** Sends a body in parts, one every 100 ms; gives what came back, and how many parts were sent by then. */
async function post(part: string, parts: number): Promise<{ answer: string; sent: number }> {
  const client = connect((app.server.address() as AddressInfo).port, '127.0.0.1')
  let [answer, sent] = ['', 0]
  client.on('error', () => {})
  client.on('data', (data) => {
    answer += data.toString()
    client.end()
  })
  const head = `POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: ${part.length * parts}`
  client.write(`${head}\r\n\r\n`)
  const timer = setInterval(() => {
    if (sent < parts) client.write(part)
    sent++
  }, 100)
  await new Promise((resolve) => client.once('close', resolve))
  clearInterval(timer)
  return { answer, sent }
}

it('ends a request whose body hardly comes, and no other', async () => {
  const [slow, steady] = await Promise.all([post('x', 100), post('x'.repeat(50_000), 15)])
  expect(slow.answer).toBe('')
  expect(slow.sent).toBeLessThan(30)
  expect(steady.answer).toContain('750000')
})
