import type { Principal } from '../auth/principal.ts'

/** How long a WebSocket may outlive the login or key that opened it. */
const CHECK_MS = 2000
const UNAUTHENTICATED = 4401
/** Try again later: the registry of RFC 6455 §11.7. */
const TOO_MANY = 1013
const MOST_SOCKETS = 1000
const MOST_OF_ONE = 100
/** Whoever says nothing to a ping for so long has gone without a word, as machines do that lose their network. */
const PING_MS = 30_000

interface Socket {
  close(code?: number, reason?: string): void
  terminate(): void
  ping(): void
  on(event: 'close' | 'pong', listener: () => void): unknown
}

interface Open {
  readonly principal: Principal
  /** When it last said that it is there, and when it was last asked, on the process's own clock. */
  heard: number
  asked: number
}

/**
 * Open WebSockets, so many at most; each is closed when its other end is gone, or when what opened it is ended: by a
 * logout, an admin, or the command line.
 */
export class OpenSockets {
  readonly #open = new Map<Socket, Open>()
  readonly #isAlive: (principal: Principal) => Promise<boolean>
  #timer: NodeJS.Timeout | undefined

  constructor(isAlive: (principal: Principal) => Promise<boolean>) {
    this.#isAlive = isAlive
  }

  get size(): number {
    return this.#open.size
  }

  /** Takes one in; false where there are too many, and it is closed. */
  add(socket: Socket, principal: Principal): boolean {
    if (this.#open.size >= MOST_SOCKETS || this.#of(principal) >= MOST_OF_ONE) {
      socket.close(TOO_MANY, 'Too many connections')
      return false
    }
    const open: Open = { principal, heard: performance.now(), asked: performance.now() }
    this.#open.set(socket, open)
    this.#timer ??= setInterval(() => void this.#check(), CHECK_MS).unref()
    socket.on('pong', () => {
      open.heard = performance.now()
    })
    socket.on('close', () => {
      this.#open.delete(socket)
      if (this.#open.size > 0) return
      clearInterval(this.#timer)
      this.#timer = undefined
    })
    return true
  }

  /** Sockets of the same user; without users all are of one, who has them to themselves. */
  #of({ user }: Principal): number {
    if (!user) return 0
    return [...this.#open.values()].filter(({ principal }) => principal.user?.user_id === user.user_id).length
  }

  async #check(): Promise<void> {
    for (const [socket, open] of this.#open) {
      // A store that is busy is asked again at the next check.
      if (await this.#isAlive(open.principal).catch(() => true)) this.#ping(socket, open)
      else socket.close(UNAUTHENTICATED, 'Logged out')
    }
  }

  #ping(socket: Socket, open: Open): void {
    const now = performance.now()
    if (now - open.asked < PING_MS) return
    if (open.heard < open.asked) return socket.terminate()
    open.asked = now
    socket.ping()
  }
}
