import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LOCAL, type Principal } from '../auth/principal.ts'
import { OpenSockets } from './open-sockets.ts'

/** One end of a WebSocket, of which the other answers or does not. */
class Socket extends EventEmitter {
  readonly ended: (number | string | undefined)[] = []
  readonly #answers: boolean

  constructor(answers = true) {
    super()
    this.#answers = answers
  }

  ping(): void {
    if (this.#answers) this.emit('pong')
  }

  close(code?: number): void {
    this.#end(code)
  }

  terminate(): void {
    this.#end('terminated')
  }

  #end(how: number | string | undefined): void {
    this.ended.push(how)
    this.emit('close')
  }
}

function someone(user_id: string): Principal {
  return { ...LOCAL, by: 'token', user: { user_id } } as Principal
}

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('open WebSockets', () => {
  it('are closed when their other end is silent, and not while it answers', async () => {
    const sockets = new OpenSockets(async () => true)
    const [here, gone] = [new Socket(), new Socket(false)]
    for (const socket of [here, gone]) expect(sockets.add(socket, LOCAL)).toBe(true)
    await vi.advanceTimersByTimeAsync(50_000)
    expect([here.ended, gone.ended]).toEqual([[], []])
    await vi.advanceTimersByTimeAsync(100_000)
    expect([here.ended, gone.ended]).toEqual([[], ['terminated']])
  })

  it('are so many at most, of one user and of all', () => {
    const sockets = new OpenSockets(async () => true)
    const taken = (count: number, of: (i: number) => Principal): number =>
      Array.from({ length: count }, (_, i) => sockets.add(new Socket(), of(i))).filter(Boolean).length
    expect(taken(150, () => someone('a'))).toBe(100)
    expect(taken(2000, (i) => someone(`u${i}`))).toBe(900)
    const late = new Socket()
    expect([sockets.add(late, someone('late')), late.ended]).toEqual([false, [1013]])
  })

  it('are closed when what opened them is no more', async () => {
    let isAlive = true
    const sockets = new OpenSockets(async () => isAlive)
    const socket = new Socket()
    sockets.add(socket, someone('a'))
    isAlive = false
    await vi.advanceTimersByTimeAsync(5000)
    expect(socket.ended).toEqual([4401])
  })
})
