import { expect, it } from 'vitest'
import { LOCAL } from '../auth/principal.ts'
import { Tickets } from './tickets.ts'

it('keeps a ticket for 30 s', () => {
  let now = 0
  const tickets = new Tickets(() => now)
  const [early, late] = [tickets.make(LOCAL, 'job'), tickets.make(LOCAL, 'job')]
  expect(early.expires_at).toBe('1970-01-01T00:00:30.000Z')
  now = 29_999
  expect(tickets.take(early.ticket, 'job')).toBe(LOCAL)
  now = 30_000
  expect(tickets.take(late.ticket, 'job')).toBeUndefined()
})

it('keeps so many and no more, the latest', () => {
  const tickets = new Tickets(() => 0)
  const made = Array.from({ length: 10_001 }, () => tickets.make(LOCAL, 'job').ticket)
  expect(tickets.take(made[0]!, 'job')).toBeUndefined()
  expect(tickets.take(made[1]!, 'job')).toBe(LOCAL)
  expect(tickets.take(made.at(-1)!, 'job')).toBe(LOCAL)
})
